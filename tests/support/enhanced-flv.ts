import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FlvStreamReader } from '../../engine/containers/flv-stream.ts';
import type { VideoCodec } from '../../engine/containers/track.ts';
import type { MediaPacket } from '../../engine/ingest/media-packet.ts';
import { takeMediaBody } from '../../engine/ingest/rtmp/media-body.ts';

const remux = fileURLToPath(new URL('fixtures/remux.ts', import.meta.url));

/** How to start the remuxer: see its file for the arguments. */
export const remuxCommand = [process.execPath, '--import', 'tsx', remux] as const;

const encoders: Readonly<Record<VideoCodec, readonly string[]>> = {
  h264: ['-c:v', 'libx264', '-g', '15'],
  hevc: [
    '-c:v',
    'libx265',
    '-tag:v',
    'hvc1',
    '-x265-params',
    'log-level=none:keyint=15:open-gop=0:scenecut=0',
  ],
  av1: ['-c:v', 'libaom-av1', '-cpu-used', '8', '-usage', 'realtime', '-g', '15'],
};

export interface CodedFile {
  readonly seconds: number;
  /** Default 320×180. */
  readonly size?: string;
  /** ffmpeg's source of the sound, a tone by default; false for none. */
  readonly sound?: string | false;
}

/** A test picture, 15 a second, with a tone unless told otherwise, as an MP4 in one of the codecs. */
export function codeTestPicture(file: string, codec: VideoCodec, options: CodedFile): void {
  const { seconds, size = '320x180' } = options;
  const tone = `sine=frequency=880:sample_rate=48000:duration=${String(seconds)}`;
  const { sound = tone } = options;
  execFileSync(
    'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'error', '-y'],
      ...['-f', 'lavfi', '-i', `testsrc=size=${size}:rate=15:duration=${String(seconds)}`],
      ...(sound === false ? [] : ['-f', 'lavfi', '-i', sound]),
      ...[...encoders[codec], '-pix_fmt', 'yuv420p', '-c:a', 'aac', file],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
}

/** What an encoder with the enhanced form would send of that picture, read back from an FLV of FFmpeg 8.1. */
export function enhancedTestPicture(file: string, codec: VideoCodec, options: CodedFile): MediaPacket[] {
  codeTestPicture(`${file}.mp4`, codec, options);
  const [program, ...args] = remuxCommand;
  execFileSync(program, [...args, `${file}.mp4`, file], { stdio: ['ignore', 'ignore', 'inherit'] });
  const packets: MediaPacket[] = [];
  new FlvStreamReader(({ type, timestampMs, body }) => {
    if (type !== 18) packets.push({ kind: type === 9 ? 'video' : 'audio', timestampMs, payload: body });
  }).push(readFileSync(file));
  return packets;
}

/** The packets as the RTMP server hands them on. */
export function takenBodies(packets: readonly MediaPacket[]): MediaPacket[] {
  return packets.flatMap((packet) => {
    const payload = takeMediaBody(packet.kind, Buffer.from(packet.payload));
    return Buffer.isBuffer(payload) ? [{ ...packet, payload }] : [];
  });
}
