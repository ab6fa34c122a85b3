/** One RTP packet (RFC 3550, 5.1) as it came out of SRTP. */
export interface RtpPacket {
  readonly payloadType: number;
  readonly marker: boolean;
  /** 16 bits. */
  readonly sequence: number;
  /** 32 bits, in ticks of the codec's clock. */
  readonly timestamp: number;
  readonly ssrc: number;
  /** A view. */
  readonly payload: Buffer;
}

const headerBytes = 12;

/** Null for what is no whole packet. */
export function readRtp(bytes: Buffer): RtpPacket | null {
  if (bytes.length < headerBytes || bytes[0]! >> 6 !== 2) return null;
  const first = bytes[0]!;
  let at = headerBytes + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) {
    if (at + 4 > bytes.length) return null;
    at += 4 + 4 * bytes.readUInt16BE(at + 2);
  }
  const padding = (first & 0x20) === 0 ? 0 : bytes[bytes.length - 1]!;
  const end = bytes.length - padding;
  if (at > end) return null;
  return {
    payloadType: bytes[1]! & 0x7f,
    marker: (bytes[1]! & 0x80) !== 0,
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    ssrc: bytes.readUInt32BE(8),
    payload: bytes.subarray(at, end),
  };
}

/** The packet that a retransmission repeats (RFC 4588, 4); null for one without a content, which probes the network. */
export function unwrapRtx(
  { marker, timestamp, payload }: RtpPacket,
  original: { readonly payloadType: number; readonly ssrc: number },
): RtpPacket | null {
  if (payload.length <= 2) return null;
  return { ...original, marker, timestamp, sequence: payload.readUInt16BE(0), payload: payload.subarray(2) };
}

/** Sound that a packet repeats of one before it. */
export interface RedundantBlock {
  readonly timestamp: number;
  readonly payload: Buffer;
}

/** Reads redundant sound (RFC 2198, 3): the packet's own, and what it repeats, oldest first. Null when it is cut off. */
export function readRed({ timestamp, payload }: RtpPacket): {
  readonly primary: Buffer;
  readonly repeated: readonly RedundantBlock[];
} | null {
  const heads: { readonly timestamp: number; readonly bytes: number }[] = [];
  let at = 0;
  for (;;) {
    const first = payload[at];
    if (first === undefined) return null;
    if ((first & 0x80) === 0) break;
    if (at + 4 > payload.length) return null;
    const rest = payload.readUIntBE(at + 1, 3);
    heads.push({ timestamp: (timestamp - (rest >>> 10)) >>> 0, bytes: rest & 0x3ff });
    at += 4;
  }
  at += 1;
  const repeated: RedundantBlock[] = [];
  for (const head of heads) {
    if (at + head.bytes > payload.length) return null;
    if (head.bytes > 0)
      repeated.push({ timestamp: head.timestamp, payload: payload.subarray(at, at + head.bytes) });
    at += head.bytes;
  }
  return { primary: payload.subarray(at), repeated };
}
