import { NutCursor } from './nut-cursor.ts';

/**
 * Reads NUT (https://ffmpeg.org/~michael/nut.txt), the container in which a decoder hands over raw pictures and sound with
 * their presentation times. It knows as much of NUT as a decoder with one stream per pipe writes; all sizes are bounded,
 * since a decoder works on other people's bytes and may be wrong.
 */
export interface NutFrame {
  /** Presentation time in milliseconds, with fractions. */
  readonly ptsMs: number;
  readonly data: Buffer;
}

interface FrameCode {
  readonly flags: number;
  readonly ptsDelta: number;
  readonly sizeMul: number;
  readonly sizeLsb: number;
  readonly reserved: number;
  readonly headerIndex: number;
}

const fileId = Buffer.from('nut/multimedia container\0', 'latin1');
const startCodes = {
  main: '4e4d7a561f5f04ad',
  stream: '4e5311405bf2f9db',
  syncpoint: '4e4be4adeeca4569',
} as const;
const flag = {
  codedPts: 8,
  streamId: 16,
  sizeMsb: 32,
  checksum: 64,
  reserved: 128,
  sideData: 256,
  headerIndex: 1024,
  matchTime: 2048,
  coded: 4096,
  invalid: 8192,
} as const;
const maxHeaderBytes = 64 * 1024;

export interface NutLimits {
  /** The largest frame that is believed; anything larger is an error. */
  readonly maxFrameBytes: number;
  /** Where a frame goes; by default into memory of its own. */
  readonly allocate?: (bytes: number) => Buffer;
}

/** Takes chunks of any size and calls back once a frame is whole. Throws on anything that is not NUT. */
export class NutStreamReader {
  private readonly onFrame: (frame: NutFrame) => void;
  private readonly limits: NutLimits;
  private pending: Buffer = Buffer.alloc(0);
  private fileIdSeen = false;
  private frameCodes: FrameCode[] = [];
  private timeBase = { numerator: 1, denominator: 1000 };
  private timeBases: { numerator: number; denominator: number }[] = [];
  private msbPtsShift = 0;
  private lastPts = 0;
  private body: { readonly pts: number; readonly data: Buffer; filled: number } | null = null;

