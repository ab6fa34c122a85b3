import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { prepareAudit } from '../cli/database/audit.ts';
import { startEmbedded } from '../cli/database/embedded.ts';
import { prepareTenants } from '../cli/database/roles.ts';
import { migrateTenants } from '../cli/database/tenants.ts';
import { Decimal, printDecimal } from '../domain/money.ts';
import type { Store } from '../server/adapters/postgres/store.ts';
import { openStore } from '../server/adapters/postgres/store.ts';
import type { UsageStream } from '../server/ports/usage-stream.ts';
import type { Principal } from '../server/services/access/principal.ts';
import { everything } from '../server/services/access/principal.ts';
import type { ApplicationRecord } from '../server/services/applications.ts';
import { openApplications } from '../server/services/applications.ts';
import { openBilling } from '../server/services/billing.ts';
import { openLedger } from '../server/services/ledger.ts';
import { openPriceBooks } from '../server/services/price-books.ts';
import type { Bench, BenchResult } from './bench.ts';
import { loadSessions, month, sdkAppId } from './month-sessions.ts';
import { rateBySql } from './month-sql.ts';

const bookId = 'tencent-intl-2025-10-23';
const bills = 30;
const workMemory = '512MB';

const finance: Principal = {
  ...{
    id: 'bench',
    kind: 'API_KEY',
    role: 'finance',
    keyFingerprint: '',
    scope: everything,
    expiresAt: null,
  },
  actions: new Set(['COSTS'] as const),
};

async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly value: T }> {
  const began = performance.now();
  const value = await work();
  return { ms: Math.round((performance.now() - began) * 10) / 10, value };
}

/** Counts how long the reader waits for the database, and what it gets. */
function watchStream(stream: UsageStream) {
  const seen = { waitedMs: 0, rows: 0 };
  async function* watch<T>(parts: AsyncIterable<T>, rowsOf: (part: T) => number): AsyncGenerator<T> {
    const iterator = parts[Symbol.asyncIterator]();
    for (;;) {
      const began = performance.now();
      const next = await iterator.next();
      seen.waitedMs += performance.now() - began;
      if (next.done === true) return;
      seen.rows += rowsOf(next.value);
      yield next.value;
    }
  }
  const watched: UsageStream = {
    ...stream,
    channels: (...asked) => watch(stream.channels(...asked), ({ startMs }) => startMs.length),
    changedFiles: (...asked) => watch(stream.changedFiles(...asked), ({ bytes }) => bytes.length),
  };
  return { watched, seen };
}

/** The product's own ledger and bill, as an application of either cohort. */
async function openBills(store: Store, stream: UsageStream) {
  const clock = (): Date => new Date(month.untilMs);
  const books = await openPriceBooks(store.priceBooks, clock);
  const alone = openApplications(() => []);
  const ledger = openLedger({
    ...{ ledger: store.ledger, usageStream: stream, books, applications: alone, clock },
  });
  const application = (cohort: ApplicationRecord['cohort']): ApplicationRecord => ({
    ...{ sdkAppId, name: 'bench', formats: ['mp4'] as const, cohort },
  });
  const billAs = async (cohort: ApplicationRecord['cohort']): Promise<string> => {
    const applications = openApplications(() => [application(cohort)]);
    const billing = openBilling({ usage: store.usage, ledger, applications, books, clock });
    const asked = { day: null, month: month.name, sdkAppId, bookId };
    return printDecimal((await billing.bill(finance, asked)).bill.total);
  };
  return { refresh: () => ledger.refresh(application('trtc-recording')), billAs };
}

const same = (one: string, other: string): boolean => new Decimal(one).equals(other);

async function measure(sessions: number, store: Store, admin: postgres.Sql): Promise<BenchResult> {
  const loaded = await timed(() => loadSessions(admin, sessions));
  const { watched, seen } = watchStream(store.usageStream);
  const { refresh, billAs } = await openBills(store, watched);
  const rerated = await timed(refresh);
  const { rows, waitedMs } = seen;
  const byMinutes = await billAs('trtc-recording');
  const byChannels = await billAs('css-live-recording');
  const times: number[] = [];
  for (let round = 0; round < bills; round++) times.push((await timed(() => billAs('trtc-recording'))).ms);
  times.sort((one, other) => one - other);
  const [medianMs, worstMs] = [times[Math.floor(bills / 2)]!, times.at(-1)!];
  await admin.unsafe(`set work_mem = '${workMemory}'`);
  const plain = await timed(() => rateBySql(admin));
  if (!same(plain.value.byMinutes, byMinutes) || !same(plain.value.byChannels, byChannels))
    throw new Error(
      `The ways differ: ${byMinutes} and ${byChannels} by the ledger, ${plain.value.byMinutes} and ${plain.value.byChannels} by SQL.`,
    );
  const countedMs = Math.round(rerated.ms - waitedMs);
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const ratios = {
    sqlOverRerate: Number((plain.ms / rerated.ms).toFixed(1)),
    sqlOverCounting: Number((plain.ms / countedMs).toFixed(1)),
    sqlOverBill: Math.round(plain.ms / medianMs),
  };
  return {
    summary: [
      `${sessions} sessions put in within ${Math.round(loaded.ms / 1000)} s`,
      `bill from the day’s rows   ${medianMs} ms, at worst ${worstMs} ms of ${bills}`,
      `metered again from raw     ${Math.round(rerated.ms)} ms, ${rows} rows each read once; ${countedMs} ms of it without waiting for the database; ${memoryMb} MB of memory at most`,
      `one SQL statement          ${Math.round(plain.ms)} ms with ${workMemory} for each sort`,
      `SQL takes ${ratios.sqlOverBill} times as long as the bill, ${ratios.sqlOverRerate} times as long as metering again, ${ratios.sqlOverCounting} times as long as the counting in that.`,
      `All say ${byMinutes} USD by minutes of files and ${byChannels} USD by channels.`,
    ],
    figures: {
      ...{ sessions, bookId, totals: { byMinutes, byChannels }, ratios },
      ...{ loadMs: loaded.ms, billMedianMs: medianMs, billWorstMs: worstMs, rerateMs: rerated.ms },
      ...{ rowsRead: rows, countedMs, memoryMb, sqlMs: plain.ms },
      machine: { cores: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.version },
    },
  };
}

async function run(sessions: number): Promise<BenchResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'roomtape-bench-'));
  // Started by root, PostgreSQL runs under another account, which must be able to enter.
  chmodSync(folder, 0o711);
  const cluster = await startEmbedded(folder, randomBytes(12).toString('hex'));
  try {
    const password = randomBytes(8).toString('hex');
    const urls = await prepareTenants(cluster.adminUrl, {
      engine: { role: 'bench_engine', schema: 'engine', password },
      server: { role: 'bench_server', schema: 'server', password },
    });
    await prepareAudit(cluster.adminUrl, 'bench_server');
    await migrateTenants(urls);
    const store = openStore(urls.server);
    const admin = postgres(cluster.adminUrl, { max: 1, onnotice: () => undefined });
    try {
      return await measure(sessions, store, admin);
    } finally {
      await store.close();
      await admin.end({ timeout: 5 });
    }
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const benchOf = (name: string, sessions: number): Bench => ({
  name,
  question: `How fast is the bill of a month with ${sessions} recording sessions, and metering all of it again, against one SQL statement?`,
  run: () => run(sessions),
});

/** Takes fifteen GB of disk or more for half an hour. */
export const monthOfMillions = benchOf('month', 10_000_000);
export const monthOfTwoMillions = benchOf('month-middle', 2_000_000);
export const monthOfThousands = benchOf('month-small', 200_000);
