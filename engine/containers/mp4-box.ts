/** Boxes of the ISO base media file format (ISO/IEC 14496-12). Sizes and fields are big-endian. */

/** A run of 32-bit fields; each is taken modulo 2^32. */
export function uint32s(values: ArrayLike<number>): Buffer {
  const bytes = Buffer.allocUnsafe(values.length * 4);
  for (let index = 0; index < values.length; index++) bytes.writeUInt32BE(values[index]! >>> 0, index * 4);
  return bytes;
}

export function uint16s(...values: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value & 0xffff, index * 2);
  return bytes;
}

export function uint64(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

/** What stands before a box's contents; `size` counts it too. */
export function boxHeader(type: string, size: number): Buffer {
  const head = Buffer.allocUnsafe(8);
  head.writeUInt32BE(size);
  head.write(type, 4, 'latin1');
  return head;
}

export function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const size = parts.reduce((sum, part) => sum + part.length, 8);
  return Buffer.concat([boxHeader(type, size), ...parts], size);
}

/** A box with version and flags. */
export function fullBox(type: string, version: number, flags: number, ...parts: readonly Buffer[]): Buffer {
  return box(type, uint32s([(version << 24) | flags]), ...parts);
}

export const boxHeaderBytes = 8;
/** A header whose size does not fit 32 bits, or might not. */
export const largeBoxHeaderBytes = 16;

export function largeBoxHeader(type: string, size: number): Buffer {
  const head = Buffer.allocUnsafe(largeBoxHeaderBytes);
  head.writeUInt32BE(1);
  head.write(type, 4, 'latin1');
  head.writeBigUInt64BE(BigInt(size), 8);
  return head;
}

export const fileType = box(
  'ftyp',
  Buffer.from('isom', 'latin1'),
  uint32s([0x200]),
  Buffer.from('isomiso6avc1mp41iso5dash', 'latin1'),
);
