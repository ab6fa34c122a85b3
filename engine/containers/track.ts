/** The picture codecs that are recorded as they come. Named as the library and the callbacks name them. */
export type VideoCodec = 'h264' | 'hevc' | 'av1';

/** A track of one recording: what a decoder must know before the first sample. */
export interface VideoTrack {
  readonly kind: 'video';
  readonly codec: VideoCodec;
  readonly id: number;
  /** Ticks a second of every time in this track. */
  readonly timescale: number;
  readonly width: number;
  readonly height: number;
  /** The codec's own configuration record as it stands in an MP4: the body of avcC, hvcC or av1C. */
  readonly config: Buffer;
}

export interface AudioTrack {
  readonly kind: 'audio';
  readonly id: number;
  /** Ticks a second: the rate of the AAC core, in which frames count their samples. */
  readonly timescale: number;
  /** What is heard, in Hz: with HE-AAC twice the core's rate. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Ticks that a coded frame lasts: 1024, or 960 where the configuration says so. */
  readonly frameSamples: number;
  /** AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1). */
  readonly config: Buffer;
}

export type Track = VideoTrack | AudioTrack;

export const videoTrackId = 1;
export const audioTrackId = 2;
/** Divides every usual frame rate, and milliseconds too. */
export const videoTimescale = 90_000;
