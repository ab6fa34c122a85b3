import type { Logger } from 'pino';
import type { Placement } from '../../domain/mixing/layout.ts';
import { fitWithin, type Canvas, type Rect } from '../../domain/mixing/rect.ts';
import { readVideoTrack } from '../containers/video-track.ts';
import { GopCache } from '../ingest/gop-cache.ts';
import type { MediaPacket } from '../ingest/media-packet.ts';
import { isCodecConfig, isMedia } from '../ingest/packet-body.ts';
import { readVideoBody } from '../ingest/video-body.ts';
import type { ProcessRoom } from '../process/process-room.ts';
import { AnswerWatch } from '../process/answer-watch.ts';
import { startDecoder, type Decoder, type DecoderForm } from './decoder.ts';
import { InputClock } from './input-clock.ts';
import type { Picture } from './picture.ts';
import { PictureQueue } from './picture-queue.ts';
import { Playout } from './playout.ts';
import { RestartPace } from '../process/restart-pace.ts';
import { SoundTrack } from './sound-track.ts';

/** How long to wait for the second configuration before a stream counts as pictures or sound alone. */
const bothKindsGraceMs = 300;
/** A decoder that ends within this of its start is ended by what it was given: it is not given the same again. */
const poisonedMs = 2000;

interface Running {
  readonly decoder: Decoder;
  readonly startedAtMs: number;
  readonly watch: AnswerWatch;
  /** The kinds that came in time once; before that, being late is only the start of the child and its replay. */
  readonly caughtUp: Set<'video' | 'audio'>;
}

export interface MixInputOptions {
  readonly id: string;
  readonly ffmpegPath: string;
  readonly processes: ProcessRoom;
  readonly log: Logger;
  /** The mix's clock in milliseconds. */
  readonly now: () => number;
  /** The stream turned out to have pictures. */
  readonly onPictures: () => void;
}

/** One stream of the mix: takes its packets, keeps its decoder running, and has its picture and sound ready when due. */
export class MixInput {
  readonly id: string;
  readonly playout = new Playout();
  readonly sound = new SoundTrack();
  private readonly options: MixInputOptions;
  private readonly clock = new InputClock();
  private readonly cache = new GopCache<number>();
  private readonly pace = new RestartPace();
  private firstPacketMs: number | null = null;
  private heard = false;
  /** Of the pictures as they are sent; null until a configuration says it. */
  private size: Canvas | null = null;
  private place: Placement | null = null;
  private serving: Running | null = null;
  /** A decoder of another form, which takes over once it delivers. */
  private coming: Running | null = null;
  private readonly pictures = new PictureQueue(this.playout);
  private refused = false;
  private closed = false;

  constructor(options: MixInputOptions) {
    this.id = options.id;
    this.options = options;
  }

  /** Whether the stream's sound is mixed, and where its picture goes. */
  arrange(heard: boolean, place: Placement | null): void {
    this.heard = heard;
    this.place = place;
    if (place === null) this.pictures.clear();
    this.provideDecoder();
  }

  packet(packet: MediaPacket): void {
    if (this.closed || packet.kind === 'metadata' || !this.isDecodable(packet)) return;
    const arrivalMs = this.options.now();
    this.firstPacketMs ??= arrivalMs;
    const mediaMs = this.clock.mediaMs(packet.timestampMs, arrivalMs);
    const media = isMedia(packet);
    if (!media && !isCodecConfig(packet)) return;
    if (media) this.playout.observe(packet.kind, mediaMs, arrivalMs);
    this.cache.add(packet, mediaMs);
    if (packet.kind === 'video' && !media) this.noteSize(packet);
    // A decoder started now is given the cache, and this packet within it.
    const fresh = this.provideDecoder();
    for (const running of [this.serving, this.coming]) {
      if (running === null || running === fresh) continue;
      if (running.decoder.feed(packet, mediaMs)) running.watch.fed(arrivalMs);
    }
  }

  private noteSize({ payload }: MediaPacket): void {
    const body = readVideoBody(payload);
    const hadPictures = this.size !== null;
    try {
      const { width, height } = readVideoTrack('h264', payload.subarray(body!.dataAt));
      this.size = { width, height };
    } catch {
      // Its decoder will say what is wrong with it; until then its shape is that of its place.
      this.size = { width: 0, height: 0 };
    }
    if (!hadPictures) this.options.onPictures();
  }

  /** Decoders are given FLV, in which the system's ffmpeg may know no picture but H.264. */
  private isDecodable({ kind, payload }: MediaPacket): boolean {
    if (kind !== 'video') return true;
    const codec = readVideoBody(payload)?.codec;
    if (codec === 'h264') return true;
    if (codec !== undefined && !this.refused) {
      this.refused = true;
      this.options.log.warn({ input: this.id, codec }, 'this picture cannot be mixed; its sound is');
    }
    return false;
  }

  /** Called with every picture of the mix: heals what hangs or has ended. */
  tend(): void {
    if (this.closed) return;
    const now = this.options.now();
    for (const running of [this.serving, this.coming]) {
      if (running === null) continue;
      running.decoder.flush();
      if (!running.watch.hangs(now)) continue;
      this.options.log.warn({ input: this.id, pid: running.decoder.pid }, 'a decoder hangs and is ended');
      running.watch.answered(); // its end is on its way
      running.decoder.kill();
    }
    this.provideDecoder();
  }

  /** The picture to show at a time of the mix: the last one due; while the stream stalls, the last there was. */
  pictureAt(mixMs: number): Picture | null {
    return this.pictures.at(mixMs);
  }

  get hasPicture(): boolean {
    return this.size !== null;
  }

  get audible(): boolean {
    return this.heard;
  }

