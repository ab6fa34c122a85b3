import type { Charge } from '../items.ts';
import { charges } from '../items.ts';

/** What the provider's usage calls count of a day, and which of its calls says it. Of the whole account. */
export const measures = {
  /** Seconds of legacy recordings' files, by class. */
  recorded: { charge: 'RECORDING', unit: 'second', call: 'DescribeRecordStatistic' },
  /** The day's highest number of channels. */
  channels: { charge: 'RECORDING', unit: 'channel', call: 'DescribeConcurrentRecordStreamNum' },
  /** Minutes of mixes by what comes out. */
  mixed: { charge: 'TRANSCODING', unit: 'minute', call: 'DescribeMixTranscodingUsage' },
  /** The day's highest number of bytes. */
  stored: { charge: 'STORAGE', unit: 'byte', call: 'DescribeStorageDetails' },
  played: { charge: 'PLAYBACK', unit: 'byte', call: 'DescribeCDNUsageData' },
  /** Minutes of users and robots by what they receive. */
  calls: { charge: 'OTHER', unit: 'minute', call: 'DescribeTrtcUsage' },
} as const satisfies Readonly<
  Record<string, { readonly charge: Charge; readonly unit: string; readonly call: string }>
>;
export type Measure = keyof typeof measures;
export const measureNames = Object.keys(measures) as readonly Measure[];

/** The vendor's classes of size; the codec is added where it is not H.264, as `HD/h265`. */
export type SizeClass = 'audio' | 'SD' | 'HD' | 'FHD' | '2K' | '4K';

/** Two numbers agree that differ by no more than the greater of both: so much, or so much of the larger of them. */
export interface Tolerance {
  readonly absolute: string;
  readonly relative: string;
}

/**
 * Of usage, by measure. Seconds: each file's end is known to the second. Channels: how the vendor samples is not published.
 * Minutes: a begun one of each class counts whole on the provider's side. Bytes: what is under way when the provider counts.
 */
export const usageTolerances: Readonly<Record<Measure, Tolerance>> = {
  recorded: { absolute: '5', relative: '0.01' },
  channels: { absolute: '0', relative: '0.05' },
  mixed: { absolute: '1', relative: '0.02' },
  stored: { absolute: '0', relative: '0.01' },
  played: { absolute: '0', relative: '0.1' },
  calls: { absolute: '1', relative: '0.02' },
};

/** Of money, by charge: in the currency of the book. Delivery is billed on more bytes than logs show. */
export const amountTolerances: Readonly<Record<Charge, Tolerance>> = {
  ...(Object.fromEntries(charges.map((charge) => [charge, { absolute: '0.01', relative: '0.01' }])) as Record<
    Charge,
    Tolerance
  >),
  PLAYBACK: { absolute: '0.01', relative: '0.1' },
};
