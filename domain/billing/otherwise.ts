import type { Bill } from './bill.ts';
import { billOf, rateDays } from './bill.ts';
import type { Period } from './calendar.ts';
import { dayMs } from './calendar.ts';
import { subjectOf } from './classify.ts';
import type { DayUsage } from './day-usage.ts';
import { findRate } from './find-rate.ts';
import { meterDays } from './meter.ts';
import type { Metering } from './pieces.ts';
import type { Tariff } from './rate.ts';
import type { FileUsage, Usage } from './usage.ts';
import type { CostWarning } from './warning.ts';
import type { Knobs } from './what-if.ts';
import { changeRows, changeUsage, noKnobs } from './what-if.ts';

/** What is otherwise in a month that was. */
export interface Configuration {
  readonly knobs: Knobs;
  /** For how many days at least a file is charged for in the class that is asked; 0 where none is. */
  readonly minimumDays: number;
}

/** Files of so long ago may still lie there, where they are kept for ever. */
const longestDays = 3650;

/** `day`: `2026-06-01`, whose price of the class says its least days. */
export function configure({ book, cohort }: Tariff, knobs: Knobs, day: string): Configuration {
  const { storageClass, storageRegion } = knobs;
  if (storageClass === null) return { knobs, minimumDays: 0 };
  const subject = subjectOf('storage.vod', { class: storageClass, region: storageRegion ?? 'outside' });
  return { knobs, minimumDays: findRate(book, subject, { cohort, day })?.minimumDays ?? 0 };
}

/** From how many days before it a day's files may still lie there then; 0 where they go as they went. */
export function daysBefore({ knobs: { retentionDays }, minimumDays }: Configuration): number {
  return Math.max(retentionDays === 0 ? longestDays : (retentionDays ?? 0), minimumDays);
}

function filesWithin(files: readonly FileUsage[], { fromMs, untilMs }: Period): readonly FileUsage[] {
  return files.filter(
    (file) => file.fromMs < untilMs && (file.untilMs ?? Infinity) > Math.max(file.fromMs, fromMs),
  );
}

/**
 * What a time would have used. `usage` has the files of `daysBefore` and may have those of longer ago, which take no part: they are
 * read once for several configurations.
 */
export function meterOtherwise(
  usage: Usage,
  configuration: Configuration,
  metering: Metering,
): readonly DayUsage[] {
  const { knobs, minimumDays } = configuration;
  const { fromMs, untilMs } = metering.period;
  const lying = { fromMs: fromMs - daysBefore(configuration) * dayMs, untilMs };
  const own = { ...usage, files: filesWithin(usage.files, lying) };
  return changeRows(meterDays(changeUsage(own, knobs, minimumDays), metering), knobs);
}

/** Colder files are fetched out before they are played, and how much of them the usage does not tell. */
function coldWarnings({ storageClass }: Knobs, rows: readonly DayUsage[]): readonly CostWarning[] {
  const isCold = storageClass !== null && storageClass !== 'standard';
  if (!isCold || !rows.some(({ use }) => use.kind === 'playback')) return [];
  const message = `Fetching files out of the class ${storageClass} before they are played costs too; how often that would be is not known, and it is left out.`;
  return [{ code: 'NO_RATE', message }];
}

/** What a month of metered days costs, with what its knobs leave out. */
export function rateOtherwise(tariff: Tariff, rows: readonly DayUsage[], knobs: Knobs = noKnobs): Bill {
  const { fees, warnings } = rateDays(tariff, rows);
  return billOf(
    fees.map(({ line }) => line),
    [...warnings, ...coldWarnings(knobs, rows)],
  );
}
