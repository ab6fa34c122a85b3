import { isSoundOnly, type EncodeParams } from '../../domain/mixing/encode-params.ts';
import { flvTagTypes, FlvStreamReader, type FlvTag } from '../containers/flv-stream.ts';
import type { MediaPacket } from '../ingest/media-packet.ts';
import { isCodecConfig, isMedia } from '../ingest/packet-body.ts';
import type { ChildExit } from '../process/child.ts';
import type { ProcessRoom } from '../process/process-room.ts';
import { trustedBytes } from '../process/trusted-bytes.ts';
import { pictureBytes } from './picture.ts';
import { mixChannels, mixSampleRate } from './sound-track.ts';

export interface EncoderOptions {
  readonly name: string;
  readonly ffmpegPath: string;
  readonly processes: ProcessRoom;
  readonly encode: EncodeParams;
  readonly onPacket: (packet: MediaPacket) => void;
}

/** One ffmpeg child: raw pictures and sound in, packets out whose times are those of the mix's clock. */
export interface Encoder {
  readonly pid: number;
  /** Takes a picture for a moment of the mix. False when the child is so far behind that it was left out. */
  picture(mixMs: number, data: Buffer, done: () => void): boolean;
  /** Takes sound that follows the sound before; the time of the first block is where this encoder's sound begins. */
  sound(mixMs: number, data: Buffer): void;
  readonly exited: Promise<ChildExit>;
  readonly stop: () => Promise<ChildExit>;
  readonly kill: () => void;
}

/** Pictures that may wait in the child's pipe, as on a machine that is busy for a moment: three seconds, if they fit. */
const maxWaitingSeconds = 3;
const maxWaitingBytes = 48 * 1024 * 1024;
const minWaitingPictures = 8;
const aacFrameSamples = 1024;

export function startEncoder(options: EncoderOptions): Encoder {
  const { encode, onPacket } = options;
  const child = options.processes.start({
    name: options.name,
    program: options.ffmpegPath,
    args: encoderArguments(encode),
    extraPipes: 2,
  });
  const soundIn = child.extraPipe(3);
  const bytes = pictureBytes(encode.width, encode.height);
  const waitingBytes = Math.max(
    minWaitingPictures * bytes,
    Math.min(maxWaitingBytes, maxWaitingSeconds * encode.frameRate * bytes),
  );

  // Every picture that goes in comes out as one packet and in the same order (zerolatency has no B-frames), so a packet's
  // time is that of its picture, whatever was left out in between. Sound is counted: 1024 samples a packet.
  const pictureTimes: number[] = [];
  let soundStartMs = 0;
  let soundStarted = false;
  let soundPackets = 0;

  readTags(child.output, child.kill, (tag) => {
    if (tag.type !== flvTagTypes.video) return;
    const packet: MediaPacket = { kind: 'video', timestampMs: 0, payload: tag.body };
    if (isCodecConfig(packet)) onPacket(packet);
    else if (isMedia(packet)) {
      const mixMs = pictureTimes.shift();
      if (mixMs !== undefined) onPacket({ ...packet, timestampMs: Math.round(mixMs) });
    }
  });
  readTags(child.extraPipe(4), child.kill, (tag) => {
    if (tag.type !== flvTagTypes.audio) return;
    const packet: MediaPacket = { kind: 'audio', timestampMs: 0, payload: tag.body };
    if (isCodecConfig(packet)) onPacket(packet);
    else if (isMedia(packet)) {
      // The first packet is the encoder's run-up of 1024 samples before the first sound.
      const index = soundPackets - 1;
      soundPackets += 1;
      if (index < 0) return;
      const mixMs = soundStartMs + (index * aacFrameSamples * 1000) / encode.audioSampleRate;
      onPacket({ ...packet, timestampMs: Math.round(mixMs) });
    }
  });

  return {
    pid: child.pid,
    picture(mixMs, data, done) {
      if (!child.input.writable || child.input.writableLength > waitingBytes) return false;
      pictureTimes.push(mixMs);
      child.input.write(data, done);
      return true;
    },
    sound(mixMs, data) {
      if (!soundStarted) soundStartMs = mixMs;
      soundStarted = true;
      if (soundIn.writable) soundIn.write(data);
    },
    exited: child.exited,
    stop: () => child.stop(),
    kill: () => {
      child.kill();
    },
  };
}

function readTags(stream: NodeJS.ReadableStream, kill: () => void, onTag: (tag: FlvTag) => void): void {
  const reader = new FlvStreamReader(onTag);
  const push = (chunk: Buffer): void => {
    reader.push(chunk);
  };
  stream.on('data', trustedBytes(push, kill));
}

const quickProbe = '-probesize 32 -analyzeduration 0 -fpsprobesize 0 -thread_queue_size 512'.split(' ');
const flv = '-flush_packets 1 -f flv -flvflags no_duration_filesize'.split(' ');

/**
 * Pictures and sound leave through pipes of their own: in one FLV stream ffmpeg would hold either back until the other
 * has caught up.
 */
function encoderArguments(encode: EncodeParams): string[] {
  const plan = isSoundOnly(encode) ? { input: [], output: [] } : pictureArguments(encode);
  const soundInput = isSoundOnly(encode) ? '0:a' : '1:a';
  return [
    ...['-hide_banner', '-loglevel', 'error', '-nostdin'],
    ...plan.input,
    ...quickProbe,
    ...['-protocol_whitelist', 'pipe', '-f', 's16le'],
    ...['-ar', String(mixSampleRate), '-ac', String(mixChannels), '-i', 'pipe:3'],
    ...plan.output,
    ...['-map', soundInput, '-c:a', 'aac', '-profile:a', 'aac_low', '-b:a', `${encode.audioBitrateKbps}k`],
    ...['-ar', String(encode.audioSampleRate), '-ac', String(encode.audioChannels), ...flv, 'pipe:4'],
  ];
}

function pictureArguments(encode: EncodeParams): { readonly input: string[]; readonly output: string[] } {
  const gop = String(encode.gopSeconds * encode.frameRate);
  const rate = `${encode.videoBitrateKbps}k`;
  const form = `-pixel_format yuv420p -video_size ${encode.width}x${encode.height} -framerate ${encode.frameRate}`;
  return {
    input: [
      ...quickProbe,
      ...['-protocol_whitelist', 'pipe', '-f', 'rawvideo', ...form.split(' '), '-i', 'pipe:0'],
    ],
    output: [
      ...'-map 0:v -fps_mode passthrough -c:v libx264 -preset veryfast -tune zerolatency'.split(' '),
      ...['-threads', '1', '-g', gop, '-keyint_min', gop, '-sc_threshold', '0', '-pix_fmt', 'yuv420p'],
      ...['-b:v', rate, '-maxrate', rate, '-bufsize', rate, ...flv, 'pipe:1'],
    ],
  };
}
