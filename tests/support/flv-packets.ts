import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { FlvStreamReader } from '../../engine/containers/flv-stream.ts';
import type { MediaPacket } from '../../engine/ingest/media-packet.ts';

const kinds: ReadonlyMap<number, MediaPacket['kind']> = new Map([
  [8, 'audio'],
  [9, 'video'],
  [18, 'metadata'],
]);

/** A test picture (320×180, 15 a second) with an 880 Hz tone, coded by ffmpeg into `file` and read back as packets. */
export function codedTestPicture(file: string, seconds: number, args: readonly string[]): MediaPacket[] {
  execFileSync(
    'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'error', '-y'],
      ...['-f', 'lavfi', '-i', `testsrc=size=320x180:rate=15:duration=${String(seconds)}`],
      ...['-f', 'lavfi', '-i', `sine=frequency=880:sample_rate=48000:duration=${String(seconds)}`],
      ...args,
      ...['-pix_fmt', 'yuv420p', '-f', 'flv', file],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const packets: MediaPacket[] = [];
  new FlvStreamReader(({ type, timestampMs, body }) => {
    packets.push({ kind: kinds.get(type)!, timestampMs, payload: body });
  }).push(readFileSync(file));
  return packets;
}
