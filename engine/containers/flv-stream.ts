/**
 * FLV as a byte stream: the file header and tags with their headers, printed for a program's standard input and read from
 * its standard output. What stands inside a tag's body is not its business.
 */
export const flvTagTypes = { audio: 8, video: 9, script: 18 } as const;

export interface FlvTag {
  readonly type: number;
  /** Milliseconds, unsigned 32-bit. */
  readonly timestampMs: number;
  readonly body: Buffer;
}

const fileHeaderBytes = 13;
const tagHeaderBytes = 11;
const trailerBytes = 4;

/** The file header with the first, empty back-pointer. Readers wait for every kind that is announced here. */
export function printFlvHeader(has: { readonly video: boolean; readonly audio: boolean }): Buffer {
  return Buffer.from([
    0x46,
    0x4c,
    0x56,
    1,
    (has.audio ? 4 : 0) | (has.video ? 1 : 0),
    0,
    0,
    0,
    9,
    0,
    0,
    0,
    0,
  ]);
}

/** What stands before and after a body of so many bytes. */
export function printFlvTagAround(
  type: number,
  timestampMs: number,
  bodyBytes: number,
): { readonly before: Buffer; readonly after: Buffer } {
  const before = Buffer.alloc(tagHeaderBytes);
  before[0] = type;
  before.writeUIntBE(bodyBytes, 1, 3);
  before.writeUIntBE(timestampMs & 0xffffff, 4, 3);
  before[7] = (timestampMs >>> 24) & 0xff;
  const after = Buffer.alloc(trailerBytes);
  after.writeUInt32BE(tagHeaderBytes + bodyBytes);
  return { before, after };
}

/** One tag as three buffers for a gathered write, so that the body is not copied. */
export function printFlvTag({ type, timestampMs, body }: FlvTag): [Buffer, Buffer, Buffer] {
  const { before, after } = printFlvTagAround(type, timestampMs, body.length);
  return [before, body, after];
}

/** Cuts a stream of bytes, in chunks of any size, into tags. A tag inside one chunk is a view of that chunk. */
export class FlvStreamReader {
  private readonly onTag: (tag: FlvTag) => void;
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private needed = fileHeaderBytes;
  private headerSeen = false;

  constructor(onTag: (tag: FlvTag) => void) {
    this.onTag = onTag;
  }

  push(chunk: Buffer): void {
    this.pending.push(chunk);
    this.pendingBytes += chunk.length;
    // Joined only when the next whole tag is there, so a large tag in small chunks is copied once.
    if (this.pendingBytes < this.needed) return;
    const bytes =
      this.pending.length === 1 ? this.pending[0]! : Buffer.concat(this.pending, this.pendingBytes);
    const rest = this.read(bytes);
    this.pending = rest === bytes.length ? [] : [bytes.subarray(rest)];
    this.pendingBytes = bytes.length - rest;
  }

  /** Reads whole tags, says where the unread rest begins and sets how many bytes the next step needs. */
  private read(bytes: Buffer): number {
    let at = 0;
    if (!this.headerSeen) {
      if (bytes.toString('latin1', 0, 3) !== 'FLV') throw new Error('an FLV stream begins with "FLV"');
      this.headerSeen = true;
      at = fileHeaderBytes;
    }
    for (;;) {
      if (at + tagHeaderBytes > bytes.length) {
        this.needed = tagHeaderBytes;
        return at;
      }
      const size = bytes.readUIntBE(at + 1, 3);
      const whole = tagHeaderBytes + size + trailerBytes;
      if (at + whole > bytes.length) {
        this.needed = whole;
        return at;
      }
      const start = at + tagHeaderBytes;
      this.onTag({
        type: bytes[at]! & 0x1f,
        timestampMs: ((bytes[at + 7]! << 24) | bytes.readUIntBE(at + 4, 3)) >>> 0,
        body: bytes.subarray(start, start + size),
      });
      at += whole;
    }
  }
}
