import { z } from 'zod';
import { DomainError } from '../../../domain/errors.ts';
import { layoutOrders, renderModes, soundPlaces, templates } from '../../../domain/mixing/layout.ts';
import { readMixForm, type MixForm } from '../../../domain/mixing/mix-form.ts';
import type { MixLayoutInput, PresetRegionInput } from '../../../domain/mixing/read-layout.ts';
import type { StreamType } from '../../../domain/room/room-key.ts';
import { integer } from './parameters.ts';

/** Numbers are checked by the domain, which lists every fault at once. */
const number = integer(-0x80000000, 0xffffffff);
const userId = z.string({ error: 'text' });
const url = z.string({ error: 'text' }).max(4096, 'an address');

export const encodeParameters = z.strictObject({
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
  BackgroundImageId: number.optional(),
  BackgroundImageUrl: url.optional(),
});

const place = {
  ImageWidth: number.default(0),
  ImageHeight: number.default(0),
  LocationX: number.default(0),
  LocationY: number.default(0),
};
const layoutFields = {
  MainVideoUserId: userId.optional(),
  MainVideoStreamType: integer(0, 1).default(0),
  SmallVideoLayoutParams: z.strictObject({ UserId: userId, StreamType: integer(0, 1), ...place }).optional(),
  MainVideoRightAlign: integer(0, 1).default(0),
  MixVideoUids: z.array(userId, { error: 'a list of text' }).optional(),
  PresetLayoutConfig: z
    .array(
      z.strictObject({
        UserId: userId.optional(),
        StreamType: integer(0, 1).default(0),
        ...place,
        ZOrder: number.default(0),
        RenderMode: integer(0, 2).default(0),
        MixInputType: integer(0, 2).default(0),
        PlaceImageId: number.optional(),
      }),
      { error: 'a list of regions' },
    )
    .optional(),
  PlaceHolderMode: integer(0, 1).default(0),
  PureAudioHoldPlaceMode: integer(0, 2).default(0),
  WaterMarkParams: z
    .strictObject({
      WaterMarkId: number.optional(),
      WaterMarkWidth: number,
      WaterMarkHeight: number,
      LocationX: number,
      LocationY: number,
      WaterMarkUrl: url.optional(),
    })
    .optional(),
  RenderMode: integer(0, 2).optional(),
};
export const layoutParameters = z.strictObject({ Template: integer(0, 4).default(0), ...layoutFields });
/** What only an engine of ours knows: template 5 follows a shared screen, order 1 brings who speaks to the front. */
export const ownLayoutParameters = z.strictObject({
  Template: integer(0, 5).default(0),
  Order: integer(0, 1).default(0),
  ...layoutFields,
});

type EncodeFields = z.infer<typeof encodeParameters>;
type LayoutFields = z.infer<typeof layoutParameters> & { readonly Order?: number };

const streamTypes: readonly StreamType[] = ['main', 'aux'];
const medias = ['both', 'video', 'audio'] as const;

function rectOf(fields: {
  readonly ImageWidth: number;
  readonly ImageHeight: number;
  readonly LocationX: number;
  readonly LocationY: number;
}) {
  return {
    ...{ x: fields.LocationX, y: fields.LocationY, width: fields.ImageWidth, height: fields.ImageHeight },
  };
}

/** Only what the template knows: the vendor passes over the rest, and so do we. */
function layoutOf(fields: LayoutFields): MixLayoutInput {
  const template = templates[fields.Template]!;
  const mark = fields.WaterMarkParams;
  const watermark =
    mark === undefined
      ? null
      : {
          ...{ url: mark.WaterMarkUrl ?? '', x: mark.LocationX, y: mark.LocationY },
          ...{ width: mark.WaterMarkWidth, height: mark.WaterMarkHeight },
        };
  const order = layoutOrders[fields.Order ?? 0]!;
  if (template === 'custom')
    return {
      ...{ template, watermark, order, placeHolders: fields.PlaceHolderMode === 1 },
      regions: (fields.PresetLayoutConfig ?? []).map((region): PresetRegionInput => ({
        ...rectOf(region),
        userId: region.UserId ?? null,
        streamType: streamTypes[region.StreamType]!,
        zOrder: region.ZOrder,
        renderMode: renderModes[region.RenderMode]!,
        media: medias[region.MixInputType]!,
      })),
    };
  const renderMode = fields.RenderMode === undefined ? null : renderModes[fields.RenderMode]!;
  const main =
    fields.MainVideoUserId === undefined
      ? null
      : { userId: fields.MainVideoUserId, streamType: streamTypes[fields.MainVideoStreamType]! };
  const small = fields.SmallVideoLayoutParams;
  if (template === 'picture-in-picture')
    return {
      ...{ template, watermark, renderMode, main },
      small: small && {
        userId: small.UserId,
        streamType: streamTypes[small.StreamType]!,
        ...rectOf(small),
      },
    };
  return {
    ...{ template, watermark, renderMode, order, videoUserIds: fields.MixVideoUids ?? null },
    soundPlaces: soundPlaces[fields.PureAudioHoldPlaceMode]!,
    ...(template === 'grid' || template === 'auto' ? {} : { main }),
    ...(template === 'screen-share' ? { mainOnRight: fields.MainVideoRightAlign === 1 } : {}),
  };
}

/** Pictures by number are kept in the vendor's console, which this engine does not have; an address wins over a number. */
function requireAddresses(encode: EncodeFields, { WaterMarkParams: mark }: LayoutFields): void {
  const refuse = (field: string, instead: string): void => {
    throw new DomainError('UNSUPPORTED', 'caller', `${field} is not served; allowed: ${instead}`, { field });
  };
  if (encode.BackgroundImageId !== undefined && encode.BackgroundImageUrl === undefined)
    refuse('EncodeParams.BackgroundImageId', 'BackgroundImageUrl');
  if (mark !== undefined && mark.WaterMarkUrl === undefined)
    refuse('LayoutParams.WaterMarkParams.WaterMarkId', 'WaterMarkUrl');
}

/** Throws BAD_INPUT with every fault, or UNSUPPORTED for what is right but not served. */
export function readForm(encode: EncodeFields, layout: LayoutFields, soundOnly: boolean): MixForm {
  requireAddresses(encode, layout);
  return readMixForm(
    {
      encode: {
        audioSampleRate: encode.AudioSampleRate,
        audioBitrateKbps: encode.AudioBitrate,
        audioChannels: encode.AudioChannels,
        audioCodec: encode.AudioCodec,
        width: encode.VideoWidth,
        height: encode.VideoHeight,
        videoBitrateKbps: encode.VideoBitrate,
        frameRate: encode.VideoFramerate,
        gopSeconds: encode.VideoGop,
        backgroundColor: encode.BackgroundColor,
        backgroundImageUrl: encode.BackgroundImageUrl,
        soundOnly,
      },
      layout: layoutOf(layout),
    },
    { encode: 'EncodeParams', layout: 'LayoutParams' },
  );
}
