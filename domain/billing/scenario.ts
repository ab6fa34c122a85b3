import type { RecordingFormat } from '../recording/formats.ts';
import type { Codec, StorageClass, StorageRegion, TrafficRegion } from './items.ts';
import type { PresetName } from './presets.ts';
import type { AccountCohort, Subject } from './price-book.ts';

/** `each-stream`: a file of every anchor; `mixed`: one file of all together; `both`: these and that. */
export const scenarioMethods = ['each-stream', 'mixed', 'both'] as const;
export type ScenarioMethod = (typeof scenarioMethods)[number];

export interface RegionShare {
  readonly region: TrafficRegion;
  readonly percent: string;
}

/** Use that is known as such, rated as it is: a row of a book, how much in its unit, how often. */
export interface KnownUse extends Subject {
  /** Of one use, in the unit of the price. */
  readonly quantity: string;
  readonly usesPerDay: string;
  /** Days of such use; null for all days of the month where the fee is a month's, else 1. */
  readonly days: number | null;
}

/** Another currency beside USD, by a rate of some day. */
export interface Exchange {
  readonly currency: string;
  readonly perUsd: string;
  readonly asOf: string;
  readonly source: string;
}

/** A plan in the words of the business. Decimal text where digits matter; whole numbers elsewhere. */
export interface Scenario {
  readonly preset: PresetName | null;
  /** Prices of this day, and the month it lies in: `2026-11-27`. */
  readonly at: string;
  readonly cohort: AccountCohort;
  readonly roomsPerDay: number;
  readonly daysPerMonth: number;
  /** The most rooms that are recorded at one time. */
  readonly roomsAtOnce: number;
  readonly minutesPerRoom: string;
  readonly anchorsPerRoom: number;
  readonly width: number;
  readonly height: number;
  /** Picture and sound of one anchor together. */
  readonly bitrateKbps: string;
  readonly audioOnly: boolean;
  /** Of mixed pictures. */
  readonly codec: Codec;
  readonly formats: readonly RecordingFormat[];
  readonly method: ScenarioMethod;
  readonly mixWidth: number;
  readonly mixHeight: number;
  readonly mixBitrateKbps: string;
  readonly mixMinutesPerRoom: string;
  readonly relayViewersPerRoom: string;
  readonly relayMinutesPerViewer: string;
  readonly relayRegions: readonly RegionShare[];
  /** Days that files are kept; 0 for ever, of which a year is counted. */
  readonly retentionDays: number;
  readonly storageClass: StorageClass;
  readonly storageRegion: StorageRegion;
  readonly viewersPerRoom: string;
  readonly minutesPerViewer: string;
  readonly playbackRegions: readonly RegionShare[];
  /** Days of the month over which it is watched, evenly. */
  readonly playbackDaysPerMonth: number;
  /** Size of one room's recording in one format where it is known; null: minutes × bit rate. */
  readonly fileGb: string | null;
  /** How often each file is fetched to one's own server. */
  readonly ownServerDownloads: number;
  /** People whose call minutes are counted too; 0 leaves calls out. */
  readonly callUsersPerRoom: number;
  /** Whether it is watched in the vendor's mobile player. */
  readonly mobilePlayer: boolean;
  readonly growthPercentPerMonth: string;
  readonly months: number;
  readonly useFreeMinutes: boolean;
  /** Ids of prepaid packages, the oldest first. */
  readonly packages: readonly string[];
  readonly exchange: Exchange | null;
  readonly measures: readonly KnownUse[];
}

/** Where the value of a field came from. */
export type InputOrigin = 'given' | 'preset' | 'default';
