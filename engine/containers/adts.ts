import { aacSampleRates } from './audio-track.ts';
import { BitReader } from './bit-reader.ts';
import type { AudioTrack } from './track.ts';

export const adtsHeaderBytes = 7;
const maxFrameBytes = 0x1fff;
const explicitRate = 15;

/** Headers for the frames of one AAC stream (ISO/IEC 13818-7, 6.2). Throws RangeError where ADTS cannot say the stream. */
export function adtsPrinter({ config, timescale, frameSamples }: AudioTrack): (frameBytes: number) => Buffer {
  if (frameSamples !== 1024) throw new RangeError(`ADTS has no frames of ${String(frameSamples)} samples`);
  const bits = new BitReader(config);
  const objectType = bits.bits(5);
  if (bits.bits(4) === explicitRate) bits.skip(24);
  const channels = bits.bits(4);
  const rateIndex = aacSampleRates.indexOf(timescale);
  if (rateIndex < 0)
    throw new RangeError(`ADTS has no number for a sampling rate of ${String(timescale)} Hz`);
  // The two bits of a profile hold the first four object types; HE-AAC goes by its core, AAC-LC.
  const profile = objectType >= 1 && objectType <= 4 ? objectType - 1 : 1;
  return (frameBytes) => {
    const length = frameBytes + adtsHeaderBytes;
    if (length > maxFrameBytes)
      throw new RangeError(`an AAC frame of ${frameBytes} bytes is too long for ADTS`);
    return Buffer.from([
      0xff,
      0xf1,
      (profile << 6) | (rateIndex << 2) | (channels >> 2),
      ((channels & 3) << 6) | (length >> 11),
      (length >> 3) & 0xff,
      ((length & 7) << 5) | 0x1f,
      0xfc,
    ]);
  };
}

/** Length of the whole frame that begins here; null when no frame does. */
export function readAdtsLength(header: Buffer): number | null {
  if (header.length < adtsHeaderBytes || header[0] !== 0xff || (header[1]! & 0xf6) !== 0xf0) return null;
  const length = ((header[3]! & 3) << 11) | (header[4]! << 3) | (header[5]! >> 5);
  return length < adtsHeaderBytes ? null : length;
}
