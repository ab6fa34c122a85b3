import type { Logger } from 'pino';
import type { GopCache } from '../ingest/gop-cache.ts';
import type { MediaPacket } from '../ingest/media-packet.ts';
import { AnswerWatch } from '../process/answer-watch.ts';
import type { ChildExit } from '../process/child.ts';
import type { ProcessRoom } from '../process/process-room.ts';
import { RestartPace } from '../process/restart-pace.ts';
import { startDecoder, type Decoder, type DecoderForm } from './decoder.ts';
import type { Picture } from './picture.ts';
import type { PictureQueue } from './picture-queue.ts';
import type { Playout } from './playout.ts';
import type { SoundTrack } from './sound-track.ts';

/** A decoder that ends within this of its start is ended by what it was given: it is not given the same again. */
const poisonedMs = 2000;
/** Another size waits so long at most for the first pictures of who joins. */
const maxYieldMs = 500;

interface Running {
  readonly decoder: Decoder;
  readonly startedAtMs: number;
  readonly watch: AnswerWatch;
  /** The kinds that came in time once; before that, being late is only the start of the child and its replay. */
  readonly caughtUp: Set<'video' | 'audio'>;
}

export interface DecoderRoom {
  readonly id: string;
  readonly ffmpegPath: string;
  readonly processes: ProcessRoom;
  readonly log: Logger;
  /** The mix's clock in milliseconds. */
  readonly now: () => number;
  /** The inputs of the mix whose first picture is awaited: while there is one, others keep the decoders they have. */
  readonly joining: Set<string>;
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
 * Keeps a decoder of the wanted form running for one stream. One of another form takes over once it delivers; one that
 * ends or hangs is followed by another.
 */
export class InputDecoders {
  private readonly options: InputDecodersOptions;
  private readonly pace = new RestartPace();
  private serving: Running | null = null;
  /** A decoder of another form, which takes over once it delivers. */
  private coming: Running | null = null;
  private wanted: { readonly form: DecoderForm; readonly sinceMs: number } | null = null;

  constructor(options: InputDecodersOptions) {
    this.options = options;
  }

  /** Takes a packet that is in the cache already: a decoder that is started now is given the cache. */
  feed(form: DecoderForm | null, packet: MediaPacket, mediaMs: number): void {
    const fresh = this.provide(form);
    for (const running of [this.serving, this.coming]) {
      if (running === null || running === fresh) continue;
      if (running.decoder.feed(packet, mediaMs)) running.watch.fed(this.options.now());
      // What follows can wait to be handed on together; a first picture cannot.
      if (running.caughtUp.size === 0) running.decoder.flush();
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
    if (this.serving !== null && this.yields(form)) return null;
    const started = this.start(form);
    if (this.serving === null) this.serving = started;
    else this.coming = started;
    return started;
  }

  /** When a stream joins, all others change their size: children that start at once would keep each other waiting. */
  private yields(form: DecoderForm): boolean {
    const { joining, id, now } = this.options;
    if (this.wanted === null || !sameForm(this.wanted.form, form)) this.wanted = { form, sinceMs: now() };
    return joining.size > (joining.has(id) ? 1 : 0) && now() - this.wanted.sinceMs < maxYieldMs;
  }

  /** Ends the decoders; resolves when they are gone. */
  async end(): Promise<void> {
    this.options.joining.delete(this.options.id);
    const running = [this.serving, this.coming];
    this.serving = null;
    this.coming = null;
    await Promise.all(running.filter((one) => one !== null).map(({ decoder }) => decoder.stop()));
  }

  private start(form: DecoderForm): Running | null {
    const { id, ffmpegPath, processes, log, pictures } = this.options;
    const now = this.options.now();
    if (!this.pace.mayStart(now)) return null;
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
      caughtUp: new Set(),
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
    this.options.joining.delete(this.options.id);
    this.pace.failed(now);
    if (now - running.startedAtMs < poisonedMs) this.options.cache.clear();
    this.options.log.warn(
      { input: this.options.id, code, signal, errors },
      'a decoder ended by itself and is started again',
    );
  }

  private takePicture(from: Decoder, mediaMs: number, picture: Picture): void {
    const { id, joining, pictures, isPlaced } = this.options;
    joining.delete(id);
    this.takeOver(from);
    if (this.serving?.decoder !== from || !isPlaced()) {
      pictures.pool.give(picture.data);
      return;
    }
    this.noteOutput(this.serving, 'video', mediaMs);
    pictures.add(mediaMs, picture);
  }

  private takeSound(from: Decoder, mediaMs: number, sound: Buffer): void {
    // Sound waits for the first picture of a decoder that is to take over, so that both change at once.
    if (this.coming?.decoder === from && from.form.picture === null) this.takeOver(from);
    if (this.serving?.decoder !== from) return;
    this.noteOutput(this.serving, 'audio', mediaMs);
    this.options.sound.write(mediaMs, sound);
  }

  private takeOver(from: Decoder): void {
    if (this.coming?.decoder !== from) return;
    const former = this.serving;
    this.serving = this.coming;
    this.coming = null;
    void former?.decoder.stop();
  }

  private noteOutput(running: Running, kind: 'video' | 'audio', mediaMs: number): void {
    const { playout } = this.options;
    const now = this.options.now();
    running.watch.answered();
    this.pace.ranFor(now - running.startedAtMs);
    const wantedMs = playout.dueMs(mediaMs);
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
