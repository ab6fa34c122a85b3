import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { recordingFormats, type RecordingFormat } from '../domain/recording/formats.ts';
import type { Bench } from './bench.ts';
import { ffmpegPerStream, ourEngine, plainCopy, type Contender } from './contenders.ts';
import { startLoad } from './load.ts';
import { cpuSeconds, memoryMegabytes } from './process-figures.ts';
import { makeSourceFlv } from './source-stream.ts';

const streams = 100;
const rounds = 2;
const settleMs = 4000;
const windowMs = 12_000;
/** Every format at once, and the one that most will choose. */
const choices: readonly (readonly RecordingFormat[])[] = [recordingFormats, ['mp4']];

interface Measured {
  readonly contender: string;
  readonly formats: number;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly streamsPerCore: number;
  readonly memoryMegabytes: number;
  readonly sentMbps: number;
  readonly writtenMbps: number;
}

/**
 * How many channels one processor core records: the engine and an ffmpeg for each stream, with every format and with one,
 * and a plain copy to disk.
 */
export const recordingChannels: Bench = {
  name: 'recording-channels',
  question: `How many of ${streams} RTMP streams (720p15, 1 Mbps) does one core record into four formats at once, and into one?`,
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'roomtape-bench-'));
    try {
      const flv = join(folder, 'source.flv');
      makeSourceFlv(flv);
      const measured: Measured[] = [];
      const note = async (contender: Contender, formats: number): Promise<void> => {
        const one = { formats, ...(await measure(contender, flv, join(folder, 'media'))) };
        console.log(`  ${sayMeasured(one)}`);
        measured.push(one);
      };
      for (let round = 0; round < rounds; round += 1) {
        for (const formats of choices) {
          for (const contender of [ourEngine(formats), ffmpegPerStream(formats)])
            await note(contender, formats.length);
        }
      }
      await note(plainCopy, 1);
      return report(measured);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function measure(
  contender: Contender,
  flv: string,
  folder: string,
): Promise<Omit<Measured, 'formats'>> {
  const own = await mkdtemp(`${folder}-`);
  const running = await contender.start(streams, own);
  const load = startLoad();
  try {
    const up = await load.start({ flv, protocol: running.protocol, targets: running.targets });
    if (up !== streams) throw new Error(`${contender.name} took ${up} of ${streams} streams`);
    await after(settleMs);

    const before = {
      cpu: await cpuSeconds(running.pids),
      at: performance.now(),
      sent: await load.count(),
      disk: await folderBytes(own),
    };
    await after(windowMs);
    const cpu = (await cpuSeconds(running.pids)) - before.cpu;
    const seconds = (performance.now() - before.at) / 1000;
    const sent = await load.count();
    const disk = await folderBytes(own);
    // A contender that loses streams would look quick.
    if (sent.lost !== 0) throw new Error(`${contender.name} lost ${sent.lost} streams`);
    const megabits = (bytes: number): number => round((bytes * 8) / 1e6 / seconds, 1);
    return {
      contender: contender.name,
      cpuSeconds: round(cpu, 2),
      wallSeconds: round(seconds, 2),
      streamsPerCore: Math.round(streams / (cpu / seconds)),
      memoryMegabytes: Math.round(await memoryMegabytes(running.pids)),
      sentMbps: megabits(sent.sentBytes - before.sent.sentBytes),
      writtenMbps: megabits(disk - before.disk),
    };
  } finally {
    await load.stop();
    await running.stop();
    await rm(own, { recursive: true, force: true });
  }
}

async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      // A playlist may be replaced between listing and looking.
      .map((entry) =>
        stat(join(entry.parentPath, entry.name))
          .then(({ size }) => size)
          .catch(() => 0),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function report(measured: readonly Measured[]): { summary: string[]; figures: Record<string, unknown> } {
  // The machine's other work only ever adds time, so the better round of each is the truer one.
  const best = (name: string, formats: number): Measured =>
    measured
      .filter((one) => one.contender === name && one.formats === formats)
      .toSorted((one, other) => one.cpuSeconds - other.cpuSeconds)[0]!;
  const pairs = choices.map(({ length: formats }) => {
    const [ours, ffmpeg] = [best('roomtape', formats), best('ffmpeg', formats)];
    return {
      formats,
      ours,
      ffmpeg,
      ffmpegCpuOverOurs: round(perSecond(ffmpeg) / perSecond(ours), 2),
      ffmpegMemoryOverOurs: round(ffmpeg.memoryMegabytes / ours.memoryMegabytes, 1),
    };
  });
  const copy = best(plainCopy.name, 1);
  return {
    summary: [
      ...pairs.flatMap(({ ours, ffmpeg }) => [sayMeasured(ours), sayMeasured(ffmpeg)]),
      sayMeasured(copy),
      ...pairs.map(
        ({ formats, ffmpegCpuOverOurs, ffmpegMemoryOverOurs }) =>
          `With ${formats} format${formats === 1 ? '' : 's'}, against one ffmpeg for each stream: ` +
          `${ffmpegCpuOverOurs} times less processor time, ${ffmpegMemoryOverOurs} times less memory.`,
      ),
      `Against a plain copy into one file, one format takes ${round(perSecond(pairs.at(-1)!.ours) / perSecond(copy), 2)} times the processor time.`,
    ],
    figures: {
      streams,
      machine: { cores: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.version },
      contenders: [
        ...choices.flatMap((formats) => [ourEngine(formats), ffmpegPerStream(formats)]),
        plainCopy,
      ].map(({ name, what }) => ({ name, what })),
      ratios: pairs.map(({ formats, ffmpegCpuOverOurs, ffmpegMemoryOverOurs }) => ({
        ...{ formats, ffmpegCpuOverOurs, ffmpegMemoryOverOurs },
      })),
      measured,
    },
  };
}

function perSecond({ cpuSeconds: cpu, wallSeconds }: Measured): number {
  return cpu / wallSeconds;
}

function sayMeasured(one: Measured): string {
  return (
    `${one.contender.padEnd(9)} ${one.formats} format${one.formats === 1 ? ' ' : 's'} ${String(one.streamsPerCore).padStart(5)} streams per core ` +
    `(${one.cpuSeconds.toFixed(2)} s of processor in ${one.wallSeconds.toFixed(1)} s), ${one.memoryMegabytes} MB, ` +
    `${one.sentMbps} Mbps in, ${one.writtenMbps} Mbps to disk`
  );
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
