import type { FieldFault } from '../errors.ts';
import { DomainError, refuseFaults } from '../errors.ts';
import type { EncodeParams } from './encode-params.ts';
import { maxMixedStreams } from './arrange.ts';
import { gridLayout } from './layout.ts';
import type { MixForm } from './mix-form.ts';
import { checkPictureUrl } from './picture-url.ts';
import type { MixLayoutInput, PresetRegionInput } from './read-layout.ts';
import { checkLayout } from './read-layout.ts';

/**
 * The vendor's four modes: every user by name, a place for whoever comes, sound alone, and the caller's screen
 * (https://www.tencentcloud.com/document/product/647/34618). Its SDK for the Web has the first two.
 */
export const sdkMixModes = ['manual', 'preset-layout', 'pure-audio', 'screen-sharing'] as const;

/** One who is mixed, in the words of the vendor's SDK for the Web. */
export interface SdkMixUser {
  /** A user, or one of {@link placeHolders}. */
  readonly userId: string;
  /** Another room than the caller's is not served. */
  readonly roomId?: number | string | undefined;
  /** Only the sound is mixed, and no rectangle is needed. */
  readonly pureAudio?: boolean | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly locationX?: number | undefined;
  readonly locationY?: number | undefined;
  /** 0 to 15; higher is in front. */
  readonly zOrder?: number | undefined;
  readonly streamType?: 'main' | 'auxiliary' | undefined;
}

/** What `setMixTranscodingConfig` is given. Ranges and what is taken where a field is left out are in {@link numbers}. */
export interface SdkMixConfig {
  readonly mode?: (typeof sdkMixModes)[number] | undefined;
  /** Left out or empty: the mix is what goes out as the caller's own main stream. */
  readonly streamId?: string | undefined;
  readonly videoWidth?: number | undefined;
  readonly videoHeight?: number | undefined;
  /** 0 for one that fits the size. */
  readonly videoBitrate?: number | undefined;
  readonly videoFramerate?: number | undefined;
  readonly videoGOP?: number | undefined;
  readonly audioSampleRate?: number | undefined;
  readonly audioBitrate?: number | undefined;
  readonly audioChannels?: number | undefined;
  readonly backgroundColor?: number | undefined;
  /** An address; the vendor's pictures by number are not served. */
  readonly backgroundImage?: string | undefined;
  readonly mixUsers?: readonly SdkMixUser[] | undefined;
}

/** Who asks: rooms are compared as text. */
export interface SdkMixCaller {
  readonly userId: string;
  readonly room: string;
}

export const placeHolders = {
  ownCamera: '$PLACE_HOLDER_LOCAL_MAIN$',
  ownScreen: '$PLACE_HOLDER_LOCAL_SUB$',
  others: '$PLACE_HOLDER_REMOTE$',
} as const;

type NumberField = Exclude<
  keyof SdkMixConfig,
  'mode' | 'streamId' | 'backgroundImage' | 'mixUsers' | 'audioSampleRate'
>;
/** Ranges and defaults of the vendor's SDK (https://web.sdk.qcloud.com/trtc/electron/doc/en-us/trtc_electron_sdk/TRTCTranscodingConfig.html). */
const numbers: Readonly<Record<NumberField, readonly [min: number, max: number, missing: number]>> = {
  videoWidth: [2, 1920, 640],
  videoHeight: [2, 1080, 480],
  videoBitrate: [0, 10_000, 0],
  videoFramerate: [1, 30, 15],
  videoGOP: [1, 8, 2],
  audioBitrate: [32, 192, 64],
  audioChannels: [1, 2, 1],
  backgroundColor: [0, 0xffffff, 0],
};
const sampleRates = [48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000];
/** The seed's 1560 kbps for 1280 × 720, in proportion; the vendor does not say what it takes. */
const kbpsPerPixel = 1560 / (1280 * 720);
const minVideoKbps = 50;

/** Checks all of it and throws one `BAD_INPUT` with every fault in the vendor's words, or `UNSUPPORTED`. */
export function readSdkMix(
  config: SdkMixConfig,
  caller: SdkMixCaller,
): { readonly form: MixForm; readonly streamId: string | null } {
  const mode = config.mode ?? 'manual';
  refuseUnserved(config, caller);
  const { faults, encode } = readEncode(config, mode);
  const isCanvas = !faults.some(({ field }) => /video(Width|Height)$/.test(field));
  const canvas = isCanvas ? encode : { width: 0, height: 0 };
  const users = config.mixUsers ?? [];
  const layout =
    mode === 'pure-audio'
      ? { faults: [], layout: gridLayout }
      : checkLayout(
          mode === 'screen-sharing' ? screenOf(caller, encode) : layoutOf(users, caller),
          canvas,
          'config',
        );
  const namesFit = mode === 'pure-audio' || mode === 'screen-sharing' ? [] : nameFaults(users, mode, caller);
  refuseFaults([...faults, ...namesFit, ...layout.faults.map(inVendorsWords)]);
  const streamId = config.streamId ?? '';
  return { form: { encode, layout: layout.layout }, streamId: streamId === '' ? null : streamId };
}

function refuseUnserved({ backgroundImage = '', mixUsers = [] }: SdkMixConfig, { room }: SdkMixCaller): void {
  const refuse = (field: string, instead: string): never => {
    throw new DomainError('UNSUPPORTED', 'caller', `${field} is not served; allowed: ${instead}`, { field });
  };
  if (/^\d+$/.test(backgroundImage))
    refuse('config.backgroundImage as a number of the vendor’s console', 'an address');
  for (const [index, { roomId }] of mixUsers.entries())
    if (roomId !== undefined && roomId !== '' && String(roomId) !== room)
      refuse(`config.mixUsers.${String(index)}.roomId of another room`, 'the caller’s own room');
}

