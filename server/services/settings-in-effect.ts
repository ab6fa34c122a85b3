import type { RecordingSettings } from '../../domain/recording/settings.ts';
import type { ShownByCallbacks, StoredSettings } from '../ports/application-settings.ts';

export const settingNames = [
  'enabled',
  'method',
  'formats',
  'maxFileMinutes',
  'retentionDays',
  'resumeTimeoutSeconds',
  'hlsSegments',
  'subAppId',
  'callbackUrl',
  'callbackKey',
] as const satisfies readonly (keyof RecordingSettings)[];
export type SettingName = (typeof settingNames)[number] | 'permissionControl';

export type SettingState = 'APPLIED' | 'DECLARED' | 'PENDING' | 'CONTRADICTED';

export interface SettingInEffect {
  readonly name: SettingName;
  readonly state: SettingState;
  /** Why it is not simply applied. */
  readonly detail: string | null;
}

/** What only the vendor's console can set. */
const consoleFields: readonly SettingName[] = ['enabled', 'method', 'hlsSegments', 'permissionControl'];

/** What callbacks of recordings that began under these settings say against one of them. */
function findContradiction(
  name: SettingName,
  settings: RecordingSettings,
  shown: ShownByCallbacks,
): string | null {
  if (shown.recordings === 0) return null;
  switch (name) {
    case 'enabled':
      return settings.enabled
        ? null
        : `${shown.recordings} recordings began although recording is switched off.`;
    case 'method':
      return settings.method === 'chosen-users' && shown.unchosenStreams > 0
        ? `${shown.unchosenStreams} streams were recorded although their users were not chosen.`
        : null;
    case 'formats': {
      const extra = shown.formats.filter((format) => !settings.formats.includes(format));
      return extra.length === 0 ? null : `Files came in a format that is switched off: ${extra.join(', ')}.`;
    }
    case 'subAppId': {
      const elsewhere = shown.subAppIds.filter((subAppId) => subAppId !== settings.subAppId);
      if (elsewhere.length === 0) return null;
      const homes = elsewhere.map((subAppId) => subAppId ?? 'the main application').join(', ');
      return `Files were put into ${homes}; a sub-application that is destroyed takes none.`;
    }
    default:
      return null;
  }
}

/** How far each setting is in effect. `stored` is null where nothing was ever changed: the configuration holds. */
export function judgeSettings(
  settings: RecordingSettings,
  stored: StoredSettings | null,
  shown: ShownByCallbacks,
  cloud: { readonly setsConsoleFields: boolean; readonly settlingMs: number; readonly nowMs: number },
): readonly SettingInEffect[] {
  const appliedMs = stored?.appliedAt?.getTime() ?? null;
  const settled = stored === null || (appliedMs !== null && appliedMs + cloud.settlingMs <= cloud.nowMs);
  return [...settingNames, 'permissionControl' as const].map((name) => {
    const against = findContradiction(name, settings, shown);
    if (against !== null) return { name, state: 'CONTRADICTED', detail: against };
    if (!cloud.setsConsoleFields && consoleFields.includes(name))
      return {
        name,
        state: 'DECLARED',
        detail: 'Only the vendor’s console can set it; it is as the operator says.',
      };
    if (settled) return { name, state: 'APPLIED', detail: null };
    const detail =
      stored.failure ??
      (appliedMs === null
        ? 'The cloud has not taken it yet.'
        : 'The vendor says that a change takes about five minutes.');
    return { name, state: 'PENDING', detail };
  });
}
