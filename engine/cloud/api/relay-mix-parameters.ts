import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { describeFault, DomainError } from '../../../domain/errors.ts';
import { renderModes } from '../../../domain/mixing/layout.ts';
import { readMixForm, type MixForm } from '../../../domain/mixing/mix-form.ts';
import type { MixLayoutInput } from '../../../domain/mixing/read-layout.ts';
import type { StreamType } from '../../../domain/room/room-key.ts';
import { userIdPattern } from '../../../domain/room/room-key.ts';
import { ApiFault } from '../../../wire/api-request.ts';
import type { HeardUsers } from '../../rooms/relay-mix.ts';
import { integer, text } from './parameters.ts';

const userId = text(32).regex(userIdPattern, 'letters, digits, _ and -');
const userInfo = z.strictObject({
  UserId: userId,
  RoomId: text(64).optional(),
  RoomIdType: integer(0, 1).optional(),
});
export const userMediaStream = z.strictObject({ UserInfo: userInfo, StreamType: integer(0, 1).default(0) });
const heardUsers = z
  .array(z.strictObject({ UserInfo: userInfo, SoundLevel: integer(0, 100).default(100) }), {
    error: 'a list of users',
  })
  .max(32, 'at most 32');

/** Ranges of the vendor's data types (https://www.tencentcloud.com/document/product/647/44055). */
export const audioParameters = z.strictObject({
  AudioEncode: z
    .strictObject({
      SampleRate: integer(8000, 48_000),
      Channel: integer(1, 2),
      BitRate: integer(8, 500),
      Codec: integer(0, 2).optional(),
    })
    .optional(),
  SubscribeAudioList: heardUsers.optional(),
  UnSubscribeAudioList: heardUsers.optional(),
});

