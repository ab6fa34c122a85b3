import type { Sample } from '../containers/sample.ts';
import type { AudioTrack, VideoTrack } from '../containers/track.ts';
import { readAudioTrack } from '../containers/audio-track.ts';
import { readVideoTrack } from '../containers/video-track.ts';
import type { MediaPacket } from '../ingest/media-packet.ts';
import { readCodedFrame } from './coded-frame.ts';
import { FramePacer } from './frame-pacer.ts';
import type { KnownTracks, MediaFrame } from './opening.ts';
import { Opening } from './opening.ts';
import { SoundPacer } from './sound-pacer.ts';
import { StreamClock } from './stream-clock.ts';

export interface RecordingTracks {
  readonly video: VideoTrack | null;
  readonly audio: AudioTrack | null;
}

/** Takes what a stream is made of. `begin` comes before the first sample, and again whenever the codecs change. */
export interface SampleConsumer {
  begin(tracks: RecordingTracks): void;
  /** Its duration is what is expected: the next picture tells the true one. */
  picture(sample: Sample): void;
  sound(sample: Sample): void;
}

/** Whether the recording goes on where its codecs change: see `CodecChanges`. */
export interface ChangeGate {
  take(): boolean;
  settled(): void;
}

const everyChange: ChangeGate = { take: () => true, settled: () => undefined };

/**
 * Turns a stream's packets into the samples of its tracks, with times from the recording's beginning. After an
 * interruption the times go on where they were: what lay between takes no room.
 */
export class SampleAssembler {
  readonly #consumer: SampleConsumer;
  readonly #changes: ChangeGate;
  #clock = new StreamClock();
  #video: VideoTrack | null = null;
  #audio: AudioTrack | null = null;
  /** What the consumer was told. */
  #told: RecordingTracks | null = null;
  #opening: Opening | null = new Opening(null);
  #frames = new FramePacer();
  #sounds: SoundPacer | null = null;
  /** The stretch's zero on the stream's clock, and the time it has in the recording. */
  #zeroMs = 0;
  #baseMs = 0;
  #reachedMs = 0;
  #keySeen = false;

  constructor(consumer: SampleConsumer, changes = everyChange) {
    this.#consumer = consumer;
    this.#changes = changes;
  }

  /** Throws RangeError when a configuration cannot be read. */
  packet(packet: MediaPacket): void {
    const frame = readCodedFrame(packet);
    if (frame === null) return;
    if (frame.kind === 'video-config') {
      const isOf = (track: VideoTrack | null | undefined): boolean =>
        track?.codec === frame.codec && track.config.equals(frame.config);
      if (isOf(this.#video)) return;
      if (this.#video !== null) this.#endOpening();
      const told = this.#told?.video ?? null;
      this.#video = isOf(told) ? told : readVideoTrack(frame.codec, frame.config);
      this.#keySeen = false;
      return;
    }
    if (frame.kind === 'audio-config') {
      if (this.#audio?.config.equals(frame.config) === true) return;
      if (this.#audio !== null) this.#endOpening();
      const told = this.#told?.audio ?? null;
      this.#audio = told?.config.equals(frame.config) === true ? told : readAudioTrack(frame.config);
      return;
    }
    const lineMs = this.#clock.at(frame.kind, packet.timestampMs);
    if (this.#opening === null) this.#take(frame, lineMs);
    else if (this.#opening.hold({ frame, lineMs }, this.#known)) this.#begin(this.#opening);
  }

  /** How far the recording's media goes, in milliseconds from its beginning. */
  get reachedMs(): number {
    return Math.ceil(this.#reachedMs);
  }

  /** Where the present stretch was joined on. */
  get joinedMs(): number {
    return this.#baseMs;
  }

  /** The stream breaks off here; what comes next is joined without a gap. */
  interrupt(why: 'hold' | 'interruption'): void {
    if (this.#opening !== null) this.#begin(this.#opening);
    this.#opening = this.#told === null && why === 'interruption' ? new Opening(null) : new Opening(why);
    this.#clock = new StreamClock();
    this.#frames = new FramePacer();
    this.#sounds = this.#audio === null ? null : pacerOf(this.#audio);
    this.#keySeen = false;
  }

  get #known(): KnownTracks {
    const hasBegun = this.#told !== null;
    return { video: this.#video !== null, audio: this.#audio !== null, hasBegun };
  }

  /** What is held back is of the configuration that it came under, not of the one that comes. */
  #endOpening(): void {
    if (this.#opening?.isHolding === true) this.#begin(this.#opening);
  }

  #begin(opening: Opening): void {
    const begun = opening.begin();
    if (begun === null) return;
    if (this.#video === null && this.#audio === null) {
      // Media without a configuration: nothing of it can be decoded, and the next may come with one.
      this.#opening = new Opening(null);
      return;
    }
    this.#opening = null;
    this.#zeroMs = begun.zeroMs;
    this.#baseMs = this.reachedMs;
    if (this.#told === null) this.#tell();
    for (const { frame, lineMs } of begun.frames) this.#take(frame, lineMs);
  }

  #tell(): void {
    const audioChanged = this.#told?.audio !== this.#audio;
    this.#told = { video: this.#video, audio: this.#audio };
    if (audioChanged) this.#sounds = this.#audio === null ? null : pacerOf(this.#audio);
    this.#consumer.begin(this.#told);
  }

  /** False where the media that comes is of other codecs and the recording does not go on with them. */
  #follow(isSame: boolean): boolean {
    if (isSame) this.#changes.settled();
    else {
      if (!this.#changes.take()) return false;
      this.#tell();
    }
    return true;
  }

  #take(frame: MediaFrame, lineMs: number): void {
    const timeMs = this.#baseMs + Math.max(0, lineMs - this.#zeroMs);
    if (frame.kind === 'audio') this.#takeSound(frame.data, timeMs);
    else this.#takePicture(frame, timeMs);
  }

  #takeSound(data: Buffer, timeMs: number): void {
    if (this.#audio === null) return;
    if (!this.#follow(this.#told?.audio === this.#audio)) return;
    const { frameSamples, timescale } = this.#audio;
    const decodeTime = this.#sounds!.decodeTime(timeMs);
    this.#reach(((decodeTime + frameSamples) * 1000) / timescale);
    this.#consumer.sound({ data, decodeTime, duration: frameSamples, compositionOffset: 0, key: true });
  }

  #takePicture(frame: Extract<MediaFrame, { kind: 'video' }>, timeMs: number): void {
    if (this.#video === null || this.#video.codec !== frame.codec) return;
    // Nothing can be decoded before the first key frame.
    this.#keySeen ||= frame.key;
    if (!this.#keySeen) return;
    if (!this.#follow(this.#told?.video === this.#video)) {
      // It is asked again with the next one that can be decoded alone.
      this.#keySeen = false;
      return;
    }
    const decodeTime = this.#frames.decodeTime(timeMs);
    const duration = this.#frames.lastDuration;
    const compositionOffset = this.#frames.compositionOffset(frame.compositionMs);
    // A picture that is shown later than it is decoded may be the last one shown before a join.
    const endTime = decodeTime + Math.max(0, compositionOffset) + duration;
    this.#reach((endTime * 1000) / this.#video.timescale);
    this.#consumer.picture({
      data: frame.data,
      decodeTime,
      duration,
      compositionOffset,
      key: frame.key,
    });
  }

  #reach(endMs: number): void {
    this.#reachedMs = Math.max(this.#reachedMs, endMs);
  }
}

function pacerOf({ timescale, frameSamples }: AudioTrack): SoundPacer {
  return new SoundPacer(timescale, frameSamples);
}