  /** Where the picture is drawn: its place, or the part of it that a picture of its shape takes. */
  drawnAt(): { readonly rect: Rect; readonly zOrder: number } | null {
    const { place } = this;
    return place === null ? null : { rect: this.drawnRect(place), zOrder: place.zOrder };
  }

  private drawnRect({ rect, renderMode }: Placement): Rect {
    return renderMode === 'scale' && this.size !== null ? fitWithin(this.size, rect) : rect;
  }

  /** Ends the decoders; resolves when they are gone. */
  async close(): Promise<void> {
    this.closed = true;
    const running = [this.serving, this.coming];
    this.serving = null;
    this.coming = null;
    await Promise.all(running.filter((one) => one !== null).map(({ decoder }) => decoder.stop()));
  }

  /** Sees to it that a decoder of the wanted form runs, or none. Returns the one that was started just now. */
  private provideDecoder(): Running | null {
    if (this.closed) return null;
    const form = this.wantedForm();
    if (form === null) {
      this.endDecoders();
      return null;
    }
    if (sameForm((this.coming ?? this.serving)?.decoder.form, form)) return null;
    if (this.coming !== null) {
      void this.coming.decoder.stop();
      this.coming = null;
      if (sameForm(this.serving?.decoder.form, form)) return null;
    }
    const started = this.start(form);
    if (this.serving === null) this.serving = started;
    else this.coming = started;
    return started;
  }

  private get isMixed(): boolean {
    return this.heard || this.place !== null;
  }

  private wantedForm(): DecoderForm | null {
    if (!this.isMixed || this.firstPacketMs === null) return null;
    const { video, audio } = this.cache;
    if (video === null && audio === null) return null;
    const alone = video === null || audio === null;
    if (alone && this.options.now() - this.firstPacketMs < bothKindsGraceMs) return null;
    const picture = video === null || this.place === null ? null : this.pictureForm(this.place);
    const sound = audio !== null && this.heard;
    return picture === null && !sound ? null : { picture, sound };
  }

  private pictureForm(place: Placement): DecoderForm['picture'] {
    const { width, height } = this.drawnRect(place);
    return { width, height, shape: place.renderMode === 'scale' ? 'exact' : place.renderMode };
  }

  private start(form: DecoderForm): Running | null {
    const now = this.options.now();
    if (!this.pace.mayStart(now)) return null;
    let decoder: Decoder;
    try {
      decoder = startDecoder({
        name: 'mix decoder',
        ffmpegPath: this.options.ffmpegPath,
        processes: this.options.processes,
        form,
        pool: this.pictures.pool,
        onPicture: (from, mediaMs, picture) => {
          this.takePicture(from, mediaMs, picture);
        },
        onSound: (from, mediaMs, sound) => {
          this.takeSound(from, mediaMs, sound);
        },
      });
    } catch (error) {
      this.pace.failed(now);
      this.options.log.warn({ input: this.id, err: error }, 'a decoder could not be started');
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
    void decoder.exited.then(({ code, signal, errors }) => {
      this.ended(running, { code, signal, errors });
    });
    return running;
  }

  private *replay(): Iterable<{ packet: MediaPacket; mediaMs: number }> {
    const entries = this.cache.sinceKeyFrame;
    const startMs = entries[0]?.note ?? 0;
    if (this.cache.video !== null) yield { packet: this.cache.video, mediaMs: startMs };
    if (this.cache.audio !== null) yield { packet: this.cache.audio, mediaMs: startMs };
    for (const { packet, note } of entries) yield { packet, mediaMs: note };
  }

  private ended(
    running: Running,
    exit: { code: number | null; signal: string | null; errors: string },
  ): void {
    const wasServing = this.serving === running;
    if (!wasServing && this.coming !== running) return; // stopped by us
    if (wasServing) {
      this.serving = this.coming;
      this.coming = null;
    } else this.coming = null;
    const now = this.options.now();
    this.pace.failed(now);
    if (now - running.startedAtMs < poisonedMs) this.cache.clear();
    this.options.log.warn({ input: this.id, ...exit }, 'a decoder ended by itself and is started again');
  }

  private takePicture(from: Decoder, mediaMs: number, picture: Picture): void {
    this.takeOver(from);
    if (this.serving?.decoder !== from || this.place === null) {
      this.pictures.pool.give(picture.data);
      return;
    }
    this.noteOutput(this.serving, 'video', mediaMs);
    this.pictures.add(mediaMs, picture);
  }

  private takeSound(from: Decoder, mediaMs: number, sound: Buffer): void {
    // Sound waits for the first picture of a decoder that is to take over, so that both change at once.
    if (this.coming?.decoder === from && from.form.picture === null) this.takeOver(from);
    if (this.serving?.decoder !== from) return;
    this.noteOutput(this.serving, 'audio', mediaMs);
    this.sound.write(mediaMs, sound);
  }

  private takeOver(from: Decoder): void {
    if (this.coming?.decoder !== from) return;
    const former = this.serving;
    this.serving = this.coming;
    this.coming = null;
    void former?.decoder.stop();
  }

  private noteOutput(running: Running, kind: 'video' | 'audio', mediaMs: number): void {
    const now = this.options.now();
    running.watch.answered();
    this.pace.ranFor(now - running.startedAtMs);
    const lateMs = now - this.playout.dueMs(mediaMs);
    if (lateMs <= 0) running.caughtUp.add(kind);
    else if (running.caughtUp.has(kind) && lateMs < 1000) this.playout.late(lateMs);
  }

  private endDecoders(): void {
    void this.serving?.decoder.stop();
    void this.coming?.decoder.stop();
    this.serving = null;
    this.coming = null;
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
