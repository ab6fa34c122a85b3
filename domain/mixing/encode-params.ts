import { DomainError, refuseFaults, type FieldFault } from '../errors.ts';
import { checkPictureUrl } from './picture-url.ts';

/** The form of a mixed stream. Ranges: https://www.tencentcloud.com/document/product/647/37761 */
export interface EncodeParams {
  /** Hertz. */
  readonly audioSampleRate: number;
  readonly audioBitrateKbps: number;
  readonly audioChannels: 1 | 2;
  /** 0, like the four after it, for a mix of sound alone. */
  readonly width: number;
  readonly height: number;
  readonly videoBitrateKbps: number;
  readonly frameRate: number;
  /** Seconds between key frames. */
  readonly gopSeconds: number;
  /** 24-bit RGB. */
  readonly backgroundColor: number;
  /** Cut to fill the canvas and drawn over the colour; null for none. */
  readonly backgroundImageUrl: string | null;
}

/** The same as it comes in: anything may be missing or wrong. */
export interface EncodeParamsInput {
  readonly audioSampleRate?: number | undefined;
  readonly audioBitrateKbps?: number | undefined;
  readonly audioChannels?: number | undefined;
  /** 0 is AAC-LC (default), 1 HE-AAC, 2 HE-AAC v2. */
  readonly audioCodec?: number | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly videoBitrateKbps?: number | undefined;
  readonly frameRate?: number | undefined;
  readonly gopSeconds?: number | undefined;
  readonly backgroundColor?: number | undefined;
  readonly backgroundImageUrl?: string | null | undefined;
  /** The most of a height, 1080 unless given: some of the vendor's actions take a picture upright. */
  readonly maxHeight?: number | undefined;
  /** Sound alone: nothing of the picture is needed, and what is given of it is not used. */
  readonly soundOnly?: boolean | undefined;
}

const sampleRates = [48000, 44100, 32000, 24000, 16000, 8000];

export function isSoundOnly({ width }: Pick<EncodeParams, 'width'>): boolean {
  return width === 0;
}

/** Checks every field and returns the parameters, or throws one `BAD_INPUT` with all faults; see {@link requireServedForm}. */
export function readEncodeParams(input: EncodeParamsInput, path = 'encode'): EncodeParams {
  const { faults, params } = checkEncodeParams(input, path);
  refuseFaults(faults);
  requireServedForm(input, path);
  return params;
}

/** `UNSUPPORTED` for what is right but more than this engine does: HE-AAC. */
export function requireServedForm({ audioCodec }: EncodeParamsInput, path: string): void {
  if (audioCodec === undefined || audioCodec === 0) return;
  const field = `${path}.audioCodec`;
  throw new DomainError(
    'UNSUPPORTED',
    'caller',
    `${field} is ${String(audioCodec)}; this engine mixes: 0 (AAC-LC), as free builds of ffmpeg have no encoder of HE-AAC`,
    { field },
  );
}

/** The parameters with every fault; they hold only where there is none. */
export function checkEncodeParams(
  input: EncodeParamsInput,
  path: string,
): { readonly faults: readonly FieldFault[]; readonly params: EncodeParams } {
  const faults: FieldFault[] = [];
  const refuse = (field: keyof EncodeParamsInput, got: string, allowed: string): void => {
    faults.push({ field: `${path}.${field}`, got, allowed });
  };
  type NumberField = Exclude<keyof EncodeParamsInput, 'soundOnly' | 'maxHeight' | 'backgroundImageUrl'>;
  const within = (field: NumberField, low: number, high: number, missing?: number): number => {
    const value = input[field] ?? missing;
    if (value === undefined || !Number.isInteger(value) || value < low || value > high)
      refuse(field, sayValue(value), `an integer from ${String(low)} to ${String(high)}`);
    return value ?? low;
  };
  const oneOf = (field: NumberField, allowed: readonly number[], missing?: number): number => {
    const value = input[field] ?? missing;
    if (value === undefined || !allowed.includes(value)) refuse(field, sayValue(value), allowed.join(', '));
    return value ?? allowed[0]!;
  };
  const even = (field: 'width' | 'height', high: number): number => {
    const value = within(field, 2, high);
    // The vendor says nothing on odd sizes; H.264 with 4:2:0 colour has none.
    if (Number.isInteger(value) && value % 2 !== 0) refuse(field, String(value), 'an even number');
    return value;
  };

  const audioCodec = oneOf('audioCodec', [0, 1, 2], 0);
  const sound = {
    audioSampleRate: oneOf('audioSampleRate', sampleRates),
    audioBitrateKbps: within('audioBitrateKbps', 8, 500),
    audioChannels: oneOf('audioChannels', [1, 2]) === 1 ? 1 : 2,
  } as const;
  if (audioCodec === 2 && input.audioChannels === 1) refuse('audioChannels', '1', '2 with HE-AAC v2');
  if (audioCodec !== 0 && sound.audioSampleRate < 16_000)
    refuse('audioSampleRate', String(sound.audioSampleRate), '16000 or more with HE-AAC');
  if (input.soundOnly === true) return { faults, params: { ...sound, ...noPicture } };

  const params: EncodeParams = {
    ...sound,
    width: even('width', 1920),
    height: even('height', input.maxHeight ?? 1080),
    videoBitrateKbps: within('videoBitrateKbps', 1, 10_000),
    frameRate: within('frameRate', 1, 60),
    gopSeconds: within('gopSeconds', 1, 5),
    backgroundColor: within('backgroundColor', 0, 0xffffff, 0),
    backgroundImageUrl: input.backgroundImageUrl ?? null,
  };
  if (params.backgroundImageUrl !== null)
    faults.push(...checkPictureUrl(params.backgroundImageUrl, `${path}.backgroundImageUrl`));
  return { faults, params };
}

const noPicture = {
  ...{ width: 0, height: 0, videoBitrateKbps: 0, frameRate: 0, gopSeconds: 0 },
  ...{ backgroundColor: 0, backgroundImageUrl: null },
} as const;

function sayValue(value: number | undefined): string {
  return value === undefined ? 'missing' : String(value);
}
