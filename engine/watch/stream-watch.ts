import type { PictureReading, QualityObservation } from '../../domain/recording/quality.ts';
import { qualityCodes, qualityLimits } from '../../domain/recording/quality.ts';
import { interruptWatch, watchQuality } from '../../domain/recording/quality-watch.ts';
import type { QualityState } from '../../domain/recording/quality-watch.ts';
import { readAudioTrack } from '../containers/audio-track.ts';
import { readVideoTrack } from '../containers/video-track.ts';
import type { MediaLoss, MediaPacket } from '../ingest/media-packet.ts';
import { isCodecConfig, isKeyFrame, isMedia } from '../ingest/packet-body.ts';
import { readVideoBody } from '../ingest/video-body.ts';
import type { RecordingWarning } from '../record/recorded-file.ts';
import { DriftMeter } from './drift-meter.ts';
import { LengthMeter } from './length-meter.ts';
import { findLoudestStretch, leadingFrames } from './loudest-stretch.ts';
import { MediaLine } from './media-line.ts';
import type { PictureProbe, Thumbnail } from './picture-probe.ts';
import { readThumbnail } from './picture-probe.ts';
import type { SoundProbe } from './sound-probe.ts';
import type { PictureRates } from './stream-meter.ts';
import { StreamMeter } from './stream-meter.ts';

export interface StreamWatchOptions {
  /** A screen share may rightly stand still. */
  readonly aux: boolean;
  /** Null without ffmpeg: then only sizes and times are watched. */
  readonly probes: { readonly pictures: PictureProbe; readonly sounds: SoundProbe } | null;
  readonly sampleMs: number;
  readonly clock: () => number;
  readonly warn: (warning: RecordingWarning) => void;
}

/** A stream whose bytes say that much moves is looked at this much more seldom. */
const calmFactor = 8;
/** Coded sound that is kept for the next look: about ten seconds at 48 kHz. */
const maxSoundFrames = 470;
/** Of the time between two looks at the sound, so much must have been heard. */
const heardShare = 0.75;
/** What is kept of coded sound is hardly longer. */
const longestHeardMs = 8000;
/** Holes in the sound are told together, this often at most. */
const lostSoundEveryMs = 5000;
/** More leaps of a publisher's clock than this are not told one by one. */
const maxLeapsTold = 50;

/** H.264 in FLV's first form: what the decoders of every ffmpeg take. Other codecs are watched by sizes and times. */
function isPlainAvc(payload: Buffer): boolean {
  return (payload[0]! & 0x8f) === 7;
}

/** Watches one recording's stream. Packets pass in a few steps; everything else happens in `tick`, once a second. */
export class StreamWatch {
  readonly #options: StreamWatchOptions;
  readonly #line = new MediaLine();
  readonly #meter = new StreamMeter();
  readonly #drift = new DriftMeter();
  readonly #length = new LengthMeter();
  readonly #arrivals: Record<'video' | 'audio', number | null> = { video: null, audio: null };
  readonly #configs: Record<'video' | 'audio', Buffer | null> = { video: null, audio: null };
  #frameMs = 0;
  #keyFrame: Buffer | null = null;
  #sounds: Buffer[] = [];
  #lookedMs = 0;
  #listenedMs = 0;
  #thumbnail: Thumbnail | null = null;
  #picture: PictureReading | null = null;
  #soundDb: number | null = null;
  #soundSinceMs: number | null = null;
  #paused = false;
  #leapsTold = 0;
  #lossesTold = 0;
  #lostSoundMs = 0;
  #lossToldMs = 0;
  #state: QualityState = {};

  constructor(options: StreamWatchOptions) {
    this.#options = options;
  }

