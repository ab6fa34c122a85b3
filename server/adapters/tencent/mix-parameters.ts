import { isSoundOnly, type EncodeParams } from '../../../domain/mixing/encode-params.ts';
import { layoutOrders, renderModes, soundPlaces, templates } from '../../../domain/mixing/layout.ts';
import type { MixLayout, PictureOf } from '../../../domain/mixing/layout.ts';
import type { Rect } from '../../../domain/mixing/rect.ts';
import type { StartMix } from '../../ports/provider.ts';

const medias = ['both', 'video', 'audio'] as const;

/** Says whether only an engine of ours can lay out so: the vendor has no rules and no order of speaking. */
export function isOwnLayout({ template, order }: MixLayout): boolean {
  return template === 'auto' || order === 'speaking';
}

/** The parameters of StartMCUMixTranscode (https://www.tencentcloud.com/document/product/647/37761), but for the room. */
export function printMixParameters({ sdkAppId, streamId, recordId, form }: StartMix) {
  return {
    SdkAppId: sdkAppId,
    OutputParams: {
      ...{ StreamId: streamId, RecordId: recordId },
      ...(isSoundOnly(form.encode) ? { PureAudioStream: 1 } : {}),
    },
    EncodeParams: printEncode(form.encode),
    LayoutParams: printLayout(form.layout),
  };
}

function printEncode(encode: EncodeParams) {
  const sound = {
    AudioSampleRate: encode.audioSampleRate,
    AudioBitrate: encode.audioBitrateKbps,
    AudioChannels: encode.audioChannels,
  };
  if (isSoundOnly(encode)) return sound;
  return {
    ...sound,
    VideoWidth: encode.width,
    VideoHeight: encode.height,
    VideoBitrate: encode.videoBitrateKbps,
    VideoFramerate: encode.frameRate,
    VideoGop: encode.gopSeconds,
    BackgroundColor: encode.backgroundColor,
    ...(encode.backgroundImageUrl === null ? {} : { BackgroundImageUrl: encode.backgroundImageUrl }),
  };
}

function printLayout(layout: MixLayout) {
  const { template, order, watermark, renderMode, videoUserIds } = layout;
  return {
    Template: templates.indexOf(template),
    ...(order === 'entry' ? {} : { Order: layoutOrders.indexOf(order) }),
    ...(renderMode === null ? {} : { RenderMode: renderModes.indexOf(renderMode) }),
    ...(videoUserIds === null ? {} : { MixVideoUids: [...videoUserIds] }),
    ...(layout.soundPlaces === 'default'
      ? {}
      : { PureAudioHoldPlaceMode: soundPlaces.indexOf(layout.soundPlaces) }),
    ...(watermark === null
      ? {}
      : {
          WaterMarkParams: {
            // The address wins over the number, which the vendor wants all the same.
            ...{ WaterMarkId: 0, WaterMarkUrl: watermark.url },
            ...{ WaterMarkWidth: watermark.rect.width, WaterMarkHeight: watermark.rect.height },
            ...{ LocationX: watermark.rect.x, LocationY: watermark.rect.y },
          },
        }),
    ...printTemplate(layout),
  };
}

function printTemplate(layout: MixLayout) {
  switch (layout.template) {
    case 'grid':
    case 'auto':
      return {};
    case 'float':
      return printMain(layout.main);
    case 'screen-share':
      return { ...printMain(layout.main), MainVideoRightAlign: layout.mainOnRight ? 1 : 0 };
    case 'picture-in-picture':
      return {
        ...printMain(layout.main),
        SmallVideoLayoutParams: {
          ...{ UserId: layout.small.userId, StreamType: numberOf(layout.small) },
          ...printRect(layout.small.rect),
        },
      };
    case 'custom':
      return {
        PlaceHolderMode: layout.placeHolders ? 1 : 0,
        PresetLayoutConfig: layout.regions.map(({ userId, streamType, rect, zOrder, renderMode, media }) => ({
          ...(userId === null ? {} : { UserId: userId, StreamType: numberOf({ streamType }) }),
          ...{ ...printRect(rect), ZOrder: zOrder, RenderMode: renderModes.indexOf(renderMode) },
          MixInputType: medias.indexOf(media),
        })),
      };
  }
}

function printMain(main: PictureOf | null) {
  return main === null ? {} : { MainVideoUserId: main.userId, MainVideoStreamType: numberOf(main) };
}

function printRect({ x, y, width, height }: Rect) {
  return { ImageWidth: width, ImageHeight: height, LocationX: x, LocationY: y };
}

function numberOf({ streamType }: Pick<PictureOf, 'streamType'>): 0 | 1 {
  return streamType === 'main' ? 0 : 1;
}
