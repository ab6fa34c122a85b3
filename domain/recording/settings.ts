import type { FieldFault } from '../errors.ts';
import type { RecordingFormat } from './formats.ts';
import { recordingFormats } from './formats.ts';

/**
 * Who is recorded (https://www.tencentcloud.com/document/product/647/35426): `global-auto` every stream of every user;
 * `chosen-users` only who joins with a userDefineRecordId, and mixes started by REST with a RecordId.
 */
export const recordingMethods = ['global-auto', 'chosen-users'] as const;
export type RecordingMethod = (typeof recordingMethods)[number];

/** How one application records. What is running keeps the settings it began with. */
export interface RecordingSettings {
  readonly enabled: boolean;
  readonly method: RecordingMethod;
  /** At least one; each format is a file of its own and is charged as one. */
  readonly formats: readonly RecordingFormat[];
  /** 1 to 120 minutes, after which MP4, FLV and AAC go on in another file; HLS is never split. */
  readonly maxFileMinutes: number;
  /** 0 to 1500 days; 0 keeps files for ever. */
  readonly retentionDays: number;
  /** 0 to 1800 seconds; 0 begins a new file at each interruption. */
  readonly resumeTimeoutSeconds: number;
  /** Container of HLS segments; Tencent writes TS whatever is set here. */
  readonly hlsSegments: 'fmp4' | 'ts';
  /** The media library's sub-application; null is the main one. */
  readonly subAppId: number | null;
  /** Where the provider tells of new files; null tells nobody. */
  readonly callbackUrl: string | null;
  /** Letters and digits, at most 32; empty leaves callbacks unsigned, and our own doors refuse those. */
  readonly callbackKey: string;
}

/** The vendor's ranges, both ends included. */
export const settingsRanges = {
  maxFileMinutes: { min: 1, max: 120 },
  retentionDays: { min: 0, max: 1500 },
  resumeTimeoutSeconds: { min: 0, max: 1800 },
} as const;

export const defaultRecordingSettings: RecordingSettings = {
  enabled: true,
  method: 'global-auto',
  formats: ['hls', 'mp4'],
  maxFileMinutes: 120,
  retentionDays: 0,
  resumeTimeoutSeconds: 0,
  hlsSegments: 'fmp4',
  subAppId: null,
  callbackUrl: null,
  callbackKey: '',
};

const callbackKeyPattern = /^[A-Za-z0-9]{0,32}$/;

function isHttpUrl(text: string): boolean {
  return text.length <= 2083 && /^https?:\/\/[^\s/?#]+/i.test(text);
}

/** Every rule that settings break; `field` is put before each name, as `input.settings`. */
export function findSettingsFaults(settings: RecordingSettings, field: string): FieldFault[] {
  const faults: FieldFault[] = [];
  const fault = (name: string, got: unknown, allowed: string): void => {
    faults.push({ field: `${field}.${name}`, got: JSON.stringify(got), allowed });
  };
  for (const name of ['maxFileMinutes', 'retentionDays', 'resumeTimeoutSeconds'] as const) {
    const { min, max } = settingsRanges[name];
    const value = settings[name];
    if (!Number.isInteger(value) || value < min || value > max)
      fault(name, value, `a whole number from ${String(min)} to ${String(max)}`);
  }
  const { formats, subAppId, callbackUrl, callbackKey } = settings;
  if (formats.length === 0) fault('formats', formats, `at least one of ${recordingFormats.join(', ')}`);
  if (new Set(formats).size !== formats.length) fault('formats', formats, 'each format once');
  if (subAppId !== null && (!Number.isSafeInteger(subAppId) || subAppId <= 0))
    fault('subAppId', subAppId, 'null or a whole number above 0');
  if (callbackUrl !== null && !isHttpUrl(callbackUrl))
    fault('callbackUrl', callbackUrl, 'null or an http or https address of at most 2083 characters');
  // A key is a secret: what came is not repeated.
  if (!callbackKeyPattern.test(callbackKey))
    faults.push({
      field: `${field}.callbackKey`,
      got: `${String(callbackKey.length)} characters`,
      allowed: 'at most 32 letters and digits',
    });
  return faults;
}
