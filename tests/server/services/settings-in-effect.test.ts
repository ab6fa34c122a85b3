import { describe, expect, it } from 'vitest';
import { defaultRecordingSettings, type RecordingSettings } from '../../../domain/recording/settings.ts';
import type { ShownByCallbacks, StoredSettings } from '../../../server/ports/application-settings.ts';
import { judgeSettings, settingNames } from '../../../server/services/settings-in-effect.ts';

const minuteMs = 60_000;
const appliedAt = new Date('2026-06-01T08:00:00Z');
const stored: StoredSettings = {
  ...{ sdkAppId: 1_400_000_123, settings: defaultRecordingSettings, declaredAutomaticRecording: false },
  ...{ permissionControl: null, formerCallbackKey: null, changedAt: appliedAt, appliedAt, failure: null },
};
const nothing: ShownByCallbacks = { formats: [], recordings: 0, unchosenStreams: 0, subAppIds: [] };
/** Tencent's cloud so long after a change; the vendor says five minutes. */
const cloud = (afterMs: number) => ({
  ...{ setsConsoleFields: false, settlingMs: 5 * minuteMs, nowMs: appliedAt.getTime() + afterMs },
});

const statesOf = (...judged: Parameters<typeof judgeSettings>) =>
  Object.fromEntries(judgeSettings(...judged).map(({ name, state }) => [name, state]));

describe('settings on Tencent’s cloud', () => {
  const byCalls = settingNames.filter((name) => !['enabled', 'method', 'hlsSegments'].includes(name));

  it('are declared where only the vendor’s console sets them, and applied five minutes after a call set them', () => {
    for (const [afterMs, state] of [
      [5 * minuteMs - 1, 'PENDING'],
      [5 * minuteMs, 'APPLIED'],
    ] as const)
      expect(statesOf(defaultRecordingSettings, stored, nothing, cloud(afterMs))).toEqual({
        ...{
          enabled: 'DECLARED',
          method: 'DECLARED',
          hlsSegments: 'DECLARED',
          permissionControl: 'DECLARED',
        },
        ...Object.fromEntries(byCalls.map((name) => [name, state])),
      });
  });

  it('wait with the reason of the last attempt until the cloud has taken them', () => {
    const failure = 'Tencent refused CreateLiveRecordRule.';
    const refused = { ...stored, appliedAt: null, failure };
    const found = judgeSettings(defaultRecordingSettings, refused, nothing, cloud(60 * minuteMs));
    expect(found.find(({ name }) => name === 'retentionDays')).toEqual({
      ...{ name: 'retentionDays', state: 'PENDING', detail: failure },
    });
  });

  it('are contradicted by what callbacks show, also where they are only declared', () => {
    const settings: RecordingSettings = {
      ...defaultRecordingSettings,
      ...{ enabled: false, subAppId: 7 },
      method: 'chosen-users',
      formats: ['mp4'],
    };
    const shown: ShownByCallbacks = {
      ...{ formats: ['hls', 'mp4'], recordings: 3, unchosenStreams: 2, subAppIds: [7, null] },
    };
    const found = judgeSettings(settings, stored, shown, cloud(60 * minuteMs));
    expect(found.filter(({ state }) => state === 'CONTRADICTED')).toEqual([
      ...[
        ['enabled', '3 recordings began although recording is switched off.'],
        ['method', '2 streams were recorded although their users were not chosen.'],
        ['formats', 'Files came in a format that is switched off: hls.'],
        [
          'subAppId',
          'Files were put into the main application; a sub-application that is destroyed takes none.',
        ],
      ].map(([name, detail]) => ({ name, state: 'CONTRADICTED', detail })),
    ]);
  });
});
