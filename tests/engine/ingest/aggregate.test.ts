import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openAggregate } from '../../../engine/ingest/rtmp/aggregate.ts';
import { ProtocolError } from '../../../engine/ingest/rtmp/protocol-error.ts';
import { printFlvTag } from '../../../engine/containers/flv-stream.ts';

const message = (payload: Buffer, timestampMs = 0) => ({ type: 22, streamId: 1, timestampMs, payload });

describe('an aggregate message', () => {
  it('is opened into its messages, whose times follow its own', () => {
    const tags = [
      { type: 9, timestampMs: 0xfffffff0, body: Buffer.from([0x17, 1, 0, 0, 0, 1]) },
      { type: 8, timestampMs: 0x00000010, body: Buffer.from([0xaf, 1, 2]) },
    ];
    const opened = [...openAggregate(message(Buffer.concat(tags.flatMap(printFlvTag)), 5000))];
    expect(opened).toEqual([
      { type: 9, streamId: 1, timestampMs: 5000, payload: tags[0]!.body },
      { type: 8, streamId: 1, timestampMs: 5032, payload: tags[1]!.body },
    ]);
  });

  it('throws nothing but its own error, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          for (const { payload } of openAggregate(message(Buffer.from(bytes))))
            expect(payload.length).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
    );
  });
});