  packet(packet: MediaPacket): void {
    if (packet.kind === 'metadata') return;
    if (isCodecConfig(packet)) {
      this.#configure(packet);
      return;
    }
    if (this.#paused || !isMedia(packet)) return;
    const now = this.#options.clock();
    const lineMs = this.#line.at(packet.kind, packet.timestampMs);
    this.#arrivals[packet.kind] = now;
    if (packet.kind === 'video') {
      this.#meter.picture(packet, now);
      this.#drift.picture(lineMs, now);
      if (isKeyFrame(packet) && isPlainAvc(packet.payload)) this.#keyFrame = packet.payload;
      return;
    }
    this.#drift.sound(lineMs, this.#frameMs, now);
    if (this.#options.probes === null) return;
    this.#sounds.push(packet.payload);
    if (this.#sounds.length > maxSoundFrames) this.#sounds.shift();
  }

  /** Media was lost on its way. Short holes in the sound are told together, at most every few seconds. */
  lost({ kind, lostMs }: MediaLoss): void {
    if (this.#paused) return;
    if (kind === 'audio') this.#lostSoundMs += lostMs;
    else this.#tellLoss('pictures', lostMs, this.#line.mediaMs - lostMs);
  }

  /** Nothing is recorded for a while: it is held, or its stream is away. What is told already stays told. */
  pause(): void {
    this.#tellLostSound();
    this.#paused = true;
    this.#line.join();
    this.#length.forget();
    this.#drift.forget();
    this.#sounds = [];
    this.#listenedMs = 0;
    this.#interruptPictures();
    this.#state = interruptWatch(this.#state, qualityCodes);
    this.#arrivals.video = null;
    this.#arrivals.audio = null;
  }

  resume(): void {
    this.#paused = false;
  }

  /** Looks, listens, judges and tells. */
  tick(): void {
    const { video, audio } = this.#arrivals;
    if (this.#paused || (video === null && audio === null)) return;
    const now = this.#options.clock();
    const arrivedMs = Math.max(video ?? 0, audio ?? 0);
    if (video !== null && now - video >= qualityLimits.stallMs) this.#interruptPictures();
    const rates = this.#meter.read(now);
    this.#look(now, rates);
    this.#listen(now);
    const seen: QualityObservation = {
      ...rates,
      atMs: now,
      mediaMs: this.#line.mediaMs,
      sinceMediaMs: now - arrivedMs,
      sincePictureMs: video === null ? null : now - video,
      sinceSoundMs: audio === null ? null : now - audio,
      soundDb: this.#soundDb,
      soundSinceMs: this.#soundSinceMs,
      picture: this.#picture,
      driftMs: this.#drift.read(now),
      missingMs: this.#length.read(arrivedMs, this.#line.mediaMs),
    };
    this.#soundDb = null;
    this.#picture = null;
    const { state, changes } = watchQuality(this.#state, seen, {
      aux: this.#options.aux,
      markIdOf: (code, number) => `${code}-${String(number)}`,
    });
    this.#state = state;
    for (const change of changes) this.#options.warn(change);
    this.#tellLeaps(now);
    if (now - this.#lossToldMs >= lostSoundEveryMs) this.#tellLostSound();
  }

  /** Rates of before say nothing about what comes after. */
  #interruptPictures(): void {
    this.#keyFrame = null;
    this.#meter.forget();
    this.#state = interruptWatch(this.#state, ['black', 'frozen', 'bitrate-low', 'frame-rate-low']);
  }

  #configure(packet: MediaPacket): void {
    if (packet.kind === 'metadata') return;
    try {
      const { payload } = packet;
      if (packet.kind === 'video') {
        const body = readVideoBody(payload);
        if (body === null) return;
        const { width, height } = readVideoTrack(body.codec, payload.subarray(body.dataAt));
        this.#meter.size(width * height);
        this.#thumbnail = null;
        this.#configs.video = isPlainAvc(payload) ? payload : null;
      } else {
        const { frameSamples, timescale } = readAudioTrack(payload.subarray(2));
        this.#frameMs = (frameSamples * 1000) / timescale;
        this.#configs.audio = payload;
      }
    } catch {
      // What cannot be read is the recorder's to refuse; nothing of it is decoded here.
      this.#configs[packet.kind] = null;
    }
  }

  /** A picture in which much moves is neither black nor frozen: it costs the most to decode and needs it the least. */
  #isSuspicious({ still, pictureKbps, usualPictureKbps }: PictureRates): boolean {
    const { black, frozen } = this.#state;
    if ((black?.openMarkId ?? frozen?.openMarkId ?? null) !== null || typeof black?.turningMs === 'number')
      return true;
    if (still === true || pictureKbps === null || usualPictureKbps === null) return true;
    return pictureKbps < usualPictureKbps / 2;
  }

  #look(now: number, rates: PictureRates): void {
    const { probes, sampleMs } = this.#options;
    const keyFrame = this.#keyFrame;
    const config = this.#configs.video;
    if (probes === null || keyFrame === null || config === null) return;
    const interval = this.#isSuspicious(rates) ? sampleMs : sampleMs * calmFactor;
    if (now - this.#lookedMs < interval) return;
    const asked = probes.pictures.ask(config, keyFrame, (thumbnail) => {
      // What was asked before a pause or a new configuration says nothing about now.
      if (thumbnail === null || config !== this.#configs.video || this.#paused) return;
      this.#picture = readThumbnail(thumbnail, this.#thumbnail);
      this.#thumbnail = thumbnail;
    });
    if (!asked) return;
    this.#lookedMs = now;
    this.#keyFrame = null;
  }

  #listen(now: number): void {
    const { probes, sampleMs } = this.#options;
    const config = this.#configs.audio;
    if (probes === null || config === null || now - this.#listenedMs < sampleMs) return;
    const stretch = findLoudestStretch(this.#sounds);
    if (stretch.length === 0) return;
    // After a stall a handful of frames may be the pause between two words: they must speak for most of the interval.
    const heardMs = (this.#sounds.length - leadingFrames) * this.#frameMs;
    if (heardMs < Math.min(sampleMs, longestHeardMs) * heardShare) return;
    const sinceMs = now - Math.min(heardMs, now - this.#listenedMs);
    const asked = probes.sounds.ask(config, stretch, this.#frameMs, (db) => {
      if (this.#paused) return;
      this.#soundDb = db;
      this.#soundSinceMs = sinceMs;
    });
    if (!asked) return;
    this.#listenedMs = now;
    this.#sounds = this.#sounds.slice(-leadingFrames);
  }

  #tellLostSound(): void {
    if (this.#lostSoundMs === 0) return;
    this.#lossToldMs = this.#options.clock();
    this.#tellLoss('sound', this.#lostSoundMs, this.#line.mediaMs);
    this.#lostSoundMs = 0;
  }

  #tellLoss(what: 'pictures' | 'sound', lostMs: number, mediaMs: number): void {
    if (this.#lossesTold >= qualityLimits.marksPerCode) return;
    this.#lossesTold++;
    this.#options.warn({
      code: 'media-lost',
      level: 'warning',
      markId: `media-lost-${String(this.#lossesTold)}`,
      phase: 'once',
      atMs: this.#options.clock(),
      mediaMs: Math.max(0, Math.round(mediaMs)),
      detail: `${(lostMs / 1000).toFixed(2)} s of ${what} were lost on the way to us`,
    });
  }

  #tellLeaps(now: number): void {
    if (this.#line.leaps <= this.#leapsTold || this.#leapsTold >= maxLeapsTold) return;
    this.#leapsTold = this.#line.leaps;
    this.#options.warn({
      code: 'timestamps-jumped',
      level: 'info',
      markId: `timestamps-jumped-${String(this.#leapsTold)}`,
      phase: 'once',
      atMs: now,
      mediaMs: Math.round(this.#line.mediaMs),
      detail: 'the publisher’s clock leapt by more than ten seconds; the recording goes on without a gap',
    });
  }
}
