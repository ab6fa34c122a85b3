import { z } from 'zod';
import { settingsRanges } from '../../../domain/recording/settings.ts';
import { ApiFault } from '../../../wire/api-request.ts';
import type { Application } from '../../rooms/application.ts';
import type { RelayRecording } from '../../rooms/relay-mix.ts';
import { integer, text } from './parameters.ts';

const idText = (maxLength: number) => text(maxLength).regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, _ and -');

/** McuRecordParams of the vendor's SDK (trtc 2019-07-22). */
export const recordParameters = z.strictObject({
  UniRecord: integer(1, 3),
  RecordKey: idText(128).optional(),
  RecordWaitTime: integer(5, 86_400).default(30),
  RecordFormat: z
    .array(z.enum(['mp4', 'hls', 'aac'], { error: 'mp4, hls or aac' }), { error: 'a list of formats' })
    .min(1, 'at least one')
    .default(['mp4']),
  MaxMediaFileDuration: integer(1, 1440).default(1440),
  StreamType: integer(0, 2).default(0),
  UserDefineRecordPrefix: idText(64).optional(),
  McuStorageParams: z
    .strictObject({
      CloudStorage: z.unknown().optional(),
      McuCloudVod: z
        .strictObject({
          McuTencentVod: z.strictObject({
            ExpireTime: integer(0, settingsRanges.retentionDays.max * 86_400).default(0),
            SubAppId: integer(0, Number.MAX_SAFE_INTEGER).default(0),
          }),
        })
        .optional(),
    })
    .optional(),
});
type Asked = z.infer<typeof recordParameters>;

const everything = { audio: true, video: true };
const [withoutRecording, bySettings] = [1, 2];

/**
 * How a relayed mix is recorded: null where it is not. By an application's settings, or as the call says; only where the
 * application records live streams at all, since how the newer kind tells of such files no page says.
 */
export function readRelayRecording(
  asked: Asked | undefined,
  application: Pick<Application, 'kind' | 'sdkAppId' | 'recordingOf'>,
  streamId: string,
): RelayRecording | null | ApiFault {
  if (asked === undefined || asked.UniRecord === withoutRecording) return null;
  const unserved = (what: string): ApiFault =>
    new ApiFault('UnsupportedOperation', `RecordParams: ${what} is not served.`);
  if (application.kind === 'task')
    return unserved(
      'recording a relay of an application made since 2022-08-01 (CreateCloudRecording records)',
    );
  if (asked.RecordKey !== undefined) return unserved('RecordKey, which joins several tasks');
  const nameHead = asked.UserDefineRecordPrefix ?? null;
  if (asked.UniRecord === bySettings) {
    const choice = application.recordingOf(streamId);
    if (choice?.enabled !== true)
      return new ApiFault(
        'FailedOperation.NotAllowed',
        `Recording is switched off for the application ${String(application.sdkAppId)}.`,
      );
    return { formats: choice.formats, rules: choice.rules, kinds: everything, nameHead };
  }
  const storage = asked.McuStorageParams?.McuCloudVod;
  if (asked.McuStorageParams?.CloudStorage !== undefined || storage === undefined)
    return unserved('any storage but McuStorageParams.McuCloudVod');
  if (asked.RecordFormat.includes('mp4') && asked.RecordFormat.includes('aac'))
    return new ApiFault(
      'InvalidParameterValue',
      'RecordParams.RecordFormat has mp4 and aac; allowed: one of them.',
    );
  const { ExpireTime: expireSeconds, SubAppId: subAppId } = storage.McuTencentVod;
  return {
    formats: [...new Set(asked.RecordFormat)],
    rules: {
      maxFileSeconds: asked.MaxMediaFileDuration * 60,
      resumeTimeoutSeconds: asked.RecordWaitTime,
      hlsSegments: 'fmp4',
      retentionDays: expireSeconds / 86_400,
      subAppId: subAppId === 0 ? null : subAppId,
    },
    kinds: { audio: asked.StreamType !== 2, video: asked.StreamType !== 1 },
    nameHead,
  };
}
