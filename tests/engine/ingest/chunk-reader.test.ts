import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RtmpMessage } from '../../../engine/ingest/rtmp/chunk-reader.ts';
import { ChunkReader } from '../../../engine/ingest/rtmp/chunk-reader.ts';
import { printMessage } from '../../../engine/ingest/rtmp/chunk-writer.ts';
import { ProtocolError } from '../../../engine/ingest/rtmp/protocol-error.ts';

function read(inputs: readonly Buffer[], prepare?: (reader: ChunkReader) => void): RtmpMessage[] {
  const messages: RtmpMessage[] = [];
  const reader = new ChunkReader((message) =>
    messages.push({ ...message, payload: Buffer.from(message.payload) }),
  );
  prepare?.(reader);
  for (const input of inputs) reader.push(input);
  return messages;
}

/** A header of any format, its time possibly extended. */
function header(
  format: number,
  id: number,
  fields: { time?: number; length?: number; type?: number } = {},
): Buffer {
  const { time = 0, length = 0, type = 9 } = fields;
  const extended = time >= 0xffffff;
  const head = Buffer.alloc([12, 8, 4, 1][format]!);
  head[0] = (format << 6) | id;
  if (format < 3) head.writeUIntBE(extended ? 0xffffff : time, 1, 3);
  if (format < 2) {
    head.writeUIntBE(length, 4, 3);
    head[7] = type;
  }
  const tail = Buffer.alloc(extended ? 4 : 0);
  if (extended) tail.writeUInt32BE(time);
  return Buffer.concat([head, tail]);
}

describe('the chunk reader', () => {
  it('gives the same messages however the bytes are cut', () => {
    const sent = [10, 128, 129, 5000].map((size, index) => ({ size, type: 8 + (index % 2) }));
    const bytes = Buffer.concat(
      sent.map(({ size, type }, index) =>
        printMessage(
          { chunkStreamId: 4 + index, type, streamId: 1, payload: Buffer.alloc(size, index + 1) },
          128,
        ),
      ),
    );
    const whole = read([bytes]);
    expect(whole.map(({ type, payload }) => ({ size: payload.length, type }))).toEqual(sent);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 60 }), (sizes) => {
        const parts: Buffer[] = [];
        let at = 0;
        for (const size of sizes) {
          parts.push(bytes.subarray(at, at + size));
          at += size;
        }
        parts.push(bytes.subarray(at));
        expect(read(parts)).toEqual(whole);
      }),
    );
  });

  it('adds deltas, wraps at 32 bits and reads extended times on continued chunks too', () => {
    const body = Buffer.alloc(200, 7);
    const start = 0xfffffff0;
    const bytes = Buffer.concat([
      header(0, 4, { time: start, length: 200 }),
      body.subarray(0, 128),
      // A continuing chunk of an extended message repeats the extended time.
      header(3, 4),
      Buffer.from([0xff, 0xff, 0xff, 0xf0]),
      body.subarray(128),
      header(1, 4, { time: 0x20, length: 1 }),
      Buffer.from([1]),
      header(2, 4, { time: 0x10 }),
      Buffer.from([2]),
      header(3, 4),
      Buffer.from([3]),
    ]);
    const messages = read([bytes]);
    expect(messages.map(({ timestampMs }) => timestampMs)).toEqual([start, 0x10, 0x20, 0x30]);
    expect(messages[0]!.payload.equals(body)).toBe(true);
  });

  it('reads a publisher that does not repeat extended times on continued chunks', () => {
    const body = Buffer.alloc(300, 7);
    const bytes = Buffer.concat([
      header(0, 4, { time: 0x1234567, length: 300 }),
      body.subarray(0, 128),
      header(3, 4),
      body.subarray(128, 256),
      header(3, 4),
      body.subarray(256),
      header(1, 4, { time: 0x20, length: 1 }),
      Buffer.from([1]),
    ]);
    const messages = read([bytes]);
    expect(messages.map(({ timestampMs }) => timestampMs)).toEqual([0x1234567, 0x1234587]);
    expect(messages[0]!.payload.equals(body)).toBe(true);
  });

  it('reads interleaved messages of two chunk streams', () => {
    const [first, second] = [Buffer.alloc(200, 1), Buffer.alloc(150, 2)];
    const messages = read([
      Buffer.concat([
        header(0, 4, { length: 200 }),
        first.subarray(0, 128),
        header(0, 5, { length: 150, type: 8 }),
        second.subarray(0, 128),
        header(3, 4),
        first.subarray(128),
        header(3, 5),
        second.subarray(128),
      ]),
    ]);
    expect(messages.map(({ payload }) => payload)).toEqual([first, second]);
  });

  it.each([
    ['a message above the limit', [header(0, 4, { length: 4 * 1024 * 1024 + 1 })]],
    ['a compressed header on a new chunk stream', [header(2, 4, { time: 1 })]],
    [
      'a message begun inside another',
      [header(0, 4, { length: 200 }), Buffer.alloc(128), header(0, 4, { length: 5 })],
    ],
    ['a seventeenth chunk stream', Array.from({ length: 17 }, (_, id) => header(0, 3 + id, { length: 0 }))],
  ])('refuses %s', (_, inputs) => {
    expect(() => read(inputs)).toThrow(ProtocolError);
  });

  it.each([127, 65_537, 0])('refuses a chunk size of %i', (size) => {
    expect(() => read([], (reader) => (reader.chunkSize = size))).toThrow(ProtocolError);
  });

  it('throws nothing but its own error, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (inputs) => {
        try {
          read(inputs.map((input) => Buffer.from(input)));
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
