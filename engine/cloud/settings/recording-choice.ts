import { recordingFormats } from '../../../domain/recording/formats.ts';
import type { RecordingChoice } from '../../rooms/application.ts';
import type { ApplicationDocument, RecordTemplate, TemplateRule } from './documents.ts';

const daySeconds = 86_400;

/** What a template and the application's console settings mean for a recording that begins now. */
export function readRecordingChoice(
  application: Pick<ApplicationDocument, 'recordingEnabled' | 'recordingMethod' | 'hlsSegments'>,
  template: RecordTemplate,
): RecordingChoice {
  const formats = recordingFormats.filter((format) => template.formats[format] !== undefined);
  // All formats of a template have the same storage here; the interval is not HLS's.
  const split = formats.find((format) => format !== 'hls');
  const any = formats[0] === undefined ? undefined : template.formats[formats[0]];
  return {
    enabled: application.recordingEnabled && formats.length > 0,
    method: application.recordingMethod,
    formats,
    rules: {
      maxFileSeconds: split === undefined ? null : template.formats[split]!.recordIntervalSeconds,
      resumeTimeoutSeconds: template.flowContinueSeconds,
      hlsSegments: application.hlsSegments,
      retentionDays: (any?.storageSeconds ?? 0) / daySeconds,
      subAppId: any === undefined || any.vodSubAppId === 0 ? null : any.vodSubAppId,
    },
  };
}

/** The rule that names a stream most closely: the stream itself, then its path, then its domain. Null where none does. */
export function findRule(
  rules: readonly TemplateRule[],
  stream: { readonly domain: string; readonly appName: string; readonly streamName: string },
): TemplateRule | null {
  const fits = (wanted: string, has: string): boolean => wanted === '' || wanted === has;
  const closeness = ({ appName, streamName }: TemplateRule): number =>
    (streamName === '' ? 0 : 2) + (appName === '' ? 0 : 1);
  return (
    rules
      .filter(
        ({ domain, appName, streamName }) =>
          domain === stream.domain && fits(appName, stream.appName) && fits(streamName, stream.streamName),
      )
      .toSorted((one, other) => closeness(other) - closeness(one))[0] ?? null
  );
}
