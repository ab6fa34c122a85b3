import type { MediaPacket } from '../ingest/media-packet.ts';

/** What one packet holds for a recorder. `data` and `config` are views of the packet. */
export type CodedFrame =
  | { readonly kind: 'video-config'; readonly config: Buffer }
  | { readonly kind: 'audio-config'; readonly config: Buffer }
  | { readonly kind: 'video'; readonly data: Buffer; readonly key: boolean; readonly compositionMs: number }
  | { readonly kind: 'audio'; readonly data: Buffer };

const configuration = 0;
const media = 1;
const keyFrame = 1;

/** Opens the body of an H.264 or AAC packet (Adobe FLV 10.1, E.4.2 and E.4.3); null for what carries no media. */
export function readCodedFrame({ kind, payload }: MediaPacket): CodedFrame | null {
  if (kind === 'video') {
    if (payload.length < 5) return null;
    const data = payload.subarray(5);
    if (payload[1] === configuration) return { kind: 'video-config', config: data };
    if (payload[1] !== media || data.length === 0) return null;
    // Signed 24 bits.
    const compositionMs = (payload.readUIntBE(2, 3) << 8) >> 8;
    return { kind: 'video', data, key: payload[0]! >> 4 === keyFrame, compositionMs };
  }
  if (kind === 'audio') {
    if (payload.length < 3) return null;
    const data = payload.subarray(2);
    return payload[1] === configuration ? { kind: 'audio-config', config: data } : { kind: 'audio', data };
  }
  return null;
}
