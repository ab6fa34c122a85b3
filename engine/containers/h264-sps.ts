import { BitReader } from './bit-reader.ts';
import { withoutEmulation } from './emulation.ts';
import type { PictureSize } from './picture-size.ts';
import { checkedSize } from './picture-size.ts';

/** Profiles whose SPS carries chroma format and scaling lists (ITU-T H.264, 7.3.2.1.1). */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

function skipScalingLists(bits: BitReader, count: number): void {
  for (let list = 0; list < count; list++) {
    if (bits.bit() === 0) continue;
    const size = list < 6 ? 16 : 64;
    let last = 8;
    let next = 8;
    for (let at = 0; at < size; at++) {
      if (next !== 0) next = (last + bits.signed() + 256) % 256;
      if (next !== 0) last = next;
    }
  }
}

function skipPictureOrder(bits: BitReader): void {
  const type = bits.unsigned();
  if (type === 0) bits.unsigned();
  if (type !== 1) return;
  bits.bit();
  bits.signed();
  bits.signed();
  const cycle = bits.unsigned();
  if (cycle > 255) throw new RangeError('a picture order cycle is too long');
  for (let at = 0; at < cycle; at++) bits.signed();
}

/** The size of the picture that is shown, in pixels. Throws RangeError on an SPS that cannot be read. */
export function readSpsSize(sps: Buffer): PictureSize {
  const bits = new BitReader(withoutEmulation(sps.subarray(1)));
  const profile = bits.bits(8);
  bits.bits(16);
  bits.unsigned();
  let chromaFormat = 1;
  if (highProfiles.has(profile)) {
    chromaFormat = bits.unsigned();
    if (chromaFormat === 3) bits.bit();
    bits.unsigned();
    bits.unsigned();
    bits.bit();
    if (bits.bit() === 1) skipScalingLists(bits, chromaFormat === 3 ? 12 : 8);
  }
  bits.unsigned();
  skipPictureOrder(bits);
  bits.unsigned();
  bits.bit();
  const codedWidth = (bits.unsigned() + 1) * 16;
  const mapUnits = bits.unsigned() + 1;
  const framesOnly = bits.bit();
  const codedHeight = (2 - framesOnly) * mapUnits * 16;
  if (framesOnly === 0) bits.bit();
  bits.bit();
  if (bits.bit() === 0) return checkedSize(codedWidth, codedHeight);
  const [left, right, top, bottom] = [bits.unsigned(), bits.unsigned(), bits.unsigned(), bits.unsigned()];
  // Cropping counts in chroma samples; 4:0:0 and 4:4:4 have no smaller ones.
  const stepX = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
  const stepY = (chromaFormat === 1 ? 2 : 1) * (2 - framesOnly);
  return checkedSize(codedWidth - (left + right) * stepX, codedHeight - (top + bottom) * stepY);
}
