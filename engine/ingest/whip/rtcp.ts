/** What a sender's report says (RFC 3550, 6.4.1): this moment of its clock is that RTP time. */
export interface SenderReport {
  readonly ssrc: number;
  /** Milliseconds of the sender's clock, with fractions. */
  readonly ntpMs: number;
  readonly rtpTimestamp: number;
  /** The middle 32 bits of the NTP time, for `LSR`. */
  readonly compact: number;
}

export interface RtcpContents {
  readonly reports: readonly SenderReport[];
  readonly goodbyes: readonly number[];
}

/** What we saw of one stream, for a receiver's report (RFC 3550, 6.4.1). */
export interface ReceptionBlock {
  readonly ssrc: number;
  /** Of the packets expected since the last report, 0 to 255 in 256ths. */
  readonly fractionLost: number;
  readonly totalLost: number;
  /** Sequence number with its cycles above it. */
  readonly highestSequence: number;
  /** In ticks of the codec's clock. */
  readonly jitter: number;
  readonly lastReport: number;
  /** Since that report, in 65536ths of a second. */
  readonly sinceLastReport: number;
}

const types = { sender: 200, receiver: 201, goodbye: 203, transport: 205, payload: 206 } as const;

/** Reads a compound packet as far as it is whole. */
export function readRtcp(bytes: Buffer): RtcpContents {
  const reports: SenderReport[] = [];
  const goodbyes: number[] = [];
  let at = 0;
  while (at + 8 <= bytes.length) {
    const end = at + 4 + 4 * bytes.readUInt16BE(at + 2);
    if (end > bytes.length) break;
    const type = bytes[at + 1];
    if (type === types.sender && end - at >= 28) reports.push(readSenderReport(bytes, at));
    else if (type === types.goodbye)
      for (let index = 0; index < (bytes[at]! & 0x1f) && at + 8 + 4 * index <= end; index++)
        goodbyes.push(bytes.readUInt32BE(at + 4 + 4 * index));
    at = end;
  }
  return { reports, goodbyes };
}

function readSenderReport(bytes: Buffer, at: number): SenderReport {
  return {
    ssrc: bytes.readUInt32BE(at + 4),
    ntpMs: bytes.readUInt32BE(at + 8) * 1000 + bytes.readUInt32BE(at + 12) / 4_294_967.296,
    compact: bytes.readUInt32BE(at + 10),
    rtpTimestamp: bytes.readUInt32BE(at + 16),
  };
}

function packet(count: number, type: number, words: number): Buffer {
  const bytes = Buffer.alloc(4 * words);
  bytes[0] = 0x80 | count;
  bytes[1] = type;
  bytes.writeUInt16BE(words - 1, 2);
  return bytes;
}

export function printReceiverReport(own: number, blocks: readonly ReceptionBlock[]): Buffer {
  const bytes = packet(blocks.length, types.receiver, 2 + 6 * blocks.length);
  bytes.writeUInt32BE(own, 4);
  for (const [index, block] of blocks.entries()) {
    const at = 8 + 24 * index;
    bytes.writeUInt32BE(block.ssrc, at);
    bytes[at + 4] = block.fractionLost;
    bytes.writeIntBE(Math.max(-0x800000, Math.min(0x7fffff, block.totalLost)), at + 5, 3);
    bytes.writeUInt32BE(block.highestSequence >>> 0, at + 8);
    bytes.writeUInt32BE(Math.round(block.jitter) >>> 0, at + 12);
    bytes.writeUInt32BE(block.lastReport, at + 16);
    bytes.writeUInt32BE(block.sinceLastReport >>> 0, at + 20);
  }
  return bytes;
}

/** Asks for packets again (RFC 4585, 6.2.1): each word holds one number and the sixteen after it. */
export function printNack(own: number, ssrc: number, sequences: readonly number[]): Buffer {
  const words: { first: number; mask: number }[] = [];
  for (const sequence of sequences) {
    const last = words.at(-1);
    const distance = last === undefined ? 0 : (sequence - last.first) & 0xffff;
    if (last !== undefined && distance >= 1 && distance <= 16) last.mask |= 1 << (distance - 1);
    else words.push({ first: sequence, mask: 0 });
  }
  const bytes = packet(1, types.transport, 3 + words.length);
  bytes.writeUInt32BE(own, 4);
  bytes.writeUInt32BE(ssrc, 8);
  for (const [index, { first, mask }] of words.entries()) {
    bytes.writeUInt16BE(first, 12 + 4 * index);
    bytes.writeUInt16BE(mask, 14 + 4 * index);
  }
  return bytes;
}

/** Asks for a key frame (RFC 4585, 6.3.1). */
export function printPli(own: number, ssrc: number): Buffer {
  const bytes = packet(1, types.payload, 3);
  bytes.writeUInt32BE(own, 4);
  bytes.writeUInt32BE(ssrc, 8);
  return bytes;
}

const rembBytes = Buffer.from('REMB', 'latin1');

/** Allows so many bits a second over all these streams (draft-alvestrand-rmcat-remb-03, 2.2). */
export function printRemb(own: number, bitsPerSecond: number, ssrcs: readonly number[]): Buffer {
  const bytes = packet(15, types.payload, 5 + ssrcs.length);
  bytes.writeUInt32BE(own, 4);
  rembBytes.copy(bytes, 12);
  let exponent = 0;
  let mantissa = Math.floor(bitsPerSecond);
  while (mantissa > 0x3ffff) {
    mantissa = Math.floor(mantissa / 2);
    exponent += 1;
  }
  bytes[16] = ssrcs.length;
  bytes.writeUIntBE((exponent << 18) | mantissa, 17, 3);
  for (const [index, ssrc] of ssrcs.entries()) bytes.writeUInt32BE(ssrc, 20 + 4 * index);
  return bytes;
}

/** We are gone (RFC 3550, 6.6). */
export function printGoodbye(own: number): Buffer {
  const bytes = packet(1, types.goodbye, 2);
  bytes.writeUInt32BE(own, 4);
  return bytes;
}