  constructor(limits: NutLimits, onFrame: (frame: NutFrame) => void) {
    this.limits = limits;
    this.onFrame = onFrame;
  }

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.body === null) {
        const bytes = this.pending.length === 0 ? rest : Buffer.concat([this.pending, rest]);
        const used = this.readHeader(bytes);
        if (used === 0) {
          if (bytes.length > maxHeaderBytes) throw new Error('a NUT header is larger than 64 KB');
          this.pending = bytes;
          return;
        }
        this.pending = Buffer.alloc(0);
        rest = bytes.subarray(used);
      }
      if (this.body !== null) rest = this.fillBody(this.body, rest);
    }
  }

  private fillBody(
    body: { readonly pts: number; readonly data: Buffer; filled: number },
    bytes: Buffer,
  ): Buffer {
    const taken = Math.min(bytes.length, body.data.length - body.filled);
    bytes.copy(body.data, body.filled, 0, taken);
    body.filled += taken;
    if (body.filled === body.data.length) {
      this.body = null;
      this.onFrame({
        ptsMs: (body.pts * 1000 * this.timeBase.numerator) / this.timeBase.denominator,
        data: body.data,
      });
    }
    return bytes.subarray(taken);
  }

  /** Reads one header (of the file, a packet or a frame). Returns the bytes used, 0 when more are needed. */
  private readHeader(bytes: Buffer): number {
    if (!this.fileIdSeen) {
      if (bytes.length < fileId.length) return 0;
      if (!bytes.subarray(0, fileId.length).equals(fileId))
        throw new Error('a NUT stream begins with its file id');
      this.fileIdSeen = true;
      return fileId.length;
    }
    return bytes[0] === 0x4e ? this.readPacket(bytes) : this.readFrameHeader(bytes);
  }

  private readPacket(bytes: Buffer): number {
    const cursor = new NutCursor(bytes, 8);
    const size = cursor.unsigned();
    if (size > 4096) cursor.skip(4);
    const start = cursor.at;
    cursor.skip(size);
    if (cursor.ranOut()) return 0;
    const payload = new NutCursor(bytes.subarray(start, start + size), 0);
    switch (bytes.toString('hex', 0, 8)) {
      case startCodes.main:
        this.readMainHeader(payload);
        break;
      case startCodes.stream:
        this.readStreamHeader(payload);
        break;
      case startCodes.syncpoint:
        this.readSyncpoint(payload);
        break;
      default: // info packets and indexes say nothing that is needed here
    }
    return cursor.at;
  }

  private readMainHeader(header: NutCursor): void {
    const version = header.unsigned();
    if (version > 3) header.unsigned();
    header.unsigned(); // streams
    header.unsigned(); // the largest distance of syncpoints
    const timeBases = header.unsigned();
    this.timeBases = [];
    for (let index = 0; index < timeBases && !header.ranOut(); index += 1) {
      this.timeBases.push({ numerator: header.unsigned(), denominator: header.unsigned() });
    }
    this.frameCodes = readFrameCodes(header);
  }

  private readStreamHeader(header: NutCursor): void {
    header.unsigned(); // stream id
    header.unsigned(); // class
    header.skip(header.unsigned()); // fourcc
    const timeBase = this.timeBases[header.unsigned()];
    if (timeBase === undefined || timeBase.denominator === 0)
      throw new Error('a NUT stream names no time base');
    this.timeBase = timeBase;
    this.msbPtsShift = header.unsigned();
  }

  private readSyncpoint(packet: NutCursor): void {
    const stamp = packet.unsigned();
    const base = this.timeBases[stamp % this.timeBases.length] ?? this.timeBase;
    const ticks = Math.floor(stamp / Math.max(1, this.timeBases.length));
    const seconds = base.numerator / base.denominator / (this.timeBase.numerator / this.timeBase.denominator);
    this.lastPts = Math.floor(ticks * seconds);
  }

  private readFrameHeader(bytes: Buffer): number {
    const code = this.frameCodes[bytes[0]!];
    if (code === undefined || (code.flags & flag.invalid) !== 0)
      throw new Error('a NUT frame has no valid code');
    const cursor = new NutCursor(bytes, 1);
    let flags = code.flags;
    if (flags & flag.coded) flags ^= cursor.unsigned();
    if (flags & flag.streamId) cursor.unsigned();
    const pts = flags & flag.codedPts ? this.fullPts(cursor.unsigned()) : this.lastPts + code.ptsDelta;
    let size = code.sizeLsb + (flags & flag.sizeMsb ? code.sizeMul * cursor.unsigned() : 0);
    if (flags & flag.matchTime) cursor.unsigned();
    const headerIndex = flags & flag.headerIndex ? cursor.unsigned() : code.headerIndex;
    const reserved = flags & flag.reserved ? cursor.unsigned() : code.reserved;
    for (let index = 0; index < reserved && !cursor.ranOut(); index += 1) cursor.unsigned();
    if (flags & flag.checksum) cursor.skip(4);
    if (cursor.ranOut()) return 0;
    if (headerIndex !== 0 || flags & flag.sideData)
      throw new Error('a raw NUT frame has neither an elided header nor side data');
    if (size > this.limits.maxFrameBytes) throw new Error(`a NUT frame has ${size} bytes`);
    size = Math.max(0, size);
    this.lastPts = pts;
    const { allocate } = this.limits;
    if (size > 0) this.body = { pts, data: allocate?.(size) ?? Buffer.allocUnsafe(size), filled: 0 };
    return cursor.at;
  }

  private fullPts(coded: number): number {
    const modulus = 2 ** this.msbPtsShift;
    if (coded >= modulus) return coded - modulus;
    const lowest = this.lastPts - Math.floor((modulus - 1) / 2);
    return ((((coded - lowest) % modulus) + modulus) % modulus) + lowest;
  }
}

/** The table that gives each of the 256 frame codes its meaning, run-length coded in the main header. */
function readFrameCodes(header: NutCursor): FrameCode[] {
  const codes: FrameCode[] = [];
  let ptsDelta = 0;
  let sizeMul = 1;
  let headerIndex = 0;
  while (codes.length < 256 && !header.ranOut()) {
    const flags = header.unsigned();
    const fields = header.unsigned();
    if (fields > 0) ptsDelta = header.signed();
    if (fields > 1) sizeMul = header.unsigned();
    if (fields > 2) header.unsigned(); // stream
    const firstSize = fields > 3 ? header.unsigned() : 0;
    const reserved = fields > 4 ? header.unsigned() : 0;
    const count = fields > 5 ? header.unsigned() : sizeMul - firstSize;
    if (fields > 6) header.signed(); // match time
    if (fields > 7) headerIndex = header.unsigned();
    for (let extra = 8; extra < fields && !header.ranOut(); extra += 1) header.unsigned();
    for (let step = 0; step < count && codes.length < 256; step += 1) {
      if (codes.length === 0x4e)
        codes.push({ flags: flag.invalid, ptsDelta, sizeMul, sizeLsb: 0, reserved: 0, headerIndex: 0 });
      codes.push({ flags, ptsDelta, sizeMul, sizeLsb: firstSize + step, reserved, headerIndex });
    }
  }
  if (header.ranOut()) throw new Error('a NUT main header ends too early');
  return codes;
}