const pixels = integer(0, 1920);
const place = {
  ImageWidth: pixels.default(0),
  ImageHeight: pixels.default(0),
  LocationX: pixels.default(0),
  LocationY: pixels.default(0),
};
const region = z.strictObject({
  UserMediaStream: userMediaStream.optional(),
  ...place,
  ZOrder: integer(0, 255).default(0),
  RenderMode: integer(0, 2).default(0),
  /** Without effect at the vendor's too. */
  BackGroundColor: z.unknown().optional(),
  BackgroundImageUrl: z.unknown().optional(),
  CustomCrop: z.unknown().optional(),
  BackgroundRenderMode: z.unknown().optional(),
  TransparentUrl: z.unknown().optional(),
  BackgroundCustomRender: z.unknown().optional(),
  BackGroundColorMode: z.unknown().optional(),
  EnableStreamSEI: integer(0, 1).optional(),
});
const colour = text(16).regex(/^(0x|#)[0-9a-f]{6}$/i, '0xRRGGBB or #RRGGBB');

export const videoParameters = z.strictObject({
  VideoEncode: z
    .strictObject({
      Width: pixels,
      Height: pixels,
      Fps: integer(1, 60),
      BitRate: integer(1, 10_000),
      Gop: integer(1, 5),
      Codec: integer(0, 2).optional(),
    })
    .optional(),
  LayoutParams: z
    .strictObject({
      MixLayoutMode: integer(1, 4).default(1),
      PureAudioHoldPlaceMode: integer(0, 1).default(0),
      MixLayoutList: z.array(region, { error: 'a list of regions' }).max(16, 'at most 16').optional(),
      MaxVideoUser: z.strictObject({ UserMediaStream: userMediaStream }).optional(),
      RenderMode: integer(0, 2).optional(),
      EnableStreamSEI: integer(0, 1).optional(),
    })
    .optional(),
  BackGroundColor: colour.optional(),
  BackgroundImageUrl: text(4096).optional(),
  WaterMarkList: z
    .array(
      z.strictObject({
        WaterMarkType: integer(0, 1).default(0),
        WaterMarkImage: z
          .strictObject({
            WaterMarkUrl: text(4096),
            WaterMarkWidth: pixels,
            WaterMarkHeight: pixels,
            LocationX: pixels,
            LocationY: pixels,
            ZOrder: integer(0, 255).optional(),
            DynamicPosType: integer(0, 2).default(0),
          })
          .optional(),
        WaterMarkText: z.unknown().optional(),
      }),
      { error: 'a list of watermarks' },
    )
    .max(25, 'at most 25')
    .optional(),
  BackgroundRenderMode: integer(0, 2).optional(),
});

export interface AskedMix {
  readonly AudioParams?: z.infer<typeof audioParameters> | undefined;
  readonly VideoParams?: z.infer<typeof videoParameters> | undefined;
}
type Layout = NonNullable<NonNullable<AskedMix['VideoParams']>['LayoutParams']>;

const streamTypes: readonly StreamType[] = ['main', 'aux'];
const templates = ['float', 'screen-share', 'grid', 'custom'] as const;
/** What the vendor knows of a region and this engine does not draw. */
const undrawn = [
  ...['BackgroundImageUrl', 'CustomCrop', 'BackgroundRenderMode', 'TransparentUrl'],
  ...['BackgroundCustomRender', 'BackGroundColorMode'],
] as const;

/** What is right at the vendor's and not done here; null where there is none of it. */
function findUnserved({ AudioParams: audio, VideoParams: video }: AskedMix): string | null {
  const layout = video?.LayoutParams;
  const regions = layout?.MixLayoutList ?? [];
  const users = [...(audio?.SubscribeAudioList ?? []), ...(audio?.UnSubscribeAudioList ?? [])];
  const infos = [
    ...users.map((user) => user.UserInfo),
    ...regions.flatMap(({ UserMediaStream: stream }) => (stream === undefined ? [] : [stream.UserInfo])),
  ];
  const marks = video?.WaterMarkList ?? [];
  const undrawnField = undrawn.find((name) => regions.some((each) => name in each));
  const keepsSei = [layout, ...regions].some((each) => each?.EnableStreamSEI === 1);
  if (infos.some(({ RoomId: room }) => room !== undefined)) return 'RoomId of a user: streams of other rooms';
  if (users.some(({ SoundLevel: level }) => level !== 100)) return 'SoundLevel other than 100';
  if ((video?.VideoEncode?.Codec ?? 0) !== 0) return 'VideoEncode.Codec other than 0';
  if (keepsSei) return 'EnableStreamSEI 1';
  if (undrawnField !== undefined) return `MixLayoutList.${undrawnField}`;
  if (marks.length > 1 || marks.some((mark) => mark.WaterMarkType !== 0))
    return 'WaterMarkList but for one picture';
  if (marks.some((mark) => mark.WaterMarkImage?.DynamicPosType !== 0)) return 'DynamicPosType other than 0';
  if (video?.BackgroundImageUrl !== undefined && video.BackgroundRenderMode !== 0)
    return 'BackgroundRenderMode other than 0 (the vendor’s default is 2)';
  return null;
}

function layoutOf(layout: Layout | undefined, video: NonNullable<AskedMix['VideoParams']>): MixLayoutInput {
  const template = templates[(layout?.MixLayoutMode ?? 1) - 1]!;
  const mark = video.WaterMarkList?.[0]?.WaterMarkImage;
  const watermark = mark === undefined ? null : { url: mark.WaterMarkUrl, ...rectOf(mark, 'WaterMark') };
  if (template === 'custom')
    return {
      ...{ template, watermark },
      regions: (layout?.MixLayoutList ?? []).map((each) => ({
        ...rectOf(each, 'Image'),
        userId: each.UserMediaStream?.UserInfo.UserId ?? null,
        streamType: streamTypes[each.UserMediaStream?.StreamType ?? 0]!,
        zOrder: each.ZOrder,
        renderMode: renderModes[each.RenderMode]!,
      })),
    };
  const main = layout?.MaxVideoUser?.UserMediaStream;
  return {
    ...{ template, watermark, soundPlaces: layout?.PureAudioHoldPlaceMode === 1 ? 'hold' : 'none' },
    renderMode: layout?.RenderMode === undefined ? null : renderModes[layout.RenderMode]!,
    ...(template === 'grid' || main === undefined
      ? {}
      : { main: { userId: main.UserInfo.UserId, streamType: streamTypes[main.StreamType]! } }),
  };
}

function rectOf(fields: object, what: 'Image' | 'WaterMark') {
  const of = fields as Readonly<Record<string, number>>;
  return {
    ...{ x: of['LocationX']!, y: of['LocationY']! },
    ...{ width: of[`${what}Width`]!, height: of[`${what}Height`]! },
  };
}

/** Our words for the fields and the vendor's. */
const words: readonly (readonly [RegExp, string])[] = [
  [/^encode\.audioSampleRate/, 'AudioParams.AudioEncode.SampleRate'],
  [/^encode\.audioChannels/, 'AudioParams.AudioEncode.Channel'],
  [/^encode\.audioBitrateKbps/, 'AudioParams.AudioEncode.BitRate'],
  [/^encode\.audioCodec/, 'AudioParams.AudioEncode.Codec'],
  [/^encode\.width/, 'VideoParams.VideoEncode.Width'],
  [/^encode\.height/, 'VideoParams.VideoEncode.Height'],
  [/^encode\.videoBitrateKbps/, 'VideoParams.VideoEncode.BitRate'],
  [/^encode\.frameRate/, 'VideoParams.VideoEncode.Fps'],
  [/^encode\.gopSeconds/, 'VideoParams.VideoEncode.Gop'],
  [/^encode\.background\w*/, 'VideoParams.BackgroundImageUrl'],
  [/^layout\.watermark[.\w]*/, 'VideoParams.WaterMarkList'],
  [/^layout\.regions/, 'VideoParams.LayoutParams.MixLayoutList'],
  [/^layout/, 'VideoParams.LayoutParams'],
];

/** What is wrong with a mix that is asked for, in the vendor's words. An unknown error is thrown again. */
export function relayMixFaultOf(error: unknown): ApiFault {
  if (!(error instanceof DomainError)) throw error;
  const said = (field: string): string => {
    const found = words.find(([pattern]) => pattern.test(field));
    return found === undefined ? field : field.replace(found[0], found[1]);
  };
  const message =
    error.faults.length === 0
      ? error.message
      : error.faults.map((fault) => describeFault({ ...fault, field: said(fault.field) })).join('; ');
  return new ApiFault(
    error.code === 'UNSUPPORTED' ? 'UnsupportedOperation' : 'InvalidParameterValue',
    message,
  );
}

/** The mix that StartPublishCdnStream asks for, or why it cannot be. */
export function readRelayedMix(
  asked: AskedMix,
): { readonly form: MixForm; readonly users: HeardUsers } | ApiFault {
  const { AudioParams: audio, VideoParams: video } = asked;
  const sound = audio?.AudioEncode;
  if (sound === undefined)
    return new ApiFault('MissingParameter', 'AudioParams.AudioEncode is missing, and WithTranscoding is 1.');
  if (video !== undefined && video.VideoEncode === undefined)
    return new ApiFault('MissingParameter', 'VideoParams.VideoEncode is missing.');
  const lists = [audio?.SubscribeAudioList, audio?.UnSubscribeAudioList];
  if (lists.filter((list) => list === undefined).length === 1)
    return new ApiFault(
      'InvalidParameterValue',
      'AudioParams has one of SubscribeAudioList and UnSubscribeAudioList; allowed: both or none.',
    );
  const unserved = findUnserved(asked);
  if (unserved !== null) return new ApiFault('UnsupportedOperation', `${unserved} is not served.`);
  const picture = video?.VideoEncode;
  const [heard = [], unheard = []] = lists.map((list) => list?.map(({ UserInfo: { UserId: id } }) => id));
  try {
    const form = readMixForm(
      {
        encode: {
          ...{ audioSampleRate: sound.SampleRate, audioChannels: sound.Channel },
          ...{ audioBitrateKbps: sound.BitRate, audioCodec: sound.Codec, soundOnly: picture === undefined },
          ...{ width: picture?.Width, height: picture?.Height, maxHeight: 1920 },
          ...{ videoBitrateKbps: picture?.BitRate, frameRate: picture?.Fps, gopSeconds: picture?.Gop },
          backgroundColor: Number.parseInt(
            (video?.BackGroundColor ?? '0x000000').replace(/^(0x|#)/i, ''),
            16,
          ),
          backgroundImageUrl: video?.BackgroundImageUrl,
        },
        layout: layoutOf(video?.LayoutParams, video ?? {}),
      },
      { encode: 'encode', layout: 'layout' },
    );
    return { form, users: { heard: heard.length === 0 ? null : heard, unheard } };
  } catch (error) {
    return relayMixFaultOf(error);
  }
}

/** What a change leaves as it was: every part that it does not name. Only the sound's form cannot be changed. */
export function mergeAskedMix(former: AskedMix, change: AskedMix): AskedMix | ApiFault {
  const encode = change.AudioParams?.AudioEncode;
  if (encode !== undefined && !isDeepStrictEqual(encode, former.AudioParams?.AudioEncode))
    return new ApiFault(
      'UnsupportedOperation',
      'AudioParams.AudioEncode of a running task cannot be changed; allowed: as it was, or none.',
    );
  const given = <T extends object>(part: T | undefined): Partial<T> =>
    Object.fromEntries(Object.entries(part ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>;
  const video = { ...former.VideoParams, ...given(change.VideoParams) };
  return {
    AudioParams: { ...former.AudioParams, ...given(change.AudioParams) },
    VideoParams: Object.keys(video).length === 0 ? undefined : video,
  };
}
