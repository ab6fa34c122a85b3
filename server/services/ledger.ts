import { setImmediate as nextTurn } from 'node:timers/promises';
import { kindOfApplication } from '../../domain/application/kind.ts';
import { rateDays } from '../../domain/billing/bill.ts';
import type { Period } from '../../domain/billing/calendar.ts';
import { dayMs, daysOf, monthOf, printDay, printMonth, readMonth } from '../../domain/billing/calendar.ts';
import type { DayUsage } from '../../domain/billing/day-usage.ts';
import { changesOf, correctRows } from '../../domain/billing/ledger-change.ts';
import type { MeteredDay } from '../../domain/billing/meter.ts';
import { openMeter } from '../../domain/billing/meter.ts';
import type { Tariff } from '../../domain/billing/rate.ts';
import { sumsOf } from '../../domain/billing/rate.ts';
import type { Usage } from '../../domain/billing/usage.ts';
import type { Decimal } from '../../domain/money.ts';
import { printDecimal } from '../../domain/money.ts';
import type { LedgerPage, LedgerStore, OpenLedger } from '../ports/ledger.ts';
import type { UsageStore } from '../ports/usage.ts';
import type { UsageStream } from '../ports/usage-stream.ts';
import type { ApplicationRecord, Applications } from './applications.ts';
import { cohortOf, companionsOf } from './applications.ts';
import type { PriceBooks } from './price-books.ts';

/** Callbacks and the vendor's counts come late: what changes in a day within this time after it is no correction. */
const lateMs = 4 * 3_600_000;
/** The vendor settles a month until the fifth day of the next one. */
const closesAfterMs = 5 * dayMs;

/** The last month whose time to close has come at an instant. */
const lastToClose = (atMs: number): Period => monthOf(monthOf(atMs - closesAfterMs).fromMs - 1);

const longestPassMs = 31 * dayMs;

/** A ledger is read as it is for so long. */
const freshMs = 1000;
/** Nobody waits for a metering that takes longer. */
const quickMs = 300;

export interface LedgerDeps {
  readonly ledger: LedgerStore;
  readonly usageStream: UsageStream;
  /** Say what a month that closes is rated by. */
  readonly books: Pick<PriceBooks, 'tariff'>;
  /** Whose channels the account's peak has too. */
  readonly applications: Pick<Applications, 'all'>;
  readonly clock: () => Date;
}

export interface Ledger {
  /** Meters what is new or was changed, and closes months whose time has come. One at a time; others wait for it. */
  refresh(application: Pick<ApplicationRecord, 'sdkAppId' | 'cohort'>): Promise<void>;
  /** Whole months as they are known, brought up to now first where that is quick. */
  read(application: Pick<ApplicationRecord, 'sdkAppId' | 'cohort'>, months: Period): Promise<LedgerPage>;
  /** The same as it was metered last: of applications that a bill is not of. */
  readKept(sdkAppId: number, months: Period): Promise<LedgerPage>;
  /** Months `2026-06` in which anything was used, newest first, brought up to now as `read` is. */
  months(application: Pick<ApplicationRecord, 'sdkAppId' | 'cohort'>): Promise<readonly string[]>;
}

/**
 * Raw usage of whatever touches a time, and files that lay there since `filesFromMs`. What settings record has ids of tasks too, which
 * are nothing to money.
 */
export async function readUsage(
  usage: UsageStore,
  sdkAppId: number,
  period: Period,
  filesFromMs = period.fromMs,
): Promise<Usage> {
  const asked = [sdkAppId, period.fromMs, period.untilMs] as const;
  const isOfTasks = kindOfApplication(sdkAppId) === 'task';
  const [channels, tasks, mixes, files, playback] = await Promise.all([
    usage.recordingChannels(...asked),
    isOfTasks ? usage.tasks(...asked) : [],
    usage.mixes(...asked),
    usage.storedFiles(sdkAppId, filesFromMs, period.untilMs),
    usage.playback(...asked),
  ]);
  return {
    channels: isOfTasks ? channels : channels.map((channel) => ({ ...channel, taskId: null })),
    ...{ tasks, mixes, files, playback },
  };
}

