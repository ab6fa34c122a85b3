import type { RecordingRules } from '../record/recorded-file.ts';

/** What holds where an application has chosen nothing: no split, no waiting, no end of keeping. */
export const automaticRules: RecordingRules = {
  maxFileSeconds: null,
  resumeTimeoutSeconds: 0,
  hlsSegments: 'fmp4',
  retentionDays: 0,
  subAppId: null,
};
