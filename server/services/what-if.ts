import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Bill } from '../../domain/billing/bill.ts';
import { dayMs, daysOf } from '../../domain/billing/calendar.ts';
import type { Comparison } from '../../domain/billing/compare.ts';
import { compareLines } from '../../domain/billing/compare.ts';
import type { DayUsage } from '../../domain/billing/day-usage.ts';
import { meterDays } from '../../domain/billing/meter.ts';
import type { MonthHint, Recorded } from '../../domain/billing/month-hints.ts';
import { hintsOfMonth, ideasOfMonth, recordedIn } from '../../domain/billing/month-hints.ts';
import type { Configuration } from '../../domain/billing/otherwise.ts';
import { configure, daysBefore, meterOtherwise, rateOtherwise } from '../../domain/billing/otherwise.ts';
import { readKnobs } from '../../domain/billing/read-knobs.ts';
import { assumptionsOfKnobs, noKnobs } from '../../domain/billing/what-if.ts';
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

export interface MonthQuery {
  readonly month: string;
  readonly sdkAppId: number | null;
  readonly bookId: string | null;
}

export interface WhatIfQuery extends MonthQuery {
  /** As they came: see `Knobs`. */
  readonly knobs: unknown;
}

/** Both read the month's raw usage once, a day at a time, and throw FORBIDDEN without COSTS. */
export interface WhatIfs {
  /** Throws BAD_INPUT with every bad knob. */
  ask(principal: Principal, query: WhatIfQuery): Promise<WhatIf>;
  /** What of a month would have cost less, as `ask` says it of the same knobs; the greatest saving first. */
  hints(principal: Principal, query: MonthQuery): Promise<readonly MonthHint[]>;
}

export interface WhatIfDeps {
  readonly billing: Pick<Billing, 'bill'>;
  readonly usage: UsageStore;
  readonly applications: Pick<Applications, 'choose'>;
}

/** What each day of a month was, and would have been in each configuration. */
interface MeteredBoth {
  readonly before: readonly DayUsage[];
  readonly after: readonly (readonly DayUsage[])[];
  readonly recorded: ReadonlySet<Recorded>;
}

export function openWhatIfs({ billing, usage, applications }: WhatIfDeps): WhatIfs {
  const meterBoth = async (
    sdkAppId: number,
    { period, measuredUntil }: Pick<BookedBill, 'period' | 'measuredUntil'>,
    configurations: readonly Configuration[],
  ): Promise<MeteredBoth> => {
    const nowMs = measuredUntil?.getTime() ?? period.fromMs;
    const before: DayUsage[] = [];
    const after = configurations.map((): DayUsage[] => []);
    const recorded = new Set<Recorded>();
    const keptMs = Math.max(...configurations.map(daysBefore)) * dayMs;
    for (const day of daysOf({ fromMs: period.fromMs, untilMs: Math.min(period.untilMs, nowMs) })) {
      const metering = { period: day, nowMs };
      const own = await readUsage(usage, sdkAppId, day, day.fromMs - keptMs);
      before.push(...meterDays(own, metering));
      for (const one of recordedIn(own)) recorded.add(one);
      for (const [index, configuration] of configurations.entries()) {
        after[index]!.push(...meterOtherwise(own, configuration, metering));
        // A day of a large application takes a while: whoever waits for this process comes first.
        await nextTurn();
      }
    }
    return { before, after, recorded };
  };

  /** The month's bill, and of which application it is. */
  const billOf = async (principal: Principal, { month, sdkAppId, bookId }: MonthQuery) => {
    const metered = await billing.bill(principal, { day: null, month, sdkAppId, bookId });
    return { metered, sdkAppId: applications.choose(sdkAppId, principal.scope).sdkAppId };
  };

  return {
    async ask(principal, query) {
      const knobs = readKnobs(query.knobs, 'input.knobs');
      const { metered, sdkAppId } = await billOf(principal, query);
      const { tariff } = metered;
      const configuration = configure(tariff, knobs, `${query.month}-01`);
      const { before, after } = await meterBoth(sdkAppId, metered, [configuration]);
      const was = rateOtherwise(tariff, before);
      const changed = rateOtherwise(tariff, after[0]!, knobs);
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
    async hints(principal, query) {
      const { metered, sdkAppId } = await billOf(principal, query);
      const { tariff } = metered;
      const day = `${query.month}-01`;
      const tried = ideasOfMonth(tariff, day).map((idea) => ({
        idea,
        configuration: configure(tariff, { ...noKnobs, ...idea.change }, day),
      }));
      const configurations = tried.map(({ configuration }) => configuration);
      const { before, after, recorded } = await meterBoth(sdkAppId, metered, configurations);
      return hintsOfMonth(
        rateOtherwise(tariff, before),
        tried.map(
          ({ idea, configuration: { knobs } }, index) =>
            [idea, rateOtherwise(tariff, after[index]!, knobs)] as const,
        ),
        recorded,
      );
    },
  };
}
