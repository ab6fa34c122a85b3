import type { Logger } from 'pino';
import type { GopCache } from '../ingest/gop-cache.ts';
import type { MediaPacket } from '../ingest/media-packet.ts';
import { AnswerWatch } from '../process/answer-watch.ts';
import type { ChildExit } from '../process/child.ts';
import type { ProcessRoom } from '../process/process-room.ts';
import { RestartPace } from '../process/restart-pace.ts';
import type { Arrivals } from './arrivals.ts';
import { startDecoder, type Decoder, type DecoderForm } from './decoder.ts';
import type { Picture } from './picture.ts';
import type { PictureQueue, TimedPicture } from './picture-queue.ts';
import type { Playout } from './playout.ts';
import { soundBlockMs, type SoundTrack } from './sound-track.ts';

/** A decoder that ends within this of its start is ended by what it was given: it is not given the same again. */
const poisonedMs = 2000;
/** A decoder of another form has caught up once its pictures come so long before they are due: then it will not fall behind at once. */
const caughtUpMs = 150;
/** One that does not catch up in this time takes over all the same. */
const maxCatchUpMs = 1000;

interface Running {
  readonly decoder: Decoder;
  readonly startedAtMs: number;
  readonly watch: AnswerWatch;
  /** The kinds that came in time once; before that, being late is only the start of the child and its replay. */
  readonly caughtUp: Set<'video' | 'audio'>;
  firstOutputMs: number | null;
  /** The newest picture, while it waits to take over. */
  latest: TimedPicture | null;
}

export interface DecoderRoom {
  readonly id: string;
  readonly ffmpegPath: string;
  readonly processes: ProcessRoom;
  readonly log: Logger;
  /** The mix's clock in milliseconds. */
  readonly now: () => number;
  /** Of the mix's inputs. */
  readonly arrivals: Arrivals;
}

export interface InputDecodersOptions extends DecoderRoom {
  /** What a decoder that starts is given first, each packet with its media time. */
  readonly cache: GopCache<number>;
  readonly playout: Playout;
  readonly pictures: PictureQueue;
  readonly sound: SoundTrack;
  /** Whether the stream has a place to be seen in. */
  readonly isPlaced: () => boolean;
}

/**
 * Keeps a decoder of the wanted form running for one stream. One of another form takes over once it has caught up, so
 * that neither picture nor voice breaks off; one that ends or hangs is followed by another.
 */
export class InputDecoders {
  private readonly options: InputDecodersOptions;
  private readonly pace = new RestartPace();
  private serving: Running | null = null;
  /** A decoder of another form, which takes over once it has caught up. */
  private coming: Running | null = null;

  constructor(options: InputDecodersOptions) {
    this.options = options;
  }

  /** Takes a packet that is in the cache already: a decoder that is started now is given the cache. */
  feed(form: DecoderForm | null, packet: MediaPacket, mediaMs: number): void {
    const fresh = this.provide(form);
    for (const running of [this.serving, this.coming]) {
      if (running === null || running === fresh) continue;
      if (running.decoder.feed(packet, mediaMs)) running.watch.fed(this.options.now());
      // What follows can wait to be handed on together; a first picture, which may need those after it, cannot.
      const first = running.decoder.form.picture === null ? 'audio' : 'video';
      if (!running.caughtUp.has(first)) running.decoder.flush();
    }
  }

  /** Hands on what was fed, and heals what hangs or has ended. */
  tend(form: DecoderForm | null): void {
    const now = this.options.now();
    for (const running of [this.serving, this.coming]) {
      if (running === null) continue;
      running.decoder.flush();
      if (!running.watch.hangs(now)) continue;
      const { pid } = running.decoder;
      this.options.log.warn({ input: this.options.id, pid }, 'a decoder hangs and is ended');
      running.watch.answered(); // its end is on its way
      running.decoder.kill();
    }
    this.endPatience(now);
    this.provide(form);
  }

  /** Sees to it that a decoder of the wanted form runs, or none. Returns the one that was started just now. */
  provide(form: DecoderForm | null): Running | null {
    if (form === null) {
      void this.end();
      return null;
    }
    if (sameForm((this.coming ?? this.serving)?.decoder.form, form)) return null;
    if (this.coming !== null) {
      void this.coming.decoder.stop();
      this.coming = null;
      if (sameForm(this.serving?.decoder.form, form)) return null;
    }
    const now = this.options.now();
    if (!this.pace.mayStart(now)) return null;
    if (this.serving !== null && !this.options.arrivals.mayChange(this.options.id, now)) return null;
    const started = this.start(form, now);
    if (this.serving === null) this.serving = started;
    else this.coming = started;
    return started;
  }

  /** Ends the decoders; resolves when they are gone. */
  async end(): Promise<void> {
    const running = [this.serving, this.coming];
    this.serving = null;
    this.coming = null;
    await Promise.all(running.filter((one) => one !== null).map(({ decoder }) => decoder.stop()));
  }

