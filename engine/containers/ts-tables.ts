/** The tables that open a program of an MPEG transport stream (ISO/IEC 13818-1, 2.4.4): each fits one packet. */
const programNumber = 1;
const streamNumber = 1;

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc >>> 0;
});

/** CRC-32 as annex A of ISO/IEC 13818-1 counts it: from the left, not inverted at the end. */
function checksum(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc << 8) ^ crcTable[((crc >>> 24) ^ byte) & 0xff]!;
  return crc >>> 0;
}

function section(tableId: number, number: number, body: Buffer): Buffer {
  const bytes = Buffer.alloc(8 + body.length + 4);
  bytes[0] = tableId;
  bytes.writeUInt16BE(0xb000 | (bytes.length - 3), 1);
  bytes.writeUInt16BE(number, 3);
  // Version 0, current; section 0 of 0.
  bytes[5] = 0xc1;
  body.copy(bytes, 8);
  bytes.writeUInt32BE(checksum(bytes.subarray(0, -4)), bytes.length - 4);
  return bytes;
}

/** The program association table: one program, and where its map is. */
export function printProgramAssociation(mapPid: number): Buffer {
  const body = Buffer.alloc(4);
  body.writeUInt16BE(programNumber, 0);
  body.writeUInt16BE(0xe000 | mapPid, 2);
  return section(0, streamNumber, body);
}

export interface ProgramStream {
  /** stream_type (table 2-34): 0x1b H.264, 0x24 HEVC, 0x0f AAC in ADTS. */
  readonly type: number;
  readonly pid: number;
}

/** The program map table: what streams there are, and whose PID tells the clock. */
export function printProgramMap(clockPid: number, streams: readonly ProgramStream[]): Buffer {
  const body = Buffer.alloc(4 + streams.length * 5);
  body.writeUInt16BE(0xe000 | clockPid, 0);
  body.writeUInt16BE(0xf000, 2);
  for (const [index, { type, pid }] of streams.entries()) {
    const at = 4 + index * 5;
    body[at] = type;
    body.writeUInt16BE(0xe000 | pid, at + 1);
    body.writeUInt16BE(0xf000, at + 3);
  }
  return section(2, programNumber, body);
}
