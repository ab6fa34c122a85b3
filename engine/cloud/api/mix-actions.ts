import { z } from 'zod';
import type { RoomName } from '../../../domain/room/room-key.ts';
import { ApiFault } from '../../../wire/api-request.ts';
import { roomtapeVersion } from '../../../wire/own-actions.ts';
import { readPushAddress } from '../../relay/push-address.ts';
import { streamIdPattern } from '../../rooms/admission.ts';
import type { ApplicationRooms } from '../../rooms/application-rooms.ts';
import type { RoomMixes } from '../../rooms/room-mixes.ts';
import type { Action } from './action.ts';
import { trtcVersion } from './action.ts';
import { mixFaultOf } from './mix-faults.ts';
import { encodeParameters, layoutParameters, ownLayoutParameters, readForm } from './mix-parameters.ts';
import { integer, readParameters, text, textList } from './parameters.ts';

const startParameters = {
  SdkAppId: integer(1, 0xffffffff),
  OutputParams: z
    .strictObject({
      StreamId: text(64).regex(streamIdPattern, 'letters, digits and _ - . % ~').optional(),
      PureAudioStream: integer(0, 1).default(0),
      RecordId: text(64)
        .regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, _ and -')
        .optional(),
      RecordAudioOnly: integer(0, 1).default(0),
    })
    .default({ PureAudioStream: 0, RecordAudioOnly: 0 }),
  EncodeParams: encodeParameters,
  PublishCdnParams: z
    .strictObject({
      /** The account's number at the live service, which addresses elsewhere do not need. */
      BizId: integer(0, 0xffffffff),
      PublishCdnUrls: textList(1, 1024),
    })
    .optional(),
};
const intRoom = { RoomId: integer(1, 0xffffffff) };
const stringRoom = { StrRoomId: text(64) };
const stopParameters = { SdkAppId: integer(1, 0xffffffff) };

const codes = {
  SdkAppId: 'InvalidParameter.SdkAppId',
  RoomId: 'InvalidParameter.RoomId',
  StrRoomId: 'InvalidParameter.RoomId',
  EncodeParams: 'InvalidParameter.EncodeParams',
  OutputParams: 'InvalidParameter.OutputParams',
  PublishCdnParams: 'InvalidParameter.PublishCdnUrls',
};

type Answer = Readonly<Record<string, unknown>> | ApiFault;
type Parameters = Readonly<Record<string, unknown>>;

function roomOf(asked: { readonly RoomId?: number; readonly StrRoomId?: string }): RoomName {
  return asked.RoomId === undefined
    ? { kind: 'string', value: asked.StrRoomId! }
    : { kind: 'int', value: asked.RoomId };
}

/**
 * StartMCUMixTranscode and StopMCUMixTranscode, by room number and by room name
 * (https://www.tencentcloud.com/document/product/647/37761). Under our own version the first two know more layouts.
 */
export function mixActions(live: Pick<ApplicationRooms, 'find'>): readonly Action[] {
  const withMixes = async (sdkAppId: number, act: (mixes: RoomMixes) => Promise<void>): Promise<Answer> => {
    const mixes = live.find(sdkAppId)?.mixes;
    if (mixes === undefined)
      return new ApiFault('FailedOperation.SdkAppIdNotExist', `There is no application ${String(sdkAppId)}.`);
    try {
      await act(mixes);
      return {};
    } catch (error) {
      return mixFaultOf(error);
    }
  };

  const start = (version: string, name: string, room: typeof intRoom | typeof stringRoom): Action => {
    const LayoutParams = version === roomtapeVersion ? ownLayoutParameters : layoutParameters;
    const schema = z.strictObject({ ...startParameters, LayoutParams, ...room });
    return {
      version,
      name,
      run(parameters: Parameters) {
        const asked = readParameters(schema, parameters, codes);
        if (asked instanceof ApiFault) return Promise.resolve(asked);
        const { OutputParams: output, PublishCdnParams: cdn } = asked;
        const pushTo = cdn === undefined ? null : readPushAddress(cdn.PublishCdnUrls[0]!);
        if (typeof pushTo === 'string')
          return Promise.resolve(
            new ApiFault(
              'InvalidParameter.PublishCdnUrls',
              `PublishCdnUrls is no address to push to: ${pushTo}.`,
            ),
          );
        return withMixes(asked.SdkAppId, (mixes) =>
          mixes.start({
            room: roomOf(asked),
            by: null,
            streamId: output.StreamId ?? null,
            recordId: output.RecordId ?? null,
            recordsSoundOnly: output.RecordAudioOnly === 1,
            pushTo,
            form: readForm(asked.EncodeParams, asked.LayoutParams, output.PureAudioStream === 1),
          }),
        );
      },
    };
  };

  const stop = (name: string, room: typeof intRoom | typeof stringRoom): Action => ({
    version: trtcVersion,
    name,
    run(parameters: Parameters) {
      const asked = readParameters(z.strictObject({ ...stopParameters, ...room }), parameters, codes);
      if (asked instanceof ApiFault) return Promise.resolve(asked);
      return withMixes(asked.SdkAppId, (mixes) => mixes.stop(roomOf(asked), null));
    },
  });

  return [
    ...[trtcVersion, roomtapeVersion].flatMap((version) => [
      start(version, 'StartMCUMixTranscode', intRoom),
      start(version, 'StartMCUMixTranscodeByStrRoomId', stringRoom),
    ]),
    stop('StopMCUMixTranscode', intRoom),
    stop('StopMCUMixTranscodeByStrRoomId', stringRoom),
  ];
}
