import { DomainError, refuseFaults, type FieldFault } from '../errors.ts';

/** The form of a mixed stream. Ranges: https://www.tencentcloud.com/document/product/647/37761 */
export interface EncodeParams {
  /** Hertz. */
  readonly audioSampleRate: number;
  readonly audioBitrateKbps: number;
  readonly audioChannels: 1 | 2;
  readonly width: number;
  readonly height: number;
  readonly videoBitrateKbps: number;
  readonly frameRate: number;
  /** Seconds between key frames. */
  readonly gopSeconds: number;
  /** 24-bit RGB. */
  readonly backgroundColor: number;
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
}

const sampleRates = [48000, 44100, 32000, 24000, 16000, 8000];

/**
 * Checks every field and returns the parameters, or throws one `BAD_INPUT` with all faults. Then, since they are right but
 * more than this engine does, `UNSUPPORTED` for HE-AAC and for a mix of sound alone (width or height 0).
 */
export function readEncodeParams(input: EncodeParamsInput, path = 'encode'): EncodeParams {
  const faults: FieldFault[] = [];
  const within = (field: keyof EncodeParamsInput, low: number, high: number, missing?: number): number => {
    const value = input[field] ?? missing;
    if (value === undefined || !Number.isInteger(value) || value < low || value > high) {
      faults.push({
        field: `${path}.${field}`,
        got: sayValue(value),
        allowed: `an integer from ${low} to ${high}`,
      });
    }
    return value ?? low;
  };
  const oneOf = (field: keyof EncodeParamsInput, allowed: readonly number[], missing?: number): number => {
    const value = input[field] ?? missing;
    if (value === undefined || !allowed.includes(value)) {
      faults.push({ field: `${path}.${field}`, got: sayValue(value), allowed: allowed.join(', ') });
    }
    return value ?? allowed[0]!;
  };
  const even = (field: 'width' | 'height', high: number): number => {
    const value = within(field, 0, high);
    // The vendor says nothing on odd sizes; H.264 with 4:2:0 colour has none.
    if (Number.isInteger(value) && value % 2 !== 0) {
      faults.push({ field: `${path}.${field}`, got: String(value), allowed: 'an even number' });
    }
    return value;
  };

  const audioCodec = oneOf('audioCodec', [0, 1, 2], 0);
  const params: EncodeParams = {
    audioSampleRate: oneOf('audioSampleRate', sampleRates),
    audioBitrateKbps: within('audioBitrateKbps', 8, 500),
    audioChannels: oneOf('audioChannels', [1, 2]) === 1 ? 1 : 2,
    width: even('width', 1920),
    height: even('height', 1080),
    videoBitrateKbps: within('videoBitrateKbps', 1, 10_000),
    frameRate: within('frameRate', 1, 60),
    gopSeconds: within('gopSeconds', 1, 5),
    backgroundColor: within('backgroundColor', 0, 0xffffff, 0),
  };
  if (audioCodec === 2 && input.audioChannels === 1) {
    faults.push({ field: `${path}.audioChannels`, got: '1', allowed: '2 with HE-AAC v2' });
  }
  if (audioCodec !== 0 && params.audioSampleRate < 16_000) {
    faults.push({
      field: `${path}.audioSampleRate`,
      got: String(params.audioSampleRate),
      allowed: '16000 or more with HE-AAC',
    });
  }
  refuseFaults(faults);

  if (audioCodec !== 0) throw unsupported(`${path}.audioCodec`, audioCodec, '0 (AAC-LC)');
  if (params.width === 0) throw unsupported(`${path}.width`, 0, 'a picture; sound alone is not mixed');
  if (params.height === 0) throw unsupported(`${path}.height`, 0, 'a picture; sound alone is not mixed');
  return params;
}

function sayValue(value: number | undefined): string {
  return value === undefined ? 'missing' : String(value);
}

function unsupported(field: string, got: number, allowed: string): DomainError {
  return new DomainError('UNSUPPORTED', 'caller', `${field} is ${got}; this engine mixes: ${allowed}`, {
    field,
  });
}
