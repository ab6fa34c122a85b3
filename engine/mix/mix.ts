import { performance } from 'node:perf_hooks';
import type { Logger } from 'pino';
import { arrange } from '../../domain/mixing/arrange.ts';
import { isSoundOnly, type EncodeParams } from '../../domain/mixing/encode-params.ts';
import type { Arrangement, MixLayout, PictureOf } from '../../domain/mixing/layout.ts';
import type { PacketSink } from '../ingest/media-packet.ts';
import type { ProcessRoom } from '../process/process-room.ts';
import { Compositor, type PlacedPicture, type Scenery } from './compositor.ts';
import { Arrivals } from './arrivals.ts';
import { Encoding } from './encoding.ts';
import { MixInput } from './mix-input.ts';
import { MixOutput } from './mix-output.ts';
import { Speakers } from './speakers.ts';
import { clipSum, mixChannels, mixSampleRate, soundBlockMs } from './sound-track.ts';
import { UseMeter, type MixUse } from './use-meter.ts';

export interface MixOptions {
  readonly encode: EncodeParams;
  readonly layout: MixLayout;
  /** Left out, the background is the plain colour of `encode`. */
  readonly scenery?: Scenery;
  /** Absolute path of ffmpeg, from `findProgram`. */
  readonly ffmpegPath: string;
  readonly processes: ProcessRoom;
  readonly log: Logger;
  /** Told what the mix took, about once a second and at its end. */
  readonly onUse?: (use: MixUse) => void;
}

/** A running mix. Its output is a live stream like a publisher's, with times that begin at 0 and never run backwards. */
export interface Mix {
  /**
   * Takes a stream into the mix, in the order of entry. Its packets go into the returned sink, from a configuration and a
   * key frame on (give it the room's cached group of pictures first, and it is seen at once). An id that is taken replaces
   * the stream that had it.
   */
  addInput(id: string, source: PictureOf): PacketSink;
  /** Takes a stream out; the same as the end of its sink. An unknown id is no error: both may come. */
  removeInput(id: string): void;
  /** Lays the pictures out otherwise from the next one on; the output goes on without a break. */
  change(form: { readonly layout: MixLayout; readonly scenery: Scenery }): void;
  readonly output: {
    /** Hands the mixed packets to a sink until it is unsubscribed or the mix ends. */
    subscribe(sink: PacketSink): () => void;
  };
  /** Ends encoder and decoders, hands out what is left and ends the subscribers. May be called again. */
  stop(): Promise<void>;
  /** Called once if the mix has to give up; it has then ended its subscribers. */
  onFailure(listener: (error: Error) => void): void;
}

/** After a standstill of the whole process pictures older than this are not made up for; sound always is. */
const maxPicturesBehindMs = 3000;

/**
 * Starts a mix. It runs, showing the background in silence, from the first moment and until it is stopped, whether anyone is
 * in it or not. Throws `LIMIT_EXCEEDED` when no child process is left.
 */
export function startMix(options: MixOptions): Mix {
  return new RunningMix(options);
}

class RunningMix implements Mix {
  readonly output: MixOutput;
  private readonly options: MixOptions;
  private readonly startedAt = performance.now();
  private readonly inputs = new Map<string, { readonly input: MixInput; readonly source: PictureOf }>();
  private readonly compositor: Compositor;
  private readonly encoding: Encoding;
  private timer: NodeJS.Timeout;
  private readonly failureListeners: ((error: Error) => void)[] = [];
  private readonly closing = new Set<Promise<void>>();
  private readonly sum = new Int32Array((soundBlockMs * mixSampleRate * mixChannels) / 1000);
  /** Null in a mix of sound alone. */
  private readonly pictureMs: number | null;
  private readonly speakers = new Speakers();
  private readonly arrivals = new Arrivals();
  private readonly meter: UseMeter;
  private layout: MixLayout;
  private holders: readonly PlacedPicture[] = [];
  private nextPicture = 0;
  private nextSoundBlock = 0;
  private stopping: Promise<void> | null = null;

  constructor(options: MixOptions) {
    this.options = options;
    const { encode, ffmpegPath, processes, log } = options;
    this.layout = options.layout;
    this.meter = new UseMeter(options.onUse ?? (() => undefined));
    this.pictureMs = isSoundOnly(encode) ? null : 1000 / encode.frameRate;
    this.output = new MixOutput({ hasPicture: this.pictureMs !== null });
    this.compositor = new Compositor(encode, options.scenery ?? plainScenery(encode));
    this.encoding = new Encoding({
      ffmpegPath,
      processes,
      encode,
      output: this.output,
      log,
      now: () => this.now(),
      onGivenUp: (error) => {
        this.fail(error);
      },
    });
    this.rearrange();
    this.timer = this.wait();
  }

