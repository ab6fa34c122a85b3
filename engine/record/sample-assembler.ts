import type { Sample } from '../containers/sample.ts';
import type { AudioTrack, VideoTrack } from '../containers/track.ts';
import { readAudioTrack, readVideoTrack } from '../containers/track.ts';
import type { MediaPacket } from '../ingest/media-packet.ts';
import type { CodedFrame } from './coded-frame.ts';
import { readCodedFrame } from './coded-frame.ts';
import { FramePacer } from './frame-pacer.ts';
import { SoundPacer } from './sound-pacer.ts';
import { StreamClock } from './stream-clock.ts';

export interface RecordingTracks {
  readonly video: VideoTrack | null;
  readonly audio: AudioTrack | null;
}

/** Takes what a stream is made of. `begin` comes before the first sample, and again whenever the codecs change. */
export interface SampleConsumer {
  begin(tracks: RecordingTracks): void;
  picture(sample: Sample): void;
  sound(sample: Sample): void;
}

/** A stream that shows only one kind for this long is taken to have only that one. */
const waitForOtherMs = 500;
/** Held back while it is not known yet what the stream is made of. */
const maxHeldFrames = 600;

type MediaFrame = Extract<CodedFrame, { kind: 'video' | 'audio' }>;
interface TimedFrame {
  readonly frame: MediaFrame;
  readonly lineMs: number;
}

/** Turns a stream's packets into the samples of its tracks, with times from the recording's beginning. */
export class SampleAssembler {
  readonly #consumer: SampleConsumer;
  readonly #clock = new StreamClock();
  #video: VideoTrack | null = null;
  #audio: AudioTrack | null = null;
  #begun = false;
  #held: TimedFrame[] = [];
  #frames = new FramePacer();
  #sounds: SoundPacer | null = null;
  #waiting: Sample | null = null;
  #zero = 0;
  #reachedMs = 0;
  #keySeen = false;

  constructor(consumer: SampleConsumer) {
    this.#consumer = consumer;
  }

  /** Throws RangeError when a configuration cannot be read. */
  packet(packet: MediaPacket): void {
    const frame = readCodedFrame(packet);
    if (frame === null) return;
    if (frame.kind === 'video-config') {
      if (this.#video?.config.equals(frame.config) !== true)
        this.#change(readVideoTrack(frame.config), this.#audio);
      return;
    }
    if (frame.kind === 'audio-config') {
      if (this.#audio?.config.equals(frame.config) !== true)
        this.#change(this.#video, readAudioTrack(frame.config));
      return;
    }
    const timed: TimedFrame = { frame, lineMs: this.#clock.at(packet.timestampMs) };
    if (this.#begun) this.#take(timed);
    else this.#hold(timed);
  }

  /** How far the recording's media goes, in milliseconds from its beginning. */
  get reachedMs(): number {
    return this.#reachedMs;
  }

  /** Gives out the last picture, whose length nothing will tell. */
  end(): void {
    if (!this.#begun && this.#held.length > 0) this.#begin();
    this.#releasePicture(null);
  }

  #change(video: VideoTrack | null, audio: AudioTrack | null): void {
    const running = this.#begun;
    if (running) this.#releasePicture(null);
    this.#video = video;
    this.#audio = audio;
    if (running) this.#announce();
  }

  #hold(timed: TimedFrame): void {
    this.#held.push(timed);
    const bothKnown = this.#video !== null && this.#audio !== null;
    const waited = timed.lineMs - this.#held[0]!.lineMs >= waitForOtherMs;
    if (bothKnown || waited || this.#held.length >= maxHeldFrames) this.#begin();
  }

  #begin(): void {
    if (this.#video === null && this.#audio === null) {
      this.#held = [];
      return;
    }
    const held = this.#held;
    this.#held = [];
    this.#begun = true;
    this.#zero = Math.min(...held.map(({ lineMs }) => lineMs));
    this.#announce();
    for (const timed of held) this.#take(timed);
  }

  #announce(): void {
    this.#frames = new FramePacer();
    this.#sounds =
      this.#audio === null ? null : new SoundPacer(this.#audio.sampleRate, this.#audio.frameSamples);
    this.#keySeen = false;
    this.#consumer.begin({ video: this.#video, audio: this.#audio });
  }

  #take({ frame, lineMs }: TimedFrame): void {
    const sinceZero = Math.max(0, lineMs - this.#zero);
    this.#reachedMs = Math.max(this.#reachedMs, sinceZero);
    if (frame.kind === 'audio') this.#takeSound(frame.data, sinceZero);
    else this.#takePicture(frame, sinceZero);
  }

  #takeSound(data: Buffer, lineMs: number): void {
    const decodeTime = this.#sounds?.decodeTime(lineMs) ?? null;
    if (decodeTime === null) return;
    this.#consumer.sound({
      data,
      decodeTime,
      duration: this.#audio!.frameSamples,
      compositionOffset: 0,
      key: true,
    });
  }

  #takePicture(frame: Extract<MediaFrame, { kind: 'video' }>, lineMs: number): void {
    if (this.#video === null) return;
    // Nothing can be decoded before the first key frame.
    this.#keySeen ||= frame.key;
    if (!this.#keySeen) return;
    const decodeTime = this.#frames.decodeTime(lineMs);
    this.#releasePicture(decodeTime);
    this.#waiting = {
      data: frame.data,
      decodeTime,
      duration: 0,
      compositionOffset: this.#frames.compositionOffset(frame.compositionMs),
      key: frame.key,
    };
  }

  /** A picture lasts until the next one; it is given out when that is known. */
  #releasePicture(nextDecodeTime: number | null): void {
    const waiting = this.#waiting;
    if (waiting === null) return;
    this.#waiting = null;
    const duration =
      nextDecodeTime === null ? this.#frames.lastDuration : nextDecodeTime - waiting.decodeTime;
    this.#consumer.picture({ ...waiting, duration });
  }
}
