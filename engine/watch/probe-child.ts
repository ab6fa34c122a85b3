import type { Logger } from 'pino';
import { printFlvHeader, printFlvTag, flvTagTypes } from '../containers/flv-stream.ts';
import { NutStreamReader } from '../containers/nut-stream.ts';
import type { Child } from '../process/child.ts';
import type { ProcessRoom } from '../process/process-room.ts';
import { trustedBytes } from '../process/trusted-bytes.ts';

export interface ProbeChildOptions {
  readonly name: string;
  readonly kind: 'video' | 'audio';
  readonly ffmpegPath: string;
  readonly processes: ProcessRoom;
  /** What stands between the input and the output that this adds. */
  readonly args: readonly string[];
  readonly maxFrameBytes: number;
  /** Something was decoded for a question: `number` is the question's, `ms` the time within it. */
  readonly onFrame: (number: number, ms: number, data: Buffer) => void;
  /** The child is gone, and with it every open question. */
  readonly onLost: () => void;
  readonly clock: () => number;
  readonly log: Pick<Logger, 'warn'>;
}

/** Of one question: a configuration or a packet, and its time within the question. */
export interface ProbePart {
  readonly ms: number;
  readonly body: Buffer;
}

/** Each question has a stretch of the child's time line to itself. */
const slotMs = 1000;
/** Past this the 31 bits of milliseconds would end: a new child begins a new line. */
const maxSlots = 1_000_000;
/** What may wait in the pipe; past it the machine is too busy to look. */
const maxWaitingBytes = 4 * 1024 * 1024;
/** A child that was asked and said nothing for this long hangs. */
const patienceMs = 15_000;
const pauseMs = 5000;
const longestPauseMs = 60_000;

/**
 * One long-lived decoder that answers short questions of many streams. Each begins with its own configuration. A question
 * may stay without an answer: bytes come from strangers.
 */
export class ProbeChild {
  readonly #options: ProbeChildOptions;
  #child: Child | null = null;
  #next = 0;
  #askedMs: number | null = null;
  #notBeforeMs = 0;
  #pauseMs = pauseMs;

  constructor(options: ProbeChildOptions) {
    this.#options = options;
  }

  /** The question's number, or null when it cannot be asked now. */
  ask(parts: readonly ProbePart[]): number | null {
    const child = this.#ready();
    if (child === null || !child.input.writable || child.input.writableLength > maxWaitingBytes) return null;
    const number = this.#next++;
    const type = this.#options.kind === 'video' ? flvTagTypes.video : flvTagTypes.audio;
    child.input.cork();
    for (const { ms, body } of parts)
      for (const part of printFlvTag({ type, timestampMs: number * slotMs + ms, body }))
        child.input.write(part);
    child.input.uncork();
    this.#askedMs ??= this.#options.clock();
    if (this.#next >= maxSlots) void child.stop();
    return number;
  }

  async close(): Promise<void> {
    this.#notBeforeMs = Number.POSITIVE_INFINITY;
    await this.#child?.stop();
  }

  #ready(): Child | null {
    const now = this.#options.clock();
    if (this.#child !== null) {
      if (this.#askedMs !== null && now - this.#askedMs > patienceMs) this.#child.kill();
      return this.#child;
    }
    return now < this.#notBeforeMs ? null : this.#start(now);
  }

  #start(now: number): Child | null {
    const { name, kind, ffmpegPath, processes, args, maxFrameBytes, log } = this.#options;
    let child: Child;
    try {
      child = processes.start({
        name,
        program: ffmpegPath,
        args: [...inputArguments, ...args, ...outputArguments],
        extraPipes: 0,
      });
    } catch (error) {
      log.warn({ err: error, child: name }, 'quality cannot be looked at for a while');
      this.#wait(now);
      return null;
    }
    this.#child = child;
    this.#next = 0;
    const reader = new NutStreamReader({ maxFrameBytes }, ({ ptsMs, data }) => {
      this.#askedMs = null;
      this.#pauseMs = pauseMs;
      const number = Math.floor(ptsMs / slotMs);
      this.#options.onFrame(number, ptsMs - number * slotMs, data);
    });
    const push = (chunk: Buffer): void => {
      reader.push(chunk);
    };
    child.output.on('data', trustedBytes(push, child.kill));
    void child.exited.then(({ code, signal, errors }) => {
      if (this.#child !== child) return;
      this.#child = null;
      this.#askedMs = null;
      if (this.#next < maxSlots && Number.isFinite(this.#notBeforeMs)) {
        log.warn({ child: name, code, signal, errors: errors.slice(-300) }, 'a quality probe ended early');
        this.#wait(this.#options.clock());
      }
      this.#options.onLost();
    });
    child.input.write(printFlvHeader({ video: kind === 'video', audio: kind === 'audio' }));
    return child;
  }

  #wait(now: number): void {
    this.#notBeforeMs = now + this.#pauseMs;
    this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2);
  }
}

const inputArguments =
  '-hide_banner -loglevel fatal -nostdin -copyts -threads 1 -probesize 32 -analyzeduration 0 -fpsprobesize 0 -skip_loop_filter all -protocol_whitelist pipe -f flv -i pipe:0'.split(
    ' ',
  );
const outputArguments = '-f nut -write_index 0 -flush_packets 1 pipe:1'.split(' ');