  private start(form: DecoderForm, now: number): Running | null {
    const { id, ffmpegPath, processes, log, pictures } = this.options;
    let decoder: Decoder;
    try {
      decoder = startDecoder({
        ...{ name: 'mix decoder', ffmpegPath, processes, form, pool: pictures.pool },
        onPicture: (from, mediaMs, picture) => {
          this.takePicture(from, mediaMs, picture);
        },
        onSound: (from, mediaMs, sound) => {
          this.takeSound(from, mediaMs, sound);
        },
      });
    } catch (error) {
      this.pace.failed(now);
      log.warn({ input: id, err: error }, 'a decoder could not be started');
      return null;
    }
    const running: Running = {
      decoder,
      startedAtMs: now,
      watch: new AnswerWatch(),
      ...{ caughtUp: new Set(), firstOutputMs: null, latest: null },
    };
    for (const { packet, mediaMs } of this.replay())
      if (decoder.feed(packet, mediaMs)) running.watch.fed(now);
    decoder.flush();
    void decoder.exited.then((exit) => {
      this.ended(running, exit);
    });
    return running;
  }

  private *replay(): Iterable<{ packet: MediaPacket; mediaMs: number }> {
    const { sinceKeyFrame, video, audio } = this.options.cache;
    const startMs = sinceKeyFrame[0]?.note ?? 0;
    if (video !== null) yield { packet: video, mediaMs: startMs };
    if (audio !== null) yield { packet: audio, mediaMs: startMs };
    for (const { packet, note } of sinceKeyFrame) yield { packet, mediaMs: note };
  }

  private ended(running: Running, { code, signal, errors }: ChildExit): void {
    const wasServing = this.serving === running;
    if (!wasServing && this.coming !== running) return; // stopped by us
    if (wasServing) this.serving = this.coming;
    this.coming = null;
    const now = this.options.now();
    this.options.arrivals.forget(this.options.id);
    this.pace.failed(now);
    if (now - running.startedAtMs < poisonedMs) this.options.cache.clear();
    this.options.log.warn(
      { input: this.options.id, code, signal, errors },
      'a decoder ended by itself and is started again',
    );
  }

  private takePicture(from: Decoder, mediaMs: number, picture: Picture): void {
    const { id, arrivals, pictures, isPlaced } = this.options;
    arrivals.seen(id, this.options.now());
    const { coming } = this;
    if (coming?.decoder === from && isPlaced() && !this.catchesUp(coming, mediaMs)) {
      if (coming.latest !== null) pictures.pool.give(coming.latest.picture.data);
      coming.latest = { mediaMs, picture };
      return;
    }
    if (coming?.decoder === from) this.takeOver(coming);
    if (this.serving?.decoder !== from || !isPlaced()) {
      pictures.pool.give(picture.data);
      return;
    }
    this.noteOutput(this.serving, 'video', mediaMs);
    pictures.add(mediaMs, picture);
  }

  private takeSound(from: Decoder, mediaMs: number, sound: Buffer): void {
    const { coming } = this;
    if (coming?.decoder === from) {
      const ready = this.catchesUp(coming, mediaMs);
      if (ready && from.form.picture === null) this.takeOver(coming);
    }
    const { serving } = this;
    if (serving?.decoder === from) this.noteOutput(serving, 'audio', mediaMs);
    // Either may be ahead of the other. Both say the same, and what is there already is not written twice.
    if (serving?.decoder === from || coming?.decoder === from) this.options.sound.write(mediaMs, sound);
  }

  /** Notes output of a decoder that is to take over; true once it has caught up. */
  private catchesUp(coming: Running, mediaMs: number): boolean {
    const now = this.options.now();
    coming.firstOutputMs ??= now;
    coming.watch.answered();
    return now + caughtUpMs <= this.options.playout.dueMs(mediaMs);
  }

  private endPatience(now: number): void {
    const { coming } = this;
    if (coming === null || coming.firstOutputMs === null || now - coming.firstOutputMs < maxCatchUpMs) return;
    this.takeOver(coming);
    if (coming.latest === null) return;
    // Of a stream that stands still it is the only one that will come.
    this.options.pictures.add(coming.latest.mediaMs, coming.latest.picture);
    coming.latest = null;
  }

  private takeOver(coming: Running): void {
    const former = this.serving;
    this.serving = coming;
    this.coming = null;
    void former?.decoder.stop();
  }

  private noteOutput(running: Running, kind: 'video' | 'audio', mediaMs: number): void {
    const { playout } = this.options;
    const now = this.options.now();
    running.watch.answered();
    this.pace.ranFor(now - running.startedAtMs);
    // Sound is mixed in blocks, each as it begins.
    const wantedMs = playout.dueMs(mediaMs) - (kind === 'audio' ? soundBlockMs : 0);
    const lateMs = now - wantedMs;
    if (lateMs <= 0) running.caughtUp.add(kind);
    else if (running.caughtUp.has(kind) && lateMs < 1000) playout.late(lateMs);
  }
}

function sameForm(one: DecoderForm | undefined, other: DecoderForm): boolean {
  if (one === undefined || one.sound !== other.sound) return false;
  if (one.picture === null || other.picture === null) return one.picture === other.picture;
  return (
    one.picture.width === other.picture.width &&
    one.picture.height === other.picture.height &&
    one.picture.shape === other.picture.shape
  );
}
