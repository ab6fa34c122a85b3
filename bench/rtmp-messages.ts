/** Just enough RTMP to publish, written apart from the engine's so that a bench does not share the engine's mistakes. */

/** The largest chunk the engine allows; few messages are longer. */
export const chunkBytes = 65_536;

type AmfValue = string | number | null | Readonly<Record<string, string>>;

function amf(value: AmfValue): Buffer {
  if (value === null) return Buffer.from([5]);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(9);
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }
  if (typeof value === 'string') return Buffer.concat([Buffer.from([2]), shortText(value)]);
  const entries = Object.entries(value).map(([key, entry]) => Buffer.concat([shortText(key), amf(entry)]));
  return Buffer.concat([Buffer.from([3]), ...entries, Buffer.from([0, 0, 9])]);
}

function shortText(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A message with a full header; the parts are to be written one after another. */
export function message(type: number, streamId: number, timestampMs: number, body: Buffer): Buffer[] {
  const chunkStream = type === 9 ? 6 : type === 8 ? 5 : type === 1 ? 2 : 3;
  const head = Buffer.alloc(12);
  head[0] = chunkStream;
  head.writeUIntBE(timestampMs, 1, 3);
  head.writeUIntBE(body.length, 4, 3);
  head[7] = type;
  head.writeUInt32LE(streamId, 8);
  const parts = [head, body.subarray(0, chunkBytes)];
  for (let at = chunkBytes; at < body.length; at += chunkBytes) {
    parts.push(Buffer.from([0xc0 | chunkStream]), body.subarray(at, at + chunkBytes));
  }
  return parts;
}

export function command(name: string, transaction: number, ...values: AmfValue[]): Buffer[] {
  return message(20, name === 'publish' ? 1 : 0, 0, Buffer.concat([name, transaction, ...values].map(amf)));
}

export function setChunkSize(): Buffer[] {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(chunkBytes);
  return message(1, 0, 0, size);
}
