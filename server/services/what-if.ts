import type { Bill } from '../../domain/billing/bill.ts';
import { billOf, rateDays } from '../../domain/billing/bill.ts';
import type { Period } from '../../domain/billing/calendar.ts';
import { dayMs, daysOf } from '../../domain/billing/calendar.ts';
import { subjectOf } from '../../domain/billing/classify.ts';
import type { Comparison } from '../../domain/billing/compare.ts';
import { compareLines } from '../../domain/billing/compare.ts';
import type { DayUsage } from '../../domain/billing/day-usage.ts';
import { findRate } from '../../domain/billing/find-rate.ts';
import { meterDays } from '../../domain/billing/meter.ts';
import { readKnobs } from '../../domain/billing/read-knobs.ts';
import type { Tariff } from '../../domain/billing/rate.ts';
import type { CostWarning } from '../../domain/billing/warning.ts';
import type { Knobs } from '../../domain/billing/what-if.ts';
import { assumptionsOfKnobs, changeRows, changeUsage } from '../../domain/billing/what-if.ts';
import { printDecimal } from '../../domain/money.ts';
import type { UsageStore } from '../ports/usage.ts';
import type { Principal } from './access/principal.ts';
import type { Applications } from './applications.ts';
import type { Billing, BookedBill } from './billing.ts';
import { readUsage } from './ledger.ts';

/** A month as it was metered, and what it would have cost otherwise. */
export interface WhatIf {
  readonly metered: BookedBill;
  readonly changed: Bill;
  readonly comparison: Comparison;
  readonly assumptions: readonly string[];
}

export interface WhatIfQuery {
  readonly month: string;
  readonly sdkAppId: number | null;
  readonly bookId: string | null;
  /** As they came: see `Knobs`. */
  readonly knobs: unknown;
}

export interface WhatIfs {
  /** Reads the month's raw usage, a day at a time. Throws FORBIDDEN without COSTS, BAD_INPUT with every bad knob. */
  ask(principal: Principal, query: WhatIfQuery): Promise<WhatIf>;
}

export interface WhatIfDeps {
  readonly billing: Pick<Billing, 'bill'>;
  readonly usage: UsageStore;
  readonly applications: Pick<Applications, 'choose'>;
}

/** Files of so long ago may still lie there, where they are kept for ever. */
const longestDays = 3650;

/** For how many days at least a file is charged for in the class that is asked; 0 where none is. */
function leastDays({ book, cohort }: Tariff, { storageClass, storageRegion }: Knobs, day: string): number {
  if (storageClass === null) return 0;
  const subject = subjectOf('storage.vod', { class: storageClass, region: storageRegion ?? 'outside' });
  return findRate(book, subject, { cohort, day })?.minimumDays ?? 0;
}

/** Colder files are fetched out before they are played, and how much of them the usage does not tell. */
function coldWarnings({ storageClass }: Knobs, rows: readonly DayUsage[]): readonly CostWarning[] {
  const isCold = storageClass !== null && storageClass !== 'standard';
  if (!isCold || !rows.some(({ use }) => use.kind === 'playback')) return [];
  const message = `Fetching files out of the class ${storageClass} before they are played costs too; how often that would be is not known, and it is left out.`;
  return [{ code: 'NO_RATE', message }];
}

export function openWhatIfs({ billing, usage, applications }: WhatIfDeps): WhatIfs {
  /** What each day of a month was, and would have been. */
  const meterBoth = async (
    sdkAppId: number,
    { period, untilMs }: { readonly period: Period; readonly untilMs: number },
    knobs: Knobs,
    minimumDays: number,
  ): Promise<{ readonly before: readonly DayUsage[]; readonly after: readonly DayUsage[] }> => {
    const [before, after]: [DayUsage[], DayUsage[]] = [[], []];
    const kept = Math.max(knobs.retentionDays === 0 ? longestDays : (knobs.retentionDays ?? 0), minimumDays);
    for (const day of daysOf({ fromMs: period.fromMs, untilMs: Math.min(period.untilMs, untilMs) })) {
      const metering = { period: day, nowMs: untilMs };
      const own = await readUsage(usage, sdkAppId, day);
      const files =
        kept === 0
          ? own.files
          : await usage.storedFiles(sdkAppId, day.fromMs - kept * dayMs, Math.min(day.untilMs, untilMs));
      before.push(...meterDays(own, metering));
      const changed = changeUsage({ ...own, files }, knobs, minimumDays);
      after.push(...changeRows(meterDays(changed, metering), knobs));
    }
    return { before, after };
  };

  const rateAll = (tariff: Tariff, rows: readonly DayUsage[], more: readonly CostWarning[] = []): Bill => {
    const { fees, warnings } = rateDays(tariff, rows);
    return billOf(
      fees.map(({ line }) => line),
      [...warnings, ...more],
    );
  };

  return {
    async ask(principal, { month, sdkAppId, bookId, knobs: given }) {
      const knobs = readKnobs(given, 'input.knobs');
      const metered = await billing.bill(principal, { day: null, month, sdkAppId, bookId });
      const application = applications.choose(sdkAppId, principal.scope);
      const { tariff, period, measuredUntil } = metered;
      const span = { period, untilMs: measuredUntil?.getTime() ?? period.fromMs };
      const minimumDays = leastDays(tariff, knobs, `${month}-01`);
      const { before, after } = await meterBoth(application.sdkAppId, span, knobs, minimumDays);
      const was = rateAll(tariff, before);
      const changed = rateAll(tariff, after, coldWarnings(knobs, after));
      const differs = !was.total.equals(metered.bill.total);
      return {
        ...{ metered, changed, comparison: compareLines(was.lines, changed.lines) },
        assumptions: [
          ...assumptionsOfKnobs(knobs),
          ...(differs
            ? [
                `Compared with the usage as it can be read today, which comes to ${printDecimal(was.total)}; the bill is ${printDecimal(metered.bill.total)}.`,
              ]
            : []),
        ],
      };
    },
  };
}
