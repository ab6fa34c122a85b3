/** Which of the vendor's two recording services serves an application: it follows the age of the account. */
export type Cohort = 'css-live-recording' | 'trtc-recording';

/** A price and the page it stands on. Prices are decimal text, so that no digit is lost. */
interface Sourced {
  readonly source: string;
}

/** One fee a month: price × highest number of channels at one time (× share of days with recording). */
export interface PeakChannelPrice extends Sourced {
  readonly kind: 'peak-channels';
  readonly perChannelMonth: string;
  /** Whether days without recording are left out of the month. */
  readonly byValidDays: boolean;
}

export interface SizeClass {
  readonly name: string;
  readonly price: string;
}

/** Minutes of every file by the area of its picture, summed by day and rounded up. */
export interface FileMinutePrice extends Sourced {
  readonly kind: 'file-minutes';
  /** Per 1000 minutes; `maxPixels` null is everything above. A file without a picture is audio. */
  readonly audio: string;
  readonly classes: readonly (SizeClass & { readonly maxPixels: number | null })[];
}

export interface TranscodingPrice extends Sourced {
  /** Per minute, H.264; both sides must fit; `null` is everything above. */
  readonly classes: readonly (SizeClass & {
    readonly maxLong: number | null;
    readonly maxShort: number | null;
  })[];
}

export interface StoragePrice extends Sourced {
  readonly perGbDay: string;
  readonly where: string;
}

export interface PlaybackPrice extends Sourced {
  readonly where: string;
  /** The whole day's total takes the price of the tier it reaches; a bound belongs to the tier it begins. */
  readonly tiers: readonly { readonly fromGb: number; readonly perGb: string }[];
}

/** Prices as they stood on some day. A book never changes; a new price is a new book. */
export interface PriceBook {
  readonly id: string;
  readonly title: string;
  /** The newest date of the pages that it was taken from, `YYYY-MM-DD`. */
  readonly pagesDate: string;
  readonly currency: 'USD';
  readonly recording: Readonly<Record<Cohort, PeakChannelPrice | FileMinutePrice>>;
  readonly transcoding: TranscodingPrice;
  readonly storage: StoragePrice;
  readonly playback: PlaybackPrice;
}