/** Days that must be metered: those since the last time, and those that something changed in. */
function daysToMeter({ measuredUntil, marks }: OpenLedger, nowMs: number): readonly Period[] {
  const spans = [...marks, { fromMs: measuredUntil.getTime(), untilMs: null }];
  const days = spans.flatMap(({ fromMs, untilMs }) =>
    daysOf({ fromMs, untilMs: Math.min(untilMs ?? nowMs, nowMs) }),
  );
  return [...new Map(days.map((day) => [day.fromMs, day])).values()].toSorted(
    (one, other) => one.fromMs - other.fromMs,
  );
}

/** Days that follow each other, at most a month of them: each is metered in one pass over what was used in it. */
function passesOf(days: readonly Period[]): readonly Period[] {
  const passes: Period[] = [];
  for (const { fromMs, untilMs } of days) {
    const last = passes.at(-1);
    if (last?.untilMs === fromMs && last.untilMs - last.fromMs < longestPassMs)
      passes[passes.length - 1] = { fromMs: last.fromMs, untilMs };
    else passes.push({ fromMs, untilMs });
  }
  return passes;
}

/** What was used in some days, from raw usage that is read once and kept nowhere. */
export async function* meterRaw(
  usage: UsageStream,
  sdkAppId: number,
  period: Period,
  nowMs: number,
  openingBytes: bigint,
): AsyncGenerator<MeteredDay> {
  const meter = openMeter({ period, nowMs }, openingBytes);
  const asked = [sdkAppId, period] as const;
  for await (const channels of usage.channels(...asked)) meter.addChannels(channels);
  for await (const files of usage.changedFiles(...asked)) meter.addFiles(files);
  const none = { channels: [], tasks: [], mixes: [], playback: [] };
  if (kindOfApplication(sdkAppId) === 'task')
    for await (const tasks of usage.tasks(...asked)) meter.add({ ...none, ...tasks });
  for await (const mixes of usage.mixes(...asked)) meter.add({ ...none, mixes });
  meter.add({ ...none, playback: await usage.playback(...asked) });
  for (const day of meter.days()) {
    yield day;
    // A day of a large application takes a while: whoever waits for this process comes first.
    await nextTurn();
  }
}

const pageOf = (ledger: OpenLedger, { fromMs, untilMs }: Period): Promise<LedgerPage> =>
  ledger.page(printDay(fromMs), printDay(untilMs));

/** The rows of a page with what was corrected after their months were closed. */
export function currentRows({ rows, corrections }: LedgerPage): readonly DayUsage[] {
  return correctRows(
    rows,
    corrections.filter(({ afterClose }) => afterClose).map(({ after }) => after),
  );
}

async function keepDay(ledger: OpenLedger, { day, rows, keptBytes }: MeteredDay, now: Date): Promise<void> {
  const name = printDay(day.fromMs);
  const page = await pageOf(ledger, day);
  const isClosed = page.closed.length > 0;
  const changes = changesOf(currentRows(page), rows);
  const meteredAt = await ledger.meteredAt(name);
  const wasOver = meteredAt !== null && meteredAt.getTime() >= day.untilMs + lateMs;
  if (isClosed || wasOver)
    await ledger.correct(changes.map((change) => ({ ...change, madeAt: now, afterClose: isClosed })));
  if (!isClosed && (changes.length > 0 || meteredAt === null || !wasOver))
    await ledger.replaceDay(name, rows, now);
  await ledger.keep(name, keptBytes);
}

