import type { Placement } from '../../domain/mixing/layout.ts';
import { fitWithin, type Canvas, type Rect } from '../../domain/mixing/rect.ts';
import { readVideoTrack } from '../containers/video-track.ts';
import { GopCache } from '../ingest/gop-cache.ts';
import type { MediaPacket } from '../ingest/media-packet.ts';
import { isCodecConfig, isMedia } from '../ingest/packet-body.ts';
import { readVideoBody } from '../ingest/video-body.ts';
import type { DecoderForm } from './decoder.ts';
import { InputClock } from './input-clock.ts';
import { InputDecoders, type DecoderRoom } from './input-decoders.ts';
import type { Picture } from './picture.ts';
import { PictureQueue } from './picture-queue.ts';
import { Playout } from './playout.ts';
import { SoundTrack, soundCushionMs } from './sound-track.ts';

/** How long to wait for the second configuration before a stream counts as pictures or sound alone. */
const bothKindsGraceMs = 300;

export interface MixInputOptions extends DecoderRoom {
  /** The stream turned out to have pictures. */
  readonly onPictures: () => void;
}

/** One stream of the mix: takes its packets, keeps its decoder running, and has its picture and sound ready when due. */
export class MixInput {
  readonly id: string;
  readonly playout = new Playout();
  readonly sound = new SoundTrack(soundCushionMs);
  private readonly options: MixInputOptions;
  private readonly clock = new InputClock();
  private readonly cache = new GopCache<number>();
  private firstPacketMs: number | null = null;
  private heard = false;
  /** Of the pictures as they are sent; null until a configuration says it. */
  private size: Canvas | null = null;
  private place: Placement | null = null;
  private readonly pictures = new PictureQueue(this.playout);
  private readonly decoders: InputDecoders;
  private refused = false;
  private closed = false;

  constructor(options: MixInputOptions) {
    this.id = options.id;
    this.options = options;
    // Until it turns out to have no pictures: whoever joins with some is to be seen before others change their size.
    options.arrivals.expect(options.id, options.now());
    this.decoders = new InputDecoders({
      ...options,
      ...{ cache: this.cache, playout: this.playout, pictures: this.pictures, sound: this.sound },
      isPlaced: () => this.place !== null,
    });
  }

  /** Whether the stream's sound is mixed, and where its picture goes. */
  arrange(heard: boolean, place: Placement | null): void {
    this.heard = heard;
    this.place = place;
    if (place === null) {
      this.pictures.clear();
      this.options.arrivals.forget(this.id);
    }
    if (!this.closed) this.decoders.provide(this.wantedForm());
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
    this.decoders.feed(this.wantedForm(), packet, mediaMs);
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

  /** Called about every 40 ms: heals what hangs or has ended. */
  tend(): void {
    if (!this.closed) this.decoders.tend(this.wantedForm());
  }

  /** The picture to show at a time of the mix: the last one due; while the stream stalls, the last there was. */
  pictureAt(mixMs: number): Picture | null {
    return this.pictures.at(mixMs);
  }

  get hasPicture(): boolean {
    return this.size !== null;
  }

  /** Area of the stream's picture as it is sent; 0 where it is not seen. */
  get seenPixels(): number {
    return this.place === null || this.size === null ? 0 : this.size.width * this.size.height;
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
  close(): Promise<void> {
    this.closed = true;
    this.options.arrivals.forget(this.id);
    return this.decoders.end();
  }

  /** Heard or seen. */
  get isMixed(): boolean {
    return this.heard || this.place !== null;
  }

  private wantedForm(): DecoderForm | null {
    if (!this.isMixed || this.firstPacketMs === null) return null;
    const { video, audio } = this.cache;
    if (video === null && audio === null) return null;
    const alone = video === null || audio === null;
    if (alone && this.options.now() - this.firstPacketMs < bothKindsGraceMs) return null;
    if (video === null) this.options.arrivals.forget(this.id);
    const picture = video === null || this.place === null ? null : this.pictureForm(this.place);
    const sound = audio !== null && this.heard;
    return picture === null && !sound ? null : { picture, sound };
  }

  private pictureForm(place: Placement): DecoderForm['picture'] {
    const { width, height } = this.drawnRect(place);
    return { width, height, shape: place.renderMode === 'scale' ? 'exact' : place.renderMode };
  }
}
