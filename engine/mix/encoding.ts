import type { Logger } from 'pino';
import { isSoundOnly, type EncodeParams } from '../../domain/mixing/encode-params.ts';
import { isCodecConfig } from '../ingest/packet-body.ts';
import type { ProcessRoom } from '../process/process-room.ts';
import { AnswerWatch } from '../process/answer-watch.ts';
import { startEncoder, type Encoder } from './encoder.ts';
import { Interleaver } from './interleaver.ts';
import type { MixOutput } from './mix-output.ts';
import { RestartPace } from '../process/restart-pace.ts';

/** An encoder that ran for this long was not ended by what it is given. */
const healthyMs = 10_000;
/** More ends than this in a minute, none after a healthy run, mean that starting again does not help. */
const maxEndsPerMinute = 5;

export interface EncodingOptions {
  readonly ffmpegPath: string;
  readonly processes: ProcessRoom;
  readonly encode: EncodeParams;
  readonly output: MixOutput;
  readonly log: Logger;
  readonly now: () => number;
  readonly onGivenUp: (error: Error) => void;
}

/** Keeps an encoder running: one that ends is followed by another, which goes on at the same time of the mix. */
export class Encoding {
  private readonly options: EncodingOptions;
  private readonly interleaver: Interleaver;
  private readonly pace = new RestartPace();
  private encoder: Encoder | null = null;
  private startedAtMs = 0;
  private watch = new AnswerWatch();
  private ends: number[] = [];
  private finishing = false;
  /** Pictures that no encoder took: it was too slow, or there was none. */
  leftOut = 0;

  /** Starts the first encoder; throws when it cannot be started. */
  constructor(options: EncodingOptions) {
    this.options = options;
    this.interleaver = new Interleaver((packet) => {
      options.output.media(packet);
    });
    this.encoder = this.start();
  }

  picture(mixMs: number, data: Buffer, done: () => void): void {
    if (this.encoder !== null) this.watch.fed(this.options.now());
    if (this.encoder?.picture(mixMs, data, done) === true) return;
    this.leftOut += 1;
    done();
  }

  sound(mixMs: number, data: Buffer): void {
    // Where there are pictures, they are what the encoder owes an answer for.
    if (this.encoder !== null && isSoundOnly(this.options.encode)) this.watch.fed(this.options.now());
    this.encoder?.sound(mixMs, data);
  }

  tend(): void {
    if (this.finishing) return;
    const now = this.options.now();
    if (this.encoder !== null) {
      this.pace.ranFor(now - this.startedAtMs);
      if (this.watch.hangs(now)) {
        this.options.log.warn({ pid: this.encoder.pid }, 'the encoder hangs and is ended');
        this.watch.answered(); // its end is on its way
        this.encoder.kill();
      }
    } else if (this.pace.mayStart(now)) {
      try {
        this.encoder = this.start();
      } catch (error) {
        this.noteEnd(now, error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  /** Ends the encoder's input and lets out what it still gives. */
  async finish(): Promise<void> {
    this.finishing = true;
    await this.encoder?.stop();
    this.interleaver.flush();
  }

  private start(): Encoder {
    const { options } = this;
    this.startedAtMs = options.now();
    this.watch = new AnswerWatch();
    const encoder = startEncoder({
      name: 'mix encoder',
      ffmpegPath: options.ffmpegPath,
      processes: options.processes,
      encode: options.encode,
      onPacket: (packet) => {
        this.watch.answered();
        if (isCodecConfig(packet)) options.output.config(packet);
        else this.interleaver.add(packet);
      },
    });
    void encoder.exited.then(({ code, signal, errors }) => {
      if (this.finishing || this.encoder !== encoder) return;
      this.encoder = null;
      options.log.warn({ code, signal, errors }, 'the encoder ended by itself and is started again');
      this.noteEnd(
        options.now(),
        new Error(`the encoder ended with ${signal ?? `code ${String(code)}`}: ${errors}`),
      );
    });
    return encoder;
  }

  private noteEnd(nowMs: number, error: Error): void {
    this.interleaver.flush();
    this.pace.failed(nowMs);
    if (nowMs - this.startedAtMs >= healthyMs) this.ends = [];
    this.ends = [...this.ends.filter((atMs) => nowMs - atMs < 60_000), nowMs];
    if (this.ends.length > maxEndsPerMinute) this.options.onGivenUp(error);
  }
}
