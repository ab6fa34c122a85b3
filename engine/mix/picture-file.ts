/** The kinds of picture files that the vendor takes, and how ffmpeg calls their decoders. */
export type PictureKind = 'png' | 'mjpeg' | 'bmp';

export interface PictureFile {
  readonly kind: PictureKind;
  readonly width: number;
  readonly height: number;
}

const pngSign = Buffer.from('89504e470d0a1a0a', 'hex');

/** What a picture file is, by its first bytes; its name and its content type prove nothing. Null for anything else. */
export function readPictureFile(data: Buffer): PictureFile | null {
  if (data.subarray(0, 8).equals(pngSign) && data.length >= 24)
    return { kind: 'png', width: data.readUInt32BE(16), height: data.readUInt32BE(20) };
  if (data.subarray(0, 2).toString('latin1') === 'BM' && data.length >= 26)
    // A negative height only says that the rows come from the top.
    return { kind: 'bmp', width: data.readInt32LE(18), height: Math.abs(data.readInt32LE(22)) };
  return readJpeg(data);
}

/** Walks the segments to the frame header, which has the size. */
function readJpeg(data: Buffer): PictureFile | null {
  if (data.length < 4 || data.readUInt16BE(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 <= data.length && data[at] === 0xff) {
    const marker = data[at + 1]!;
    if (marker === 0xff) {
      at += 1; // fill bytes
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame)
      return { kind: 'mjpeg', width: data.readUInt16BE(at + 7), height: data.readUInt16BE(at + 5) };
    at += 2 + data.readUInt16BE(at + 2);
  }
  return null;
}
