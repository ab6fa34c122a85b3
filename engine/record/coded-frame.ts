import { withoutTemporalDelimiter } from '../containers/av1-config.ts';
import type { VideoCodec } from '../containers/track.ts';
import type { MediaPacket } from '../ingest/media-packet.ts';
import { isCodecConfig } from '../ingest/packet-body.ts';
import { readVideoBody } from '../ingest/video-body.ts';

/** What one packet holds for a recorder. `data` and `config` are views of the packet. */
export type CodedFrame =
  | { readonly kind: 'video-config'; readonly codec: VideoCodec; readonly config: Buffer }
  | { readonly kind: 'audio-config'; readonly config: Buffer }
  | {
      readonly kind: 'video';
      readonly codec: VideoCodec;
      readonly data: Buffer;
      readonly key: boolean;
      readonly compositionMs: number;
    }
  | { readonly kind: 'audio'; readonly data: Buffer };

/** Opens the body of a packet; null for what carries no media. */
export function readCodedFrame(packet: MediaPacket): CodedFrame | null {
  const { kind, payload } = packet;
  if (kind === 'video') return readVideoFrame(payload);
  if (kind === 'audio') {
    if (payload.length < 3) return null;
    const data = payload.subarray(2);
    return isCodecConfig(packet) ? { kind: 'audio-config', config: data } : { kind: 'audio', data };
  }
  return null;
}

function readVideoFrame(payload: Buffer): CodedFrame | null {
  const body = readVideoBody(payload);
  if (body === null || body.part === 'other') return null;
  const { codec, key, compositionMs, dataAt } = body;
  const whole = payload.subarray(dataAt);
  if (body.part === 'config') return { kind: 'video-config', codec, config: whole };
  const data = codec === 'av1' ? withoutTemporalDelimiter(whole) : whole;
  return data.length === 0 ? null : { kind: 'video', codec, data, key, compositionMs };
}