function readEncode(
  config: SdkMixConfig,
  mode: (typeof sdkMixModes)[number],
): { readonly faults: readonly FieldFault[]; readonly encode: EncodeParams } {
  const faults: FieldFault[] = [];
  const read = (field: NumberField): number => {
    const [min, max, missing] = numbers[field];
    const value = config[field] ?? missing;
    if (!Number.isInteger(value) || value < min || value > max)
      faults.push({
        field: `config.${field}`,
        got: String(value),
        allowed: `an integer from ${min} to ${max}`,
      });
    return value;
  };
  const even = (field: 'videoWidth' | 'videoHeight', unknown: number): number => {
    // The SDK takes the screen's own size for 0 × 0, which is not known here.
    if (mode === 'screen-sharing' && (config[field] ?? 0) === 0) return unknown;
    const value = read(field);
    if (Number.isInteger(value) && value % 2 !== 0)
      faults.push({ field: `config.${field}`, got: String(value), allowed: 'an even number' });
    return value;
  };
  const audioSampleRate = config.audioSampleRate ?? 48_000;
  if (!sampleRates.includes(audioSampleRate))
    faults.push({
      field: 'config.audioSampleRate',
      got: String(audioSampleRate),
      allowed: sampleRates.join(', '),
    });
  const sound = {
    audioSampleRate,
    audioBitrateKbps: read('audioBitrate'),
    audioChannels: read('audioChannels') === 2 ? 2 : 1,
  } as const;
  if (mode === 'pure-audio') return { faults, encode: { ...sound, ...noPicture } };
  const [width, height] = [even('videoWidth', 1920), even('videoHeight', 1080)];
  const backgroundImageUrl = (config.backgroundImage ?? '') === '' ? null : config.backgroundImage!;
  if (backgroundImageUrl !== null)
    faults.push(...checkPictureUrl(backgroundImageUrl, 'config.backgroundImage'));
  const asked = read('videoBitrate');
  const encode: EncodeParams = {
    ...{ ...sound, width, height, backgroundImageUrl },
    videoBitrateKbps: asked === 0 ? Math.max(minVideoKbps, Math.round(width * height * kbpsPerPixel)) : asked,
    frameRate: read('videoFramerate'),
    gopSeconds: read('videoGOP'),
    backgroundColor: read('backgroundColor'),
  };
  return { faults, encode };
}

const noPicture = {
  ...{ width: 0, height: 0, videoBitrateKbps: 0, frameRate: 0, gopSeconds: 0 },
  ...{ backgroundColor: 0, backgroundImageUrl: null },
} as const;

/** Who asks is named in the list; a place of the caller's own is there once. */
function nameFaults(
  users: readonly SdkMixUser[],
  mode: 'manual' | 'preset-layout',
  caller: SdkMixCaller,
): readonly FieldFault[] {
  const faults: FieldFault[] = [];
  const holders: readonly string[] = Object.values(placeHolders);
  for (const [index, { userId, zOrder = 0 }] of users.entries()) {
    const field = `config.mixUsers.${String(index)}`;
    if (mode === 'manual' && holders.includes(userId))
      faults.push({ field: `${field}.userId`, got: userId, allowed: 'a user; places are for preset-layout' });
    if (zOrder > 15) faults.push({ field: `${field}.zOrder`, got: String(zOrder), allowed: '0 to 15' });
  }
  const isNamed = users.some(({ userId }) => userId === caller.userId);
  if (mode === 'manual' && !isNamed)
    faults.push({
      field: 'config.mixUsers',
      got: 'without the caller',
      allowed: `one of them ${caller.userId}`,
    });
  return faults;
}

function layoutOf(users: readonly SdkMixUser[], caller: SdkMixCaller): MixLayoutInput {
  const regions = users.map((user): PresetRegionInput => {
    const { width = 0, height = 0, locationX: x = 0, locationY: y = 0, zOrder = 0, pureAudio = false } = user;
    const shape = { x, y, width, height, zOrder, media: pureAudio ? 'audio' : 'both' } as const;
    switch (user.userId) {
      case placeHolders.ownCamera:
        return { ...shape, userId: caller.userId, streamType: 'main' };
      case placeHolders.ownScreen:
        return { ...shape, userId: caller.userId, streamType: 'aux' };
      case placeHolders.others:
        return { ...shape, userId: null };
      default:
        return {
          ...shape,
          userId: user.userId,
          streamType: user.streamType === 'auxiliary' ? 'aux' : 'main',
        };
    }
  });
  return { template: 'custom', regions };
}

/** The caller's camera on the whole canvas, the screen over it while it is shared, and the others' voices. */
function screenOf({ userId }: SdkMixCaller, { width, height }: EncodeParams): MixLayoutInput {
  const whole = { x: 0, y: 0, width, height, renderMode: 'fit', media: 'both' } as const;
  const voice = { x: 0, y: 0, width: 0, height: 0, userId: null, media: 'audio' } as const;
  return {
    template: 'custom',
    regions: [
      { ...whole, userId, streamType: 'main', zOrder: 0 },
      { ...whole, userId, streamType: 'aux', zOrder: 1 },
      ...Array.from({ length: maxMixedStreams - 2 }, () => voice),
    ],
  };
}

function inVendorsWords(fault: FieldFault): FieldFault {
  const field = fault.field
    .replace('config.regions', 'config.mixUsers')
    .replace(/\.x$/, '.locationX')
    .replace(/\.y$/, '.locationY');
  return { ...fault, field };
}
