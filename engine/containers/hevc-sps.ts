import { BitReader } from './bit-reader.ts';
import { withoutEmulation } from './emulation.ts';
import type { PictureSize } from './picture-size.ts';
import { checkedSize } from './picture-size.ts';

const nalHeaderBytes = 2;
const profileBits = 88;
const levelBits = 8;

/** profile_tier_level (ITU-T H.265, 7.3.3): nothing in it tells of the size. */
function skipProfile(bits: BitReader, subLayers: number): void {
  bits.skip(profileBits + levelBits);
  const present = Array.from({ length: subLayers }, () => ({
    profile: bits.bit() === 1,
    level: bits.bit() === 1,
  }));
  if (subLayers > 0) bits.skip((8 - subLayers) * 2);
  for (const { profile, level } of present) bits.skip((profile ? profileBits : 0) + (level ? levelBits : 0));
}

/** The size of the picture that is shown, its conformance window (ITU-T H.265, 7.3.2.2). Throws RangeError. */
export function readHevcSpsSize(sps: Buffer): PictureSize {
  const bits = new BitReader(withoutEmulation(sps.subarray(nalHeaderBytes)));
  bits.skip(4);
  const subLayers = bits.bits(3);
  bits.skip(1);
  skipProfile(bits, subLayers);
  bits.unsigned();
  const chromaFormat = bits.unsigned();
  if (chromaFormat === 3) bits.skip(1);
  const codedWidth = bits.unsigned();
  const codedHeight = bits.unsigned();
  if (bits.bit() === 0) return checkedSize(codedWidth, codedHeight);
  const [left, right, top, bottom] = [bits.unsigned(), bits.unsigned(), bits.unsigned(), bits.unsigned()];
  // The window counts in chroma samples; 4:0:0 and 4:4:4 have no smaller ones.
  const stepX = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
  const stepY = chromaFormat === 1 ? 2 : 1;
  return checkedSize(codedWidth - (left + right) * stepX, codedHeight - (top + bottom) * stepY);
}