  addInput(id: string, source: PictureOf): PacketSink {
    this.removeInput(id);
    const { ffmpegPath, processes, log } = this.options;
    const input = new MixInput({
      ...{ id, ffmpegPath, processes, log, arrivals: this.arrivals, now: () => this.now() },
      onPictures: () => {
        this.rearrange();
      },
    });
    if (this.stopping === null) {
      this.inputs.set(id, { input, source });
      this.rearrange();
    } else void input.close();
    return {
      packet: (packet) => {
        input.packet(packet);
      },
      end: () => {
        if (this.inputs.get(id)?.input === input) this.removeInput(id);
      },
    };
  }

  removeInput(id: string): void {
    const input = this.inputs.get(id)?.input;
    if (input === undefined) return;
    this.inputs.delete(id);
    const closed = input.close().finally(() => this.closing.delete(closed));
    this.closing.add(closed);
    this.rearrange();
  }

  change({ layout, scenery }: { readonly layout: MixLayout; readonly scenery: Scenery }): void {
    this.layout = layout;
    this.compositor.setScenery(scenery);
    this.rearrange();
  }

  onFailure(listener: (error: Error) => void): void {
    this.failureListeners.push(listener);
  }

  stop(): Promise<void> {
    return (this.stopping ??= this.end());
  }

  private async end(): Promise<void> {
    clearTimeout(this.timer);
    this.meter.end();
    const inputs = [...this.inputs.values()];
    this.inputs.clear();
    await Promise.all([this.encoding.finish(), ...inputs.map(({ input }) => input.close()), ...this.closing]);
    this.output.end();
    const { leftOut } = this.encoding;
    if (leftOut > 0)
      this.options.log.warn({ pictures: leftOut }, 'the encoder was too slow for some pictures of a mix');
  }

  private fail(error: Error): void {
    this.options.log.error({ err: error }, 'a mix is given up');
    void this.stop().then(() => {
      for (const listener of this.failureListeners) listener(error);
    });
  }

  private now(): number {
    return performance.now() - this.startedAt;
  }

  private rearrange(): void {
    const { heard, placements, holders } = this.arrangement();
    for (const [id, { input }] of this.inputs) {
      input.arrange(heard.includes(id), placements.find((placement) => placement.id === id) ?? null);
    }
    this.holders = holders.map((holder) => ({
      ...holder,
      picture: this.compositor.placeHolder(holder.rect),
    }));
  }

  private arrangement(): Arrangement {
    const streams = [...this.inputs].map(([id, { source, input }]) => ({
      ...{ id, ...source, hasPicture: input.hasPicture },
    }));
    const ordered = this.layout.order === 'speaking' ? this.speakers.sort(streams) : streams;
    return arrange(this.layout, ordered, this.options.encode);
  }

  /** Until the next picture or block of sound is due: each time the process wakes costs more than looking at the clock. */
  private wait(): NodeJS.Timeout {
    const sound = this.nextSoundBlock * soundBlockMs;
    const next = this.pictureMs === null ? sound : Math.min(sound, this.nextPicture * this.pictureMs);
    return setTimeout(
      () => {
        this.tick();
        if (this.stopping === null) this.timer = this.wait();
      },
      Math.max(1, Math.ceil(next - this.now())),
    );
  }

  private tick(): void {
    const now = this.now();
    this.encoding.tend();
    if (this.pictureMs !== null) this.pictures(now, this.pictureMs);
    while (this.nextSoundBlock * soundBlockMs <= now) this.sound(this.nextSoundBlock++ * soundBlockMs);
  }

  private pictures(now: number, pictureMs: number): void {
    if (now - this.nextPicture * pictureMs > maxPicturesBehindMs)
      this.nextPicture = Math.floor(now / pictureMs);
    while (this.nextPicture * pictureMs <= now) this.picture(this.nextPicture++ * pictureMs, pictureMs);
  }

  private picture(mixMs: number, pictureMs: number): void {
    const placed = [...this.holders];
    for (const { input } of this.inputs.values()) {
      const at = input.drawnAt();
      // Half a frame early and half a frame late are the same error: the nearest picture is the right one.
      if (at !== null) placed.push({ ...at, picture: input.pictureAt(mixMs + pictureMs / 2) });
    }
    const sheet = this.compositor.compose(placed);
    this.encoding.picture(mixMs, sheet.canvas.data, () => {
      this.compositor.reuse(sheet);
    });
  }

  private sound(mixMs: number): void {
    this.sum.fill(0);
    for (const [id, { input }] of this.inputs) {
      input.tend();
      if (!input.audible) continue;
      this.speakers.hear(id, input.sound.addTo(this.sum, input.playout.mediaMsAt(mixMs)));
    }
    this.encoding.sound(mixMs, clipSum(this.sum));
    this.meter.add(
      soundBlockMs,
      [...this.inputs.values()].map(({ input }) => input),
    );
    if (this.speakers.turn(mixMs) && this.layout.order === 'speaking') this.rearrange();
  }
}

function plainScenery({ backgroundColor }: EncodeParams): Scenery {
  return { backgroundColor, background: null, watermark: null };
}
