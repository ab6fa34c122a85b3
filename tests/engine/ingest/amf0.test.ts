import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Amf0Value } from '../../../engine/ingest/rtmp/amf0.ts';
import { parseAmf0, printAmf0 } from '../../../engine/ingest/rtmp/amf0.ts';
import { ProtocolError } from '../../../engine/ingest/rtmp/protocol-error.ts';

describe('AMF0', () => {
  it('is printed and read back', () => {
    const values: Amf0Value[] = [
      'connect',
      1,
      { app: 'push', nested: { ok: true, list: [1, 'a', null] } },
      null,
      undefined,
      '',
    ];
    expect(parseAmf0(printAmf0(...values))).toEqual(values);
  });

  it.each([
    ['nothing inside a string', Buffer.from([2, 0, 5, 65])],
    ['an object without an end', Buffer.from([3, 0, 1, 65, 5])],
    ['an array that promises four billion items', Buffer.from([10, 255, 255, 255, 255])],
    ['an unknown type', Buffer.from([99])],
    ['nesting without end', Buffer.alloc(4000, Buffer.from([3, 0, 1, 65]))],
  ])('refuses %s', (_, bytes) => {
    expect(() => parseAmf0(bytes)).toThrow(ProtocolError);
  });

  it('throws nothing but its own error, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        try {
          parseAmf0(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
