import type { RtmpMessage } from './chunk-reader.ts';
import { ProtocolError } from './protocol-error.ts';

const headBytes = 11;
const backPointerBytes = 4;

/**
 * Opens an aggregate message (Adobe RTMP 1.0, 7.1.6): messages one after the other, each with the head of an FLV tag and a
 * back-pointer. Their times are shifted so that the first one has the aggregate's. Payloads are views.
 */
export function* openAggregate({ timestampMs, streamId, payload }: RtmpMessage): Generator<RtmpMessage> {
  let shift: number | null = null;
  let at = 0;
  while (at < payload.length) {
    const dataAt = at + headBytes;
    if (dataAt > payload.length) throw new ProtocolError('an aggregate message ends inside a head');
    const end = dataAt + payload.readUIntBE(at + 1, 3);
    if (end > payload.length) throw new ProtocolError('an aggregate message ends inside a message');
    const said = ((payload[at + 7]! << 24) | payload.readUIntBE(at + 4, 3)) >>> 0;
    shift ??= timestampMs - said;
    yield {
      type: payload[at]!,
      timestampMs: (said + shift) >>> 0,
      streamId,
      payload: payload.subarray(dataAt, end),
    };
    at = end + backPointerBytes;
  }
}
