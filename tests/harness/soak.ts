import { readFileSync } from 'node:fs';
import path from 'node:path';
import { examineRecordings } from './examine-recordings.ts';
import { openHarnessHouse } from './harness-house.ts';
import type { HarnessRun } from './harness-run.ts';
import { settle } from './settle.ts';
import { takePart, type Participation } from './take-part.ts';

const publishers = 30;
const sampleEveryMs = 2000;
/** The house warms up: code is compiled, pools fill. What grows afterwards is looked at. */
const warmUpShare = 0.3;

interface MemorySample {
  readonly minutes: number;
  readonly megabytes: number;
}

/** Publishers come and go for the whole time; says how the memory of engine and server grows, and loses nothing. */
export async function soakForMinutes(run: HarnessRun): Promise<string[]> {
  const { clip, random, report, minutes } = run;
  const house = await openHarnessHouse({ ...run, folder: path.join(run.folder, 'soak') });
  const samples = { engine: [] as MemorySample[], server: [] as MemorySample[] };
  const startedAt = performance.now();
  const sample = (): void => {
    for (const name of ['engine', 'server'] as const) {
      const pid = house.pid(name);
      if (pid === null) continue;
      samples[name].push({
        minutes: (performance.now() - startedAt) / 60_000,
        megabytes: residentMegabytes(pid),
      });
    }
  };
  const sampling = setInterval(sample, sampleEveryMs);
  let left: readonly string[] | null = null;
  try {
    const untilMs = startedAt + minutes * 60_000;
    const all: Participation[] = [];
    await Promise.all(
      Array.from({ length: publishers }, async (_, index) => {
        for (let turn = 0; performance.now() < untilMs; turn += 1) {
          const part = { name: `s${index}_${turn}`, clip, seconds: random.whole(10, 40), untilMs };
          all.push(...(await takePart(house, { ...part, media: { video: true, audio: true } })));
        }
      }),
    );
    clearInterval(sampling);
    for (const name of ['engine', 'server'] as const) {
      const { slope, last } = growth(samples[name]);
      report(
        `${name}: ${last.toFixed(0)} MB at the end, growing by ${slope.toFixed(2)} MB a minute after its warming up`,
      );
    }
    const faults = (await settle(house, 120_000)).map((what) => `stuck: ${what}`);
    const examined = await examineRecordings(house, all);
    report(
      `${examined.recordings} recordings, ${examined.picturesKept}/${examined.picturesSent} pictures kept`,
    );
    left = await house.close();
    return [...faults, ...examined.faults, ...left];
  } finally {
    clearInterval(sampling);
    if (left === null) await house.close();
  }
}

function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}

/** The straight line through the samples after the warming up (least squares). */
function growth(samples: readonly MemorySample[]): { slope: number; last: number } {
  const warm = samples.slice(Math.floor(samples.length * warmUpShare));
  const mean = (of: (sample: MemorySample) => number): number =>
    warm.reduce((sum, one) => sum + of(one), 0) / Math.max(1, warm.length);
  const [middle, level] = [mean(({ minutes }) => minutes), mean(({ megabytes }) => megabytes)];
  const spread = warm.reduce((sum, { minutes }) => sum + (minutes - middle) ** 2, 0);
  const rise = warm.reduce(
    (sum, { minutes, megabytes }) => sum + (minutes - middle) * (megabytes - level),
    0,
  );
  return { slope: spread === 0 ? 0 : rise / spread, last: warm.at(-1)?.megabytes ?? 0 };
}
