import type { Codec, Item } from './items.ts';

/** Which of the vendor's recording services serves an application, as our configuration names it. */
export type Cohort = 'css-live-recording' | 'trtc-recording';

/** Accounts and applications to which the same lines of a book apply. */
export const accountCohorts = ['before-2020-07', 'from-2020-07', 'from-2022-08'] as const;
export type AccountCohort = (typeof accountCohorts)[number];

/** Days as `2022-06-01`; both ends are included; null is open. */
export interface Interval {
  readonly from: string | null;
  readonly until: string | null;
}

/** The page that a price stands on, and the date of its edition. */
export interface Source {
  readonly page: string;
  readonly date: string;
}

/** Classes of pictures, smallest first; a bound belongs to its class; null is everything above. */
export type SizeTable =
  | {
      readonly by: 'area' | 'short-side';
      readonly classes: readonly (readonly [name: string, max: number | null])[];
    }
  | {
      /** Both sides must fit. */
      readonly by: 'sides';
      readonly classes: readonly (readonly [name: string, long: number | null, short: number | null])[];
    };

/** `volume`: the whole quantity takes the price of the tier it reaches; `graduated`: each part takes its own tier's. */
export type Walk = 'flat' | 'volume' | 'graduated';

/** One price and everything that decides whether it applies. Prices are decimal text, so that no digit is lost. */
export interface Rate {
  readonly item: Item;
  readonly class: string | null;
  /** Null holds for every codec, region or cohort. */
  readonly codec: Codec | null;
  readonly region: string | null;
  readonly cohorts: readonly AccountCohort[] | null;
  readonly unit: string;
  /** The printed price is of so many units: 1 or 1000. */
  readonly priceFor: number;
  readonly walk: Walk;
  /** Quantities at which tiers begin, the first is 0, and the price of each. */
  readonly tierFrom: readonly string[];
  readonly prices: readonly string[];
  /** Whether a bound belongs to the tier that begins there or to the one before. */
  readonly boundIn: 'next' | 'before';
  /** Over which time quantities are summed before they are rounded and walk the tiers. */
  readonly per: 'day' | 'month';
  /** Begun units count whole: of each single use, or of the sum. */
  readonly roundUp: 'each' | 'sum' | null;
  readonly sizes: SizeTable | null;
  /** A month's fee is paid for the share of its days that were used. */
  readonly byValidDays: boolean;
  /** Billed bytes over counted bytes; decimal text. */
  readonly overhead: string;
  readonly minimumDays: number;
  /** Mixing of one anchor alone is free. */
  readonly loneAnchorFree: boolean;
  /** An output of more than twice the input counts as one more input. */
  readonly bigOutputCounts: boolean;
  readonly from: string;
  readonly until: string | null;
  /** Whether `from` is stated by the vendor, or is the first day on which the price was seen. */
  readonly basis: 'stated' | 'seen';
  readonly source: Source;
  readonly notes: readonly string[];
}

/** What a cohort pays for, as a row: `mix` names the items to look for, first found first. */
export interface CohortRow {
  readonly id: AccountCohort;
  readonly title: string;
  /** Of the account's first application, and of the application itself. */
  readonly firstApplication: Interval;
  readonly application: Interval;
  readonly recording: Item;
  readonly mix: readonly Item[];
  /** Whether the recorder's own presence in the room is charged as a call. */
  readonly robotCalls: boolean;
}

/** What a rate or an allowance is for. */
export interface Subject {
  readonly item: Item;
  readonly class: string | null;
  readonly codec: Codec | null;
  readonly region: string | null;
}

/** Minutes of each month that cost nothing, taken off in this order. */
export interface FreeMinutes {
  readonly id: string;
  readonly minutes: string;
  readonly from: string;
  readonly until: string | null;
  readonly order: readonly Subject[];
  readonly source: Source;
}

/** Packages of one kind; one unit of use takes `ratio` units out of them. */
export interface PackageKind {
  readonly kind: string;
  readonly unit: string;
  readonly months: number;
  readonly ratios: readonly (Subject & { readonly ratio: string })[];
  readonly packages: readonly { readonly id: string; readonly holds: string; readonly price: string }[];
  readonly source: Source;
  readonly notes: readonly string[];
}

/** Prices as pages of some day show them. A book never changes; a new price is a new book. */
export interface PriceBook {
  readonly id: string;
  readonly title: string;
  /** The newest date of the pages that it was taken from, `YYYY-MM-DD`. */
  readonly pagesDate: string;
  readonly currency: 'USD';
  readonly cohorts: readonly CohortRow[];
  readonly rates: readonly Rate[];
  readonly freeMinutes: readonly FreeMinutes[];
  readonly packages: readonly PackageKind[];
}
