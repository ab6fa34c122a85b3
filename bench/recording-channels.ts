import { fork } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.ts';
import { endChild, nextMessage } from './child-process.ts';
import { ffmpegPerStream, ourEngine, plainCopy, type Contender } from './contenders.ts';
import { cpuSeconds, memoryMegabytes } from './process-figures.ts';
import { makeSourceFlv } from './source-stream.ts';

const streams = 100;
const rounds = 2;
const settleMs = 4000;
const windowMs = 15_000;

interface Measured {
  readonly contender: string;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly streamsPerCore: number;
  readonly memoryMegabytes: number;
  readonly sentMbps: number;
  readonly writtenMbps: number;
}

/** How many channels one processor core records: the engine, an ffmpeg for each stream, and a plain copy to disk. */
export const recordingChannels: Bench = {
  name: 'recording-channels',
  question: `How many of ${streams} RTMP streams (720p15, 1 Mbps) does one core record into HLS and MP4 at once?`,
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'roomtape-bench-'));
    try {
      const flv = join(folder, 'source.flv');
      makeSourceFlv(flv);
      const measured: Measured[] = [];
      for (let round = 0; round < rounds; round += 1) {
        for (const contender of [ourEngine, ffmpegPerStream, plainCopy]) {
          const one = await measure(contender, flv, join(folder, 'media'));
          console.log(`  ${sayMeasured(one)}`);
          measured.push(one);
        }
      }
      return report(measured);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function measure(contender: Contender, flv: string, folder: string): Promise<Measured> {
  await rm(folder, { recursive: true, force: true });
  const own = await mkdtemp(`${folder}-`);
  const running = await contender.start(streams, own);
  const load = fork(fileURLToPath(new URL('load-generator.ts', import.meta.url)), [], {
    execArgv: ['--import', 'tsx'],
  });
  const ask = (message: object): Promise<Record<string, number>> => {
    load.send(message);
    return nextMessage(load, 'the load generator');
  };
  try {
    const up = await ask({ type: 'start', flv, protocol: running.protocol, targets: running.targets });
    if (up['streams'] !== streams)
      throw new Error(`${contender.name} took ${String(up['streams'])} of ${streams} streams`);
    await after(settleMs);

    const before = {
      cpu: await cpuSeconds(running.pids),
      at: performance.now(),
      sent: await ask({ type: 'count' }),
      disk: await folderBytes(own),
    };
    await after(windowMs);
    const cpu = (await cpuSeconds(running.pids)) - before.cpu;
    const seconds = (performance.now() - before.at) / 1000;
    const sent = await ask({ type: 'count' });
    const disk = await folderBytes(own);
    // A contender that loses streams would look quick.
    if (sent['lost'] !== 0) throw new Error(`${contender.name} lost ${String(sent['lost'])} streams`);
    const megabits = (bytes: number): number => round((bytes * 8) / 1e6 / seconds, 1);
    return {
      contender: contender.name,
      cpuSeconds: round(cpu, 2),
      wallSeconds: round(seconds, 2),
      streamsPerCore: Math.round(streams / (cpu / seconds)),
      memoryMegabytes: Math.round(await memoryMegabytes(running.pids)),
      sentMbps: megabits((sent['sentBytes'] ?? 0) - (before.sent['sentBytes'] ?? 0)),
      writtenMbps: megabits(disk - before.disk),
    };
  } finally {
    if (load.connected) load.send({ type: 'stop' });
    await endChild(load, 5000);
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
  const best = (name: string): Measured =>
    measured
      .filter(({ contender }) => contender === name)
      .toSorted((one, other) => one.cpuSeconds - other.cpuSeconds)[0]!;
  const [ours, ffmpeg, copy] = [best(ourEngine.name), best(ffmpegPerStream.name), best(plainCopy.name)];
  const ratios = {
    ffmpegCpuOverOurs: round(perSecond(ffmpeg) / perSecond(ours), 2),
    oursCpuOverCopy: round(perSecond(ours) / perSecond(copy), 2),
    ffmpegMemoryOverOurs: round(ffmpeg.memoryMegabytes / ours.memoryMegabytes, 1),
  };
  return {
    summary: [
      ...[ours, ffmpeg, copy].map(sayMeasured),
      `Against one ffmpeg for each stream: ${ratios.ffmpegCpuOverOurs} times less processor time, ${ratios.ffmpegMemoryOverOurs} times less memory.`,
      `Against a plain copy into one file: ${ratios.oursCpuOverCopy} times the processor time.`,
    ],
    figures: {
      streams,
      machine: { cores: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.version },
      contenders: [ourEngine, ffmpegPerStream, plainCopy].map(({ name, what }) => ({ name, what })),
      ratios,
      measured,
    },
  };
}

function perSecond({ cpuSeconds: cpu, wallSeconds }: Measured): number {
  return cpu / wallSeconds;
}

function sayMeasured(one: Measured): string {
  return (
    `${one.contender.padEnd(9)} ${String(one.streamsPerCore).padStart(5)} streams per core ` +
    `(${one.cpuSeconds.toFixed(2)} s of processor in ${one.wallSeconds.toFixed(1)} s), ${one.memoryMegabytes} MB, ` +
    `${one.sentMbps} Mbps in, ${one.writtenMbps} Mbps to disk`
  );
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
