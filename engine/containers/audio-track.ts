import { BitReader } from './bit-reader.ts';
import type { AudioTrack } from './track.ts';
import { audioTrackId } from './track.ts';

/** Indexes of samplingFrequencyIndex (ISO/IEC 14496-3, 1.6.3.4). */
export const aacSampleRates: readonly number[] = [
  96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
];
const explicitRate = 15;
const minRate = 7350;
const maxRate = 96_000;

/** Main, LC, SSR and LTP: whose frames are whole in themselves and 1024 or 960 samples long. */
const coreTypes = new Set([1, 2, 3, 4]);
const sbr = 5;
const parametricStereo = 29;
/** Announces SBR after a configuration that older decoders read as plain AAC (1.6.5.2). */
const syncExtension = 0x2b7;

/** A program configuration of many channels fits; what is longer has no place in an MP4's descriptors. */
const maxConfigBytes = 64;

function readRate(bits: BitReader): number {
  const index = bits.bits(4);
  const rate = index === explicitRate ? bits.bits(24) : aacSampleRates[index];
  if (rate === undefined || rate < minRate || rate > maxRate)
    throw new RangeError(`AAC sampling rate ${String(rate ?? `index ${String(index)}`)} is not taken`);
  return rate;
}

/** The rate of what is heard where SBR is told in the compatible way, behind the core's configuration. */
function readExtensionRate(bits: BitReader, config: Buffer): number | null {
  if (bits.position + 16 > config.length * 8 || bits.bits(11) !== syncExtension) return null;
  if (bits.bits(5) !== sbr || bits.bit() === 0) return null;
  return readRate(bits);
}

/** Reads an AudioSpecificConfig of AAC (LC, and HE by its core). Throws RangeError with a reason otherwise. */
export function readAudioTrack(config: Buffer): AudioTrack {
  if (config.length > maxConfigBytes)
    throw new RangeError(
      `the AAC configuration has ${String(config.length)} bytes; allowed: ${String(maxConfigBytes)}`,
    );
  const bits = new BitReader(config);
  const said = bits.bits(5);
  const coreRate = readRate(bits);
  const channelConfiguration = bits.bits(4);
  const extended = said === sbr || said === parametricStereo;
  const heardRate = extended ? readRate(bits) : null;
  const objectType = extended ? bits.bits(5) : said;
  if (!coreTypes.has(objectType))
    throw new RangeError(`AAC object type ${String(objectType)} is not taken; allowed: 1 to 4, 5 and 29`);
  // GASpecificConfig (4.4.1): a short frame, a core coder that nobody uses, an extension.
  const frameSamples = bits.bit() === 1 ? 960 : 1024;
  if (bits.bit() === 1) bits.skip(14);
  bits.skip(1);
  const sampleRate = heardRate ?? (channelConfiguration === 0 ? null : readExtensionRate(bits, config));
  // Channel configuration 7 means eight channels; 0 is described inside the stream and taken as stereo.
  const described = channelConfiguration === 7 ? 8 : channelConfiguration === 0 ? 2 : channelConfiguration;
  return {
    kind: 'audio',
    id: audioTrackId,
    timescale: coreRate,
    sampleRate: sampleRate ?? coreRate,
    channels: said === parametricStereo ? 2 : described,
    frameSamples,
    config: Buffer.from(config),
  };
}
