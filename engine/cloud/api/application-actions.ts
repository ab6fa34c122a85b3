import { z } from 'zod';
import { recordingMethods } from '../../../domain/recording/settings.ts';
import { ApiFault } from '../../../wire/api-request.ts';
import { roomtapeVersion } from '../../../wire/own-actions.ts';
import type { Directory } from '../settings/directory.ts';
import type { ApplicationDocument } from '../settings/documents.ts';
import type { Action } from './action.ts';
import { callbackKey, callbackUrl, integer, readParameters, text } from './parameters.ts';

const sdkAppId = integer(1, 0xffffffff);
const describeParameters = z.strictObject({ SdkAppId: sdkAppId });
const createParameters = z.strictObject({
  Name: text(64),
  Kind: z.enum(['legacy', 'task'], { error: 'legacy or task' }),
});
const modifyParameters = z.strictObject({
  SdkAppId: sdkAppId,
  Name: text(64).optional(),
  CallbackKey: callbackKey.optional(),
  /** Empty tells nobody. */
  RoomCallbackUrl: callbackUrl.optional(),
  RecordingEnabled: integer(0, 1).optional(),
  RecordingMethod: z.enum(recordingMethods, { error: recordingMethods.join(' or ') }).optional(),
  HlsSegments: z.enum(['fmp4', 'ts'], { error: 'fmp4 or ts' }).optional(),
  /** Whether users need a PrivateMapKey. */
  AdvancedPermission: integer(0, 1).optional(),
});

function unknownApplication(asked: number): ApiFault {
  return new ApiFault('ResourceNotFound', `There is no application ${String(asked)}.`);
}

/** Without its keys: they are told once, when it is made. */
function printApplication(document: ApplicationDocument): Readonly<Record<string, unknown>> {
  return {
    SdkAppId: document.sdkAppId,
    Name: document.name,
    Kind: document.kind,
    RoomCallbackUrl: document.roomCallbackUrl ?? '',
    RecordingEnabled: document.recordingEnabled ? 1 : 0,
    RecordingMethod: document.recordingMethod,
    HlsSegments: document.hlsSegments,
    AdvancedPermission: document.advancedPermission === true ? 1 : 0,
  };
}

/** Our own actions on applications: what at the vendor's only a person can do, in the console. */
export function applicationActions(directory: Directory): readonly Action[] {
  return [
    {
      version: roomtapeVersion,
      name: 'CreateApplication',
      async run(parameters) {
        const asked = readParameters(createParameters, parameters);
        if (asked instanceof ApiFault) return asked;
        const made = await directory.create(asked.Name, asked.Kind);
        return { SdkAppId: made.sdkAppId, SecretKey: made.secretKey, CallbackKey: made.callbackKey };
      },
    },
    {
      version: roomtapeVersion,
      name: 'DescribeApplication',
      run(parameters) {
        const asked = readParameters(describeParameters, parameters);
        if (asked instanceof ApiFault) return Promise.resolve(asked);
        const found = directory.document(asked.SdkAppId);
        return Promise.resolve(found === null ? unknownApplication(asked.SdkAppId) : printApplication(found));
      },
    },
    {
      version: roomtapeVersion,
      name: 'ModifyApplication',
      async run(parameters) {
        const asked = readParameters(modifyParameters, parameters);
        if (asked instanceof ApiFault) return asked;
        const found = directory.document(asked.SdkAppId);
        if (found === null) return unknownApplication(asked.SdkAppId);
        const { RecordingEnabled: enabled, RoomCallbackUrl: url, AdvancedPermission: permission } = asked;
        if (found.kind === 'task' && (enabled === 1 || asked.RecordingMethod !== undefined))
          return new ApiFault(
            'UnsupportedOperation',
            `The application ${String(asked.SdkAppId)} is recorded by tasks (CreateCloudRecording); this engine records none of them by itself.`,
          );
        await directory.modify(asked.SdkAppId, {
          name: asked.Name,
          callbackKey: asked.CallbackKey,
          roomCallbackUrl: url === undefined ? undefined : url === '' ? null : url,
          recordingEnabled: enabled === undefined ? undefined : enabled === 1,
          recordingMethod: asked.RecordingMethod,
          hlsSegments: asked.HlsSegments,
          advancedPermission: permission === undefined ? undefined : permission === 1,
        });
        return {};
      },
    },
  ];
}
