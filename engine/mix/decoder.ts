import { flvTagTypes, printFlvHeader, printFlvTag } from '../containers/flv-stream.ts';
import { NutStreamReader } from '../containers/nut-stream.ts';
import type { MediaPacket } from '../ingest/media-packet.ts';
import { isCodecConfig, isKeyFrame } from '../ingest/packet-body.ts';
import type { ChildExit } from '../process/child.ts';
import type { ProcessRoom } from '../process/process-room.ts';
import { trustedBytes } from '../process/trusted-bytes.ts';
import { pictureBytes, type Picture } from './picture.ts';
import type { PicturePool } from './picture-pool.ts';
import { mixChannels, mixSampleRate } from './sound-track.ts';

/** What a decoder delivers: pictures of one size, sound, or both. */
export interface DecoderForm {
  readonly picture: {
    readonly width: number;
    readonly height: number;
    /** `exact` stretches: the size has the picture's shape already. */
    readonly shape: 'crop' | 'fit' | 'exact';
  } | null;
  readonly sound: boolean;
}

export interface DecoderOptions {
  readonly name: string;
  readonly ffmpegPath: string;
  readonly processes: ProcessRoom;
  readonly form: DecoderForm;
  /** Where pictures go. */
  readonly pool: PicturePool;
  readonly onPicture: (decoder: Decoder, mediaMs: number, picture: Picture) => void;
  readonly onSound: (decoder: Decoder, mediaMs: number, sound: Buffer) => void;
}

/** One ffmpeg child: FLV in, raw pictures and sound with their times out. */
export interface Decoder {
  readonly pid: number;
  readonly form: DecoderForm;
  /**
   * Takes a packet at its media time. When the child is too slow, pictures are left out up to the next key frame. True when
   * the child was given something that it has to answer. It goes to the child with the next `flush`: each time the child
   * is woken costs more than the packet.
   */
  feed(packet: MediaPacket, mediaMs: number): boolean;
  /** Hands on what was fed since the last time. */
  flush(): void;
  /** How many packets were left out because the child was too slow. */
  readonly dropped: number;
  readonly exited: Promise<ChildExit>;
  readonly stop: () => Promise<ChildExit>;
  readonly kill: () => void;
}

const maxWaitingBytes = 4 * 1024 * 1024;
const maxSoundBytes = 1024 * 1024;

export function startDecoder(options: DecoderOptions): Decoder {
  const { form, onPicture, onSound } = options;
  const child = options.processes.start({
    name: options.name,
    program: options.ffmpegPath,
    args: decoderArguments(form),
    extraPipes: 1,
  });
  let awaitingKeyFrame = true;
  let dropped = 0;
  let waiting: Buffer[] = [];

  /** Decoding begins at a key frame, and after something was left out it begins anew. */
  const admits = (packet: MediaPacket): boolean => {
    if (child.input.writableLength > maxWaitingBytes) {
      dropped += 1;
      awaitingKeyFrame ||= packet.kind === 'video';
      return false;
    }
    if (packet.kind === 'audio') return true;
    awaitingKeyFrame &&= !isKeyFrame(packet);
    return !awaitingKeyFrame;
  };

  const decoder: Decoder = {
    pid: child.pid,
    form,
    get dropped() {
      return dropped;
    },
    exited: child.exited,
    stop: () => {
      decoder.flush();
      return child.stop();
    },
    kill: () => {
      child.kill();
    },
    feed(packet, mediaMs) {
      if (packet.kind === 'metadata' || (packet.kind === 'video' ? form.picture === null : !form.sound))
        return false;
      const config = isCodecConfig(packet);
      if (!config && !admits(packet)) return false;
      if (!child.input.writable) return false;
      const type = packet.kind === 'video' ? flvTagTypes.video : flvTagTypes.audio;
      waiting.push(...printFlvTag({ type, timestampMs: mediaMs, body: packet.payload }));
      return !config;
    },
    flush() {
      if (waiting.length === 0) return;
      if (child.input.writable) child.input.write(Buffer.concat(waiting));
      waiting = [];
    },
  };

  waiting.push(printFlvHeader({ video: form.picture !== null, audio: form.sound }));
  if (form.picture !== null) {
    const { width, height } = form.picture;
    const bytes = pictureBytes(width, height);
    const allocate = (size: number): Buffer => options.pool.take(size);
    const reader = new NutStreamReader({ maxFrameBytes: bytes, allocate }, ({ ptsMs, data }) => {
      if (data.length === bytes) onPicture(decoder, ptsMs, { width, height, data });
    });
    readOrKill(child.output, reader, child.kill);
  }
  if (form.sound) {
    const reader = new NutStreamReader({ maxFrameBytes: maxSoundBytes }, ({ ptsMs, data }) => {
      onSound(decoder, ptsMs, data);
    });
    readOrKill(child.extraPipe(3), reader, child.kill);
  }
  return decoder;
}

function readOrKill(stream: NodeJS.ReadableStream, reader: NutStreamReader, kill: () => void): void {
  const push = (chunk: Buffer): void => {
    reader.push(chunk);
  };
  stream.on('data', trustedBytes(push, kill));
}

/**
 * `-fflags nobuffer` must not stand here: it throws away the first group of pictures. `-copyts` keeps the times that we
 * wrote, and a time base of milliseconds keeps pictures of an uneven rate where they were.
 */
function decoderArguments(form: DecoderForm): string[] {
  const args =
    '-hide_banner -loglevel error -nostdin -copyts -threads 1 -filter_threads 1 -probesize 32 -analyzeduration 0 -fpsprobesize 0 -protocol_whitelist pipe -f flv -i pipe:0'.split(
      ' ',
    );
  if (form.picture !== null) {
    const { width, height, shape } = form.picture;
    const size = `${width}:${height}`;
    const filters = {
      crop: `scale=${size}:force_original_aspect_ratio=increase:flags=bilinear,crop=${size}`,
      fit: `scale=${size}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=bilinear,pad=${size}:-1:-1:black`,
      exact: `scale=${size}:flags=bilinear`,
    };
    args.push('-map', '0:v', '-vf', `${filters[shape]},setsar=1`);
    args.push(...'-pix_fmt yuv420p -fps_mode passthrough -enc_time_base 1:1000 -c:v rawvideo'.split(' '));
    args.push(...'-f nut -write_index 0 -flush_packets 1 pipe:1'.split(' '));
  }
  if (form.sound) {
    args.push('-map', '0:a', '-ar', String(mixSampleRate), '-ac', String(mixChannels), '-c:a', 'pcm_s16le');
    args.push(...'-f nut -write_index 0 -flush_packets 1 pipe:3'.split(' '));
  }
  return args;
}
