/** One coded frame of a track. Times are ticks of the track's timescale, counted from the recording's beginning. */
export interface Sample {
  readonly data: Buffer;
  readonly decodeTime: number;
  readonly duration: number;
  /** Presentation minus decoding time; not zero where the encoder reorders frames. */
  readonly compositionOffset: number;
  readonly key: boolean;
}
