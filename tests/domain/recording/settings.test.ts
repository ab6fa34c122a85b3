import { describe, expect, it } from 'vitest';
import type { RecordingSettings } from '../../../domain/recording/settings.ts';
import {
  defaultRecordingSettings,
  findSettingsFaults,
  recordingMethods,
} from '../../../domain/recording/settings.ts';

const fields = (change: Partial<RecordingSettings>): string[] =>
  findSettingsFaults({ ...defaultRecordingSettings, ...change }, 'input').map(({ field }) => field);

describe('recording settings', () => {
  it('are whole by default', () => {
    expect(fields({})).toEqual([]);
    expect(recordingMethods).toContain(defaultRecordingSettings.method);
  });

  it.each([
    ['maxFileMinutes', 1, 120, 0, 121],
    ['retentionDays', 0, 1500, -1, 1501],
    ['resumeTimeoutSeconds', 0, 1800, -1, 1801],
  ] as const)('take %s from %d to %d', (name, low, high, below, above) => {
    for (const value of [low, high]) expect(fields({ [name]: value })).toEqual([]);
    for (const value of [below, above, 1.5, Number.NaN])
      expect(fields({ [name]: value })).toEqual([`input.${name}`]);
  });

  it('name every fault at once, and never repeat a key', () => {
    const callbackKey = 'not allowed: a sign and more than thirty-two';
    const faults = findSettingsFaults(
      { ...defaultRecordingSettings, formats: [], subAppId: 0, callbackUrl: 'ftp://host/', callbackKey },
      'input.settings',
    );
    expect(faults.map(({ field }) => field)).toEqual(
      ['formats', 'subAppId', 'callbackUrl', 'callbackKey'].map((name) => `input.settings.${name}`),
    );
    expect(JSON.stringify(faults)).not.toContain(callbackKey);
  });
});
