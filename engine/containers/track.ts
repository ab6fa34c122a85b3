import { readSpsSize } from './h264-sps.ts';

/** A track of one recording: what a decoder must know before the first sample. */
export interface VideoTrack {
  readonly kind: 'video';
  readonly id: number;
  /** Ticks a second of every time in this track. */
  readonly timescale: number;
  readonly width: number;
  readonly height: number;
  /** AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1). */
  readonly config: Buffer;
}

export interface AudioTrack {
  readonly kind: 'audio';
  readonly id: number;
  readonly timescale: number;
  readonly sampleRate: number;
  readonly channels: number;
  /** PCM samples a coded frame holds at this rate: 1024, for the core of HE-AAC too. */
  readonly frameSamples: number;
  /** AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1). */
  readonly config: Buffer;
}

export type Track = VideoTrack | AudioTrack;

export const videoTrackId = 1;
export const audioTrackId = 2;
/** Divides every usual frame rate, and milliseconds too. */
export const videoTimescale = 90_000;

/** Indexes of samplingFrequencyIndex. */
const sampleRates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];
const explicitRate = 15;

/** Reads an avcC. Throws RangeError with a reason when it is none. The bytes are copied: they outlive the packet. */
export function readVideoTrack(avcC: Buffer): VideoTrack {
  if (avcC.length < 8 || avcC[0] !== 1) throw new RangeError('the H.264 configuration is no avcC');
  if ((avcC[5]! & 0x1f) === 0) throw new RangeError('the H.264 configuration has no SPS');
  const spsLength = avcC.readUInt16BE(6);
  const sps = avcC.subarray(8, 8 + spsLength);
  if (sps.length < spsLength || sps.length < 4)
    throw new RangeError('the H.264 configuration ends inside its SPS');
  return {
    kind: 'video',
    id: videoTrackId,
    timescale: videoTimescale,
    ...readSpsSize(sps),
    config: Buffer.from(avcC),
  };
}

/** Reads an AudioSpecificConfig of AAC (LC, and HE by its core). Throws RangeError with a reason otherwise. */
export function readAudioTrack(config: Buffer): AudioTrack {
  if (config.length < 2) throw new RangeError('the AAC configuration ends too early');
  const objectType = config[0]! >> 3;
  const index = ((config[0]! & 7) << 1) | (config[1]! >> 7);
  if (objectType === 0 || objectType === 31)
    throw new RangeError(`AAC object type ${String(objectType)} is not taken`);
  let sampleRate = sampleRates[index];
  let channels = (config[1]! >> 3) & 15;
  if (index === explicitRate) {
    if (config.length < 5) throw new RangeError('the AAC configuration ends inside its sampling rate');
    sampleRate = ((config.readUInt32BE(1) >>> 7) & 0xffffff) >>> 0;
    channels = (config[4]! >> 3) & 15;
  }
  if (sampleRate === undefined || sampleRate < 7350 || sampleRate > 96_000) {
    throw new RangeError(`AAC sampling rate index ${String(index)} is not taken`);
  }
  // Channel configuration 7 means eight channels; 0 is described inside the stream and taken as stereo.
  const count = channels === 7 ? 8 : channels === 0 ? 2 : channels;
  return {
    kind: 'audio',
    id: audioTrackId,
    timescale: sampleRate,
    sampleRate,
    channels: count,
    frameSamples: 1024,
    config: Buffer.from(config),
  };
}
