import { ProtocolError } from './protocol-error.ts';

/** One whole RTMP message (Adobe RTMP 1.0, 5.3). Its payload may be a view of the socket's buffer. */
export interface RtmpMessage {
  readonly type: number;
  /** Milliseconds, unsigned 32-bit. */
  readonly timestampMs: number;
  readonly streamId: number;
  readonly payload: Buffer;
}

export interface ChunkLimits {
  readonly maxChunkStreams: number;
  readonly maxMessageBytes: number;
}

export const defaultChunkLimits: ChunkLimits = { maxChunkStreams: 16, maxMessageBytes: 4 * 1024 * 1024 };
export const minChunkSize = 128;
export const maxChunkSize = 65_536;

interface ChunkStream {
  timestamp: number;
  delta: number;
  length: number;
  type: number;
  streamId: number;
  extended: boolean;
  /** The four bytes that stood for the time, repeated before every continuing chunk. */
  extendedTime: number;
  body: Buffer | null;
  received: number;
}

/** Message header lengths by chunk format. */
const headerBytes = [11, 7, 3, 0] as const;
const extendedMark = 0xffffff;

/**
 * Turns the bytes after the handshake into messages. Memory is bounded: one partial chunk of input, and per chunk stream
 * one message being gathered, allocated only as its bytes arrive in full chunks.
 */
export class ChunkReader {
  readonly #onMessage: (message: RtmpMessage) => void;
  readonly #limits: ChunkLimits;
  readonly #streams = new Map<number, ChunkStream>();
  #chunkSize = minChunkSize;
  #rest: Buffer | null = null;

  constructor(onMessage: (message: RtmpMessage) => void, limits: ChunkLimits = defaultChunkLimits) {
    this.#onMessage = onMessage;
    this.#limits = limits;
  }

  set chunkSize(size: number) {
    if (size < minChunkSize || size > maxChunkSize) {
      throw new ProtocolError(
        `chunk size ${String(size)}; allowed: ${String(minChunkSize)} to ${String(maxChunkSize)}`,
      );
    }
    this.#chunkSize = size;
  }

  /** Drops a message that its sender will not finish (message type 2). */
  abort(chunkStreamId: number): void {
    const stream = this.#streams.get(chunkStreamId);
    if (stream === undefined) return;
    stream.body = null;
    stream.received = 0;
  }

  push(input: Buffer): void {
    const bytes = this.#rest === null ? input : Buffer.concat([this.#rest, input]);
    this.#rest = null;
    let at = 0;
    for (;;) {
      const next = this.#readChunk(bytes, at);
      if (next === at) break;
      at = next;
    }
    if (at < bytes.length) this.#rest = at === 0 ? bytes : bytes.subarray(at);
  }

  /** Reads one whole chunk at `start` and says where it ends; `start` itself when it is not all there yet. */
  #readChunk(bytes: Buffer, start: number): number {
    let at = start;
    if (at >= bytes.length) return start;
    const first = bytes[at++]!;
    const format = first >> 6;
    let id = first & 0x3f;
    if (id === 0) {
      if (at + 1 > bytes.length) return start;
      id = 64 + bytes[at++]!;
    } else if (id === 1) {
      if (at + 2 > bytes.length) return start;
      id = 64 + bytes[at]! + bytes[at + 1]! * 256;
      at += 2;
    }
    const stream = this.#stream(id, format);
    if (at + headerBytes[format]! > bytes.length) return start;

    let { length, type, streamId, extended } = stream;
    let time = 0;
    if (format < 3) {
      if (stream.received > 0)
        throw new ProtocolError('a message begins inside another on the same chunk stream');
      time = bytes.readUIntBE(at, 3);
      extended = time === extendedMark;
      if (format < 2) {
        length = bytes.readUIntBE(at + 3, 3);
        type = bytes[at + 6]!;
        if (format === 0) streamId = bytes.readUInt32LE(at + 7);
      }
      at += headerBytes[format]!;
    }
    if (extended) {
      if (at + 4 > bytes.length) return start;
      const said = bytes.readUInt32BE(at);
      // Some publishers leave the repetition on continuing chunks out: then these are the message's own bytes.
      const repeated = format < 3 || said === stream.extendedTime || said === stream.timestamp;
      if (format < 3) time = said;
      if (repeated) at += 4;
    }
    if (length > this.#limits.maxMessageBytes) {
      throw new ProtocolError(
        `a message of ${String(length)} bytes; allowed: ${String(this.#limits.maxMessageBytes)}`,
      );
    }
    const size = Math.min(this.#chunkSize, length - stream.received);
    if (at + size > bytes.length) return start;

    if (stream.received === 0) {
      stream.length = length;
      stream.type = type;
      stream.streamId = streamId;
      stream.extended = extended;
      if (extended && format < 3) stream.extendedTime = time;
      if (format === 0) stream.timestamp = time;
      else stream.timestamp = (stream.timestamp + (format === 3 ? stream.delta : time)) >>> 0;
      // A header of format 3 right after one of format 0 would, by the letter, add that absolute time again; publishers in
      // use mean "no step", and nginx-rtmp and librtmp read it so.
      stream.delta = format === 0 ? 0 : format === 3 ? stream.delta : time;
    }
    this.#gather(stream, bytes, at, size);
    return at + size;
  }

  #stream(id: number, format: number): ChunkStream {
    const known = this.#streams.get(id);
    if (known !== undefined) return known;
    if (format > 1) throw new ProtocolError(`chunk stream ${String(id)} begins with a compressed header`);
    if (this.#streams.size >= this.#limits.maxChunkStreams) {
      throw new ProtocolError(`more than ${String(this.#limits.maxChunkStreams)} chunk streams`);
    }
    const stream = {
      timestamp: 0,
      delta: 0,
      length: 0,
      type: 0,
      streamId: 0,
      extended: false,
      extendedTime: 0,
      body: null,
      received: 0,
    };
    this.#streams.set(id, stream);
    return stream;
  }

  #gather(stream: ChunkStream, bytes: Buffer, at: number, size: number): void {
    if (stream.received === 0 && size === stream.length) {
      this.#emit(stream, bytes.subarray(at, at + size));
      return;
    }
    stream.body ??= Buffer.allocUnsafe(Math.min(stream.length, Math.max(2 * this.#chunkSize, maxChunkSize)));
    if (stream.received + size > stream.body.length) {
      // Grown as the bytes come: a header that only promises megabytes gets none.
      const grown = Buffer.allocUnsafe(Math.min(stream.length, stream.body.length * 2));
      stream.body.copy(grown, 0, 0, stream.received);
      stream.body = grown;
    }
    bytes.copy(stream.body, stream.received, at, at + size);
    stream.received += size;
    if (stream.received < stream.length) return;
    const body = stream.body.subarray(0, stream.length);
    stream.body = null;
    stream.received = 0;
    this.#emit(stream, body);
  }

  #emit(stream: ChunkStream, payload: Buffer): void {
    this.#onMessage({ type: stream.type, timestampMs: stream.timestamp, streamId: stream.streamId, payload });
  }
}