export function openLedger({ ledger, usageStream, books, applications, clock }: LedgerDeps): Ledger {
  const running = new Map<number, Promise<void>>();
  const lately = new Map<number, { readonly endedMs: number; readonly tookMs: number }>();
  let queue: Promise<void> = Promise.resolve();

  /** What a month that closes is billed by, and at: packages as the months before it leave them. */
  const billAtClose = async (
    open: OpenLedger,
    application: Pick<ApplicationRecord, 'sdkAppId' | 'cohort'>,
    month: Period,
    now: Date,
  ): Promise<{ readonly tariff: Tariff; readonly total: Decimal }> => {
    const { sdkAppId } = application;
    const name = printMonth(month.fromMs);
    const asked = { sdkAppId, cohort: cohortOf(application), bookId: null, asOf: now };
    const tariff = books.tariff({ ...asked, month: name });
    const { balances = [], balancesFrom = name } = tariff;
    const fromMs = Math.min(month.fromMs, balances.length === 0 ? Infinity : readMonth(balancesFrom)!.fromMs);
    const { rows, closed } = await pageOf(open, { ...month, fromMs });
    const tariffOf = (before: string): Tariff => {
      const keeps = closed.find((row) => row.month === before);
      if (keeps === undefined) return books.tariff({ ...asked, month: before });
      const { cohort, bookId, closedAt } = keeps;
      return books.tariff({ sdkAppId, cohort, month: before, bookId, asOf: closedAt });
    };
    const others = await Promise.all(
      companionsOf(applications.all(), application).map((other) =>
        ledger.read(other.sdkAppId, printDay(month.fromMs), printDay(month.untilMs)),
      ),
    );
    const beside = { others: others.flatMap((page) => page.rows), fromMonth: name };
    const { fees } = rateDays(tariffOf, rows, beside);
    return { tariff, total: sumsOf(fees.map(({ line }) => line)).total };
  };

  const closeMonths = async (
    open: OpenLedger,
    application: Pick<ApplicationRecord, 'sdkAppId' | 'cohort'>,
    now: Date,
  ): Promise<void> => {
    // From the one that was the last to close when it was metered last, however long ago that was.
    const last = lastToClose(now.getTime());
    for (
      let month = lastToClose(open.measuredUntil.getTime());
      month.fromMs <= last.fromMs;
      month = monthOf(month.untilMs)
    ) {
      const page = await pageOf(open, month);
      if (page.closed.length > 0 || page.rows.length === 0) continue;
      const { tariff, total } = await billAtClose(open, application, month, now);
      await open.close({
        ...{ month: printMonth(month.fromMs), bookId: tariff.book.id, cohort: cohortOf(application) },
        ...{ total: printDecimal(total), closedAt: now },
      });
    }
  };

  const meter = async (application: Pick<ApplicationRecord, 'sdkAppId' | 'cohort'>): Promise<void> => {
    const { sdkAppId } = application;
    const now = clock();
    const nowMs = now.getTime();
    await ledger.update(sdkAppId, now, async (open) => {
      for (const pass of passesOf(daysToMeter(open, nowMs))) {
        const opening =
          (await open.keptAt(printDay(pass.fromMs))) ?? (await usageStream.keptBytes(sdkAppId, pass.fromMs));
        for await (const day of meterRaw(usageStream, sdkAppId, pass, nowMs, opening))
          await keepDay(open, day, now);
      }
      await closeMonths(open, application, now);
    });
  };

  const refresh: Ledger['refresh'] = (application) => {
    const known = running.get(application.sdkAppId);
    if (known !== undefined) return known;
    // One at a time: each holds a connection to the database and needs others to read usage.
    const run = queue.then(async () => {
      const began = performance.now();
      await meter(application);
      const ended = performance.now();
      lately.set(application.sdkAppId, { endedMs: ended, tookMs: ended - began });
    });
    queue = run.catch(() => undefined);
    const settled = run.finally(() => running.delete(application.sdkAppId));
    running.set(application.sdkAppId, settled);
    return settled;
  };

  const freshen: Ledger['refresh'] = async (application) => {
    const last = lately.get(application.sdkAppId);
    if (last !== undefined && performance.now() - last.endedMs < freshMs) return;
    const run = refresh(application);
    if (last === undefined || last.tookMs < quickMs) await run;
    // The worker that keeps the ledger says what is wrong; an answer says until when it was metered.
    else run.catch(() => undefined);
  };

  return {
    refresh,
    async read(application, { fromMs, untilMs }) {
      await freshen(application);
      return ledger.read(application.sdkAppId, printDay(fromMs), printDay(untilMs));
    },
    readKept: (sdkAppId, { fromMs, untilMs }) => ledger.read(sdkAppId, printDay(fromMs), printDay(untilMs)),
    async months(application) {
      await freshen(application);
      return ledger.months(application.sdkAppId);
    },
  };
}
