import { cpus } from 'node:os';
import { dayMs, daysOf, monthOf, printDay, readDay } from '../domain/billing/calendar.ts';
import type { DayUsage } from '../domain/billing/day-usage.ts';
import { seededDraws } from '../domain/billing/draws.ts';
import { priceBooks } from '../domain/billing/shelf.ts';
import type { Use } from '../domain/billing/use.ts';
import { printDecimal } from '../domain/money.ts';
import type { Principal } from '../server/services/access/principal.ts';
import { everything } from '../server/services/access/principal.ts';
import { openApplications } from '../server/services/applications.ts';
import { openForecasts } from '../server/services/forecasting.ts';
import type { Bench, BenchResult } from './bench.ts';

const [book] = priceBooks;
const month = monthOf(readDay('2026-06-15')!.fromMs);
const knownUntilMs = month.fromMs + 14.5 * dayMs;
const sdkAppId = 1_400_000_123;
const rounds = 5;

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

/** Of a day: channels, storage, playback and relay, the others pictures of many sizes, recorded and mixed. */
function usesOf(count: number): readonly Use[] {
  const uses: Use[] = [
    { kind: 'channels' },
    { kind: 'storage', class: 'standard', region: 'outside' },
    { kind: 'playback', region: 'ap1' },
    { kind: 'relay', region: 'ap1' },
  ];
  for (let size = 0; uses.length < count; size++) {
    const picture = { width: 160 + 16 * size, height: 90 + 9 * size };
    const area = 14_400 + 1000 * size;
    uses.push({ kind: 'files', picture }, { kind: 'mix-output', picture, codec: 'h264' });
    uses.push({ kind: 'mix-input', area, isAlone: false, outputArea: 921_600, codec: 'h264' });
  }
  return uses.slice(0, count);
}

/** Sixty days before the middle of the month, each use on each of them, drawn anew. */
function rowsOf(count: number): readonly DayUsage[] {
  const draw = seededDraws(String(count));
  const uses = usesOf(count);
  return daysOf({ fromMs: month.fromMs - 60 * dayMs, untilMs: knownUntilMs }).flatMap(({ fromMs }) =>
    uses.map((use): DayUsage => {
      const isOfChannels = use.kind === 'channels';
      const quantity = BigInt(Math.floor(draw() * (isOfChannels ? 300 : 1e11)) + 1);
      const isTime = ['files', 'mix-output', 'mix-input'].includes(use.kind);
      return {
        ...{ day: printDay(fromMs), use, quantity, weight: quantity },
        begunMinutes: isTime ? quantity / 60_000n + 1n : 0n,
        samples: isOfChannels ? Array.from({ length: 288 }, () => Number(quantity)) : [],
      };
    }),
  );
}

interface Holds {
  /** The longest time from one turn of the event loop to the next: by the clock, and of the thread's own processor time. */
  readonly clockMs: number;
  readonly cpuMs: number;
}

/** Takes every turn of the event loop until it is stopped. */
function watchTurns(): { stop(): Holds } {
  let [clockMs, cpuMs, isOn] = [0, 0, true];
  let [at, cpu] = [performance.now(), process.threadCpuUsage()];
  const turn = (): void => {
    const used = process.threadCpuUsage(cpu);
    clockMs = Math.max(clockMs, performance.now() - at);
    cpuMs = Math.max(cpuMs, (used.user + used.system) / 1000);
    [at, cpu] = [performance.now(), process.threadCpuUsage()];
    if (isOn) setImmediate(turn);
  };
  turn();
  return {
    stop() {
      turn();
      isOn = false;
      return { clockMs: Math.round(clockMs * 10) / 10, cpuMs: Math.round(cpuMs * 10) / 10 };
    },
  };
}

interface Told extends Holds {
  readonly total: string;
  readonly ms: number;
}

/** The product's own forecast, whose ledger is in memory. */
async function tell(count: number): Promise<Told> {
  const measuredUntil = new Date(knownUntilMs);
  const page = { rows: rowsOf(count), corrections: [], closed: [], measuredUntil };
  const cohort = 'trtc-recording' as const;
  const application = { sdkAppId, name: 'bench', formats: ['mp4'] as const, cohort };
  const forecasts = openForecasts({
    ledger: { read: () => Promise.resolve(page) },
    applications: openApplications(() => [application]),
    billing: {
      tariffIn: () =>
        Promise.resolve({ book: book!, cohort: 'from-2020-07', useFreeMinutes: true, packages: [] }),
    },
    books: { find: () => book! },
    clock: () => measuredUntil,
  });
  const turns = watchTurns();
  const began = performance.now();
  const { answer } = await forecasts.forecast(finance, { month: null, sdkAppId, bookId: null });
  const ms = Math.round(performance.now() - began);
  const holds = turns.stop();
  if (answer.kind === 'refusal') throw new Error(`Refused with ${answer.haveDays} days.`);
  return { total: printDecimal(answer.total), ms, ...holds };
}

const middle = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;

async function run(): Promise<BenchResult> {
  const [summary, figures]: [string[], Record<string, unknown>] = [[], {}];
  for (const count of [10, 40, 150]) {
    const told: Told[] = [];
    for (let round = 0; round < rounds; round++) told.push(await tell(count));
    const tellOf = (pick: (one: Told) => number): string =>
      `${middle(told.map(pick))} ms in the middle of ${rounds}, ${Math.max(...told.map(pick))} ms at worst`;
    summary.push(
      `${count} uses a day: ${tellOf((one) => one.ms)} (${told[0]!.total} USD)`,
      `  longest hold: ${tellOf((one) => one.cpuMs)} of processor time; by the clock ${tellOf((one) => one.clockMs)}`,
    );
    figures[`uses${count}`] = told;
  }
  const machine = { cores: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.version };
  return { summary, figures: { bookId: book!.id, ...figures, machine } };
}

export const forecast: Bench = {
  name: 'forecast',
  question: 'For how long at a time does the forecast of a month hold the process?',
  run,
};
