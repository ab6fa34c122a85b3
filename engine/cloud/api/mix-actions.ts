import { z } from 'zod';
import { DomainError } from '../../../domain/errors.ts';
import type { EncodeParams } from '../../../domain/mixing/encode-params.ts';
import { readEncodeParams } from '../../../domain/mixing/encode-params.ts';
import type { RoomName } from '../../../domain/room/room-key.ts';
import { ApiFault } from '../../../wire/api-request.ts';
import type { ApplicationRooms } from '../../rooms/application-rooms.ts';
import { streamIdPattern } from '../../rooms/admission.ts';
import type { RoomMixes } from '../../rooms/room-mixes.ts';
import type { Action } from './action.ts';
import { trtcVersion } from './action.ts';
import { integer, readParameters, text, textList } from './parameters.ts';

const number = integer(-0x80000000, 0xffffffff);
const encodeParameters = z.strictObject({
  AudioSampleRate: number.optional(),
  AudioBitrate: number.optional(),
  AudioChannels: number.optional(),
  AudioCodec: number.optional(),
  VideoWidth: number.optional(),
  VideoHeight: number.optional(),
  VideoBitrate: number.optional(),
  VideoFramerate: number.optional(),
  VideoGop: number.optional(),
  BackgroundColor: number.optional(),
});

const startParameters = {
  SdkAppId: integer(1, 0xffffffff),
  OutputParams: z
    .strictObject({
      StreamId: text(64).regex(streamIdPattern, 'letters, digits and _ - . % ~').optional(),
      PureAudioStream: integer(0, 1).optional(),
      RecordId: text(64)
        .regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, _ and -')
        .optional(),
      RecordAudioOnly: integer(0, 1).optional(),
    })
    .optional(),
  EncodeParams: encodeParameters,
  LayoutParams: z.strictObject({
    Template: integer(0, 4).default(0),
    MixVideoUids: textList(16, 32).optional(),
  }),
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
};

const gridTemplate = 1;
/** The vendor's templates by number, for the sentence that refuses the others. */
const templateNames = ['float', 'grid', 'screen share', 'picture-in-picture', 'custom'];

type EncodeFields = z.infer<typeof encodeParameters>;

function readEncode(fields: EncodeFields): EncodeParams {
  return readEncodeParams(
    {
      audioSampleRate: fields.AudioSampleRate,
      audioBitrateKbps: fields.AudioBitrate,
      audioChannels: fields.AudioChannels,
      audioCodec: fields.AudioCodec,
      width: fields.VideoWidth,
      height: fields.VideoHeight,
      videoBitrateKbps: fields.VideoBitrate,
      frameRate: fields.VideoFramerate,
      gopSeconds: fields.VideoGop,
      backgroundColor: fields.BackgroundColor,
    },
    'EncodeParams',
  );
}

/** Codes of https://www.tencentcloud.com/document/product/647/37761 for what the mixer refuses. */
function faultOf(error: unknown): ApiFault {
  if (!(error instanceof DomainError)) throw error;
  const code = {
    BAD_INPUT:
      error.field === 'OutputParams.RecordId' ? 'InvalidParameter.RecordId' : 'InvalidParameter.EncodeParams',
    ROOM_EMPTY: 'FailedOperation.RoomNotExist',
    MIX_NOT_RUNNING: 'FailedOperation.MixSessionNotExist',
    CONFLICT: 'FailedOperation.RequestRejection',
    UNSUPPORTED: 'UnsupportedOperation',
    LIMIT_EXCEEDED: 'LimitExceeded',
  }[error.code as string];
  return new ApiFault(code ?? 'InternalError', error.message);
}

/** StartMCUMixTranscode and StopMCUMixTranscode, by room number and by room name. */
export function mixActions(live: Pick<ApplicationRooms, 'find'>): readonly Action[] {
  const mixesOf = (sdkAppId: number): RoomMixes | ApiFault =>
    live.find(sdkAppId)?.mixes ??
    new ApiFault('FailedOperation.SdkAppIdNotExist', `There is no application ${String(sdkAppId)}.`);

  const start = (
    asked: z.infer<ReturnType<typeof z.strictObject<typeof startParameters>>>,
    room: RoomName,
  ): Readonly<Record<string, unknown>> | ApiFault => {
    const mixes = mixesOf(asked.SdkAppId);
    if (mixes instanceof ApiFault) return mixes;
    const { LayoutParams: layout, OutputParams: output } = asked;
    if (layout.Template !== gridTemplate)
      return new ApiFault(
        'UnsupportedOperation',
        `LayoutParams.Template is ${String(layout.Template)} (${templateNames[layout.Template]!}); this engine draws: 1 (grid).`,
      );
    if (output?.PureAudioStream === 1 || output?.RecordAudioOnly === 1)
      return new ApiFault('UnsupportedOperation', 'This engine does not mix sound alone.');
    try {
      mixes.start({
        room,
        streamId: output?.StreamId ?? null,
        recordId: output?.RecordId ?? null,
        encode: readEncode(asked.EncodeParams),
        layout: { template: 'grid', videoUserIds: layout.MixVideoUids ?? null },
      });
      return {};
    } catch (error) {
      return faultOf(error);
    }
  };

  const stop = async (askedApp: number, room: RoomName) => {
    const mixes = mixesOf(askedApp);
    if (mixes instanceof ApiFault) return mixes;
    try {
      await mixes.stop(room);
      return {};
    } catch (error) {
      return faultOf(error);
    }
  };

  return [
    {
      version: trtcVersion,
      name: 'StartMCUMixTranscode',
      run(parameters) {
        const asked = readParameters(z.strictObject({ ...startParameters, ...intRoom }), parameters, codes);
        return Promise.resolve(
          asked instanceof ApiFault ? asked : start(asked, { kind: 'int', value: asked.RoomId }),
        );
      },
    },
    {
      version: trtcVersion,
      name: 'StartMCUMixTranscodeByStrRoomId',
      run(parameters) {
        const asked = readParameters(
          z.strictObject({ ...startParameters, ...stringRoom }),
          parameters,
          codes,
        );
        return Promise.resolve(
          asked instanceof ApiFault ? asked : start(asked, { kind: 'string', value: asked.StrRoomId }),
        );
      },
    },
    {
      version: trtcVersion,
      name: 'StopMCUMixTranscode',
      async run(parameters) {
        const asked = readParameters(z.strictObject({ ...stopParameters, ...intRoom }), parameters, codes);
        return asked instanceof ApiFault ? asked : stop(asked.SdkAppId, { kind: 'int', value: asked.RoomId });
      },
    },
    {
      version: trtcVersion,
      name: 'StopMCUMixTranscodeByStrRoomId',
      async run(parameters) {
        const asked = readParameters(z.strictObject({ ...stopParameters, ...stringRoom }), parameters, codes);
        return asked instanceof ApiFault
          ? asked
          : stop(asked.SdkAppId, { kind: 'string', value: asked.StrRoomId });
      },
    },
  ];
}
