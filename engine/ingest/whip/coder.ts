import type { Logger } from 'pino';
import { FlvStreamReader, flvTagTypes } from '../../containers/flv-stream.ts';
import type { MatroskaTrack } from '../../containers/matroska-stream.ts';
import { printMatroskaFrame, printMatroskaHeader } from '../../containers/matroska-stream.ts';
import { AnswerWatch } from '../../process/answer-watch.ts';
import type { Child } from '../../process/child.ts';
import type { ProcessRoom } from '../../process/process-room.ts';
import { RestartPace } from '../../process/restart-pace.ts';
import { trustedBytes } from '../../process/trusted-bytes.ts';
import type { MediaPacket } from '../media-packet.ts';
import { isCodecConfig } from '../packet-body.ts';

/** Where coders run. */
export interface CoderRoom {
  readonly ffmpegPath: string;
  readonly processes: ProcessRoom;
  readonly log: Pick<Logger, 'warn'>;
  readonly clock: () => number;
}

/** What a coder makes of what. */
export interface Coding {
  readonly name: string;
  readonly input: MatroskaTrack;
  readonly kind: 'audio' | 'video';
  /** What stands between the input and the container of the output. */
  readonly args: readonly string[];
}

/** Past this the child is too slow, and what comes is left out. */
const maxWaitingBytes = 4 * 1024 * 1024;

/** Browsers send Opus; every file and every player takes AAC. */
export const opusToAac: Coding = {
  name: 'Opus to AAC',
  input: { codec: 'opus', channels: 2 },
  kind: 'audio',
  // A hole of more than half a packet is filled with silence, so that coded sound is where it was; shorter ones are rounding.
  // The fast way of coding takes half the time; ffmpeg’s manual calls it the better one too above 64 kbps.
  args: '-map 0:a -af aresample=async=1:min_hard_comp=0.012 -c:a aac -aac_coder fast -profile:a aac_low -b:a 96k -ar 48000 -ac 2'.split(
    ' ',
  ),
};

export const vp8ToH264: Coding = {
  name: 'VP8 to H.264',
  input: { codec: 'vp8' },
  kind: 'video',
  args: '-map 0:v -fps_mode passthrough -enc_time_base 1:1000 -c:v libx264 -preset veryfast -tune zerolatency -threads 1 -force_key_frames source -crf 23 -maxrate 4M -bufsize 4M -pix_fmt yuv420p'.split(
    ' ',
  ),
};

const inputArguments =
  '-hide_banner -loglevel error -nostdin -copyts -threads 1 -probesize 32 -analyzeduration 0 -fpsprobesize 0 -protocol_whitelist pipe -f matroska -i pipe:0'.split(
    ' ',
  );
const outputArguments = '-flush_packets 1 -f flv -flvflags no_duration_filesize pipe:1'.split(' ');

/** Codes one track anew in an ffmpeg child of its own. A child that ends or hangs is followed by another. */
export class Coder {
  readonly #room: CoderRoom;
  readonly #coding: Coding;
  readonly #onPacket: (packet: MediaPacket) => void;
  readonly #pace = new RestartPace();
  #watch = new AnswerWatch();
  #child: Child | null = null;
  #startedMs = 0;
  /** What the present child was fed first: what comes before it is the coder's own run-up. */
  #firstMs = 0;
  #awaitingKey = true;
  #ending = false;
  /** Frames that no child took. */
  leftOut = 0;

  constructor(room: CoderRoom, coding: Coding, onPacket: (packet: MediaPacket) => void) {
    this.#room = room;
    this.#coding = coding;
    this.#onPacket = onPacket;
  }

  /** Takes a frame at a whole millisecond, later than the one before. Sound is always key. */
  feed(ms: number, data: Buffer, key: boolean): void {
    if (this.#ending) return;
    this.#child ??= this.#start(ms);
    const child = this.#child;
    this.#awaitingKey &&= !key;
    if (child === null || this.#awaitingKey || !child.input.writable) {
      this.leftOut += 1;
      return;
    }
    if (child.input.writableLength > maxWaitingBytes) {
      this.#awaitingKey = true;
      this.leftOut += 1;
      return;
    }
    child.input.write(printMatroskaFrame(ms, data, key));
    this.#watch.fed(this.#room.clock());
  }

  /** Called about once a second. */
  tend(): void {
    if (this.#child === null || this.#ending) return;
    const now = this.#room.clock();
    this.#pace.ranFor(now - this.#startedMs);
    if (!this.#watch.hangs(now)) return;
    this.#room.log.warn({ pid: this.#child.pid, child: this.#coding.name }, 'a coder hangs and is ended');
    this.#watch.answered();
    this.#child.kill();
  }

  /** Lets out what the child still has. */
  async end(): Promise<void> {
    this.#ending = true;
    await this.#child?.stop();
  }

  #start(ms: number): Child | null {
    const { ffmpegPath, processes, log, clock } = this.#room;
    const { name, input, args } = this.#coding;
    const now = clock();
    if (!this.#pace.mayStart(now)) return null;
    let child: Child;
    try {
      child = processes.start({
        name,
        program: ffmpegPath,
        args: [...inputArguments, ...args, ...outputArguments],
        extraPipes: 0,
      });
    } catch (error) {
      log.warn({ err: error, child: name }, 'a coder cannot be started; it is tried again');
      this.#pace.failed(now);
      return null;
    }
    this.#startedMs = now;
    this.#firstMs = ms;
    this.#awaitingKey = true;
    this.#watch = new AnswerWatch();
    this.#read(child);
    child.input.write(printMatroskaHeader(input));
    void child.exited.then(({ code, signal, errors }) => {
      if (this.#child !== child) return;
      this.#child = null;
      if (this.#ending) return;
      log.warn({ child: name, code, signal, errors: errors.slice(-300) }, 'a coder ended by itself');
      this.#pace.failed(clock());
    });
    return child;
  }

  #read(child: Child): void {
    const { kind } = this.#coding;
    const reader = new FlvStreamReader(({ type, timestampMs, body }) => {
      if (type !== flvTagTypes[kind]) return;
      this.#watch.answered();
      const packet: MediaPacket = { kind, timestampMs, payload: body };
      if (isCodecConfig(packet) || timestampMs >= this.#firstMs) this.#onPacket(packet);
    });
    const push = (chunk: Buffer): void => {
      reader.push(chunk);
    };
    child.output.on('data', trustedBytes(push, child.kill));
  }
}
