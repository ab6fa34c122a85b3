import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { RecordedFile } from '../engine/record/recorded-file.ts';
import { createRecorders } from '../engine/record/recorders.ts';
import type { Bench } from './bench.ts';
import { makePackets, quietListener, quietLog, syntheticPlan } from './synthetic-session.ts';

const minutes = 120;
const bitrateKbps = 200;

/** How long a recording of the longest file takes to be finished, and what of it is copied. */
export const finish: Bench = {
  name: 'finish',
  question: `How long does a recording of ${minutes} minutes in one file of each format take from its end until it is told?`,
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'roomtape-bench-'));
    try {
      return await measure(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

interface Told {
  readonly format: string;
  readonly afterMs: number;
  readonly bytes: number;
  readonly frames: number;
}

async function measure(folder: string) {
  const told: Told[] = [];
  let endedAt = 0;
  const recorders = createRecorders({
    mediaFolder: join(folder, 'media'),
    journalFolder: join(folder, 'journal'),
    log: quietLog,
    listener: {
      ...quietListener,
      fileClosed: (_plan, file) => {
        told.push(describe(file, performance.now() - endedAt));
        return Promise.resolve();
      },
    },
  });
  // The longest file is not reached: there is one of each format.
  const session = recorders.record(syntheticPlan('finish', minutes * 60 + 60));
  for (const second of makePackets({ minutes, bitrateKbps, noise: randomBytes(1 << 20) })) {
    for (const packet of second) session.packet(packet);
    // The disk is given its turn, as it has it in two real hours.
    await after(1);
  }
  // In two real hours the system has long written what came but the last half minute.
  execFileSync('sync');
  const ioBefore = await written();
  endedAt = performance.now();
  session.end();
  await session.done;
  const totalMs = performance.now() - endedAt;
  const ioAfter = await written();
  await recorders.close();
  const mp4 = told.find(({ format }) => format === 'mp4')!;
  const figures = {
    minutes,
    totalMs: Math.round(totalMs),
    mp4Ms: Math.round(mp4.afterMs),
    mp4Bytes: mp4.bytes,
    // The index once beside the file and once in its place, playlists, the journal, the last fragments.
    writtenBytes: ioAfter.written - ioBefore.written,
    readBytes: ioAfter.read - ioBefore.read,
    files: told,
  };
  return {
    summary: [
      `${minutes} minutes: all four files told ${figures.totalMs} ms after the end, the MP4 (${megabytes(mp4.bytes)} MB) ${figures.mp4Ms} ms after it.`,
      `From the end on ${megabytes(figures.writtenBytes)} MB were written and ${megabytes(figures.readBytes)} MB read: no media is copied.`,
    ],
    figures,
  };
}

function describe({ format, bytes, video }: RecordedFile, afterMs: number): Told {
  return { format, afterMs: Math.round(afterMs), bytes, frames: video?.frames ?? 0 };
}

/** Bytes that this process has given to writes, and had from reads, so far. */
async function written(): Promise<{ readonly written: number; readonly read: number }> {
  const text = await readFile('/proc/self/io', 'utf8');
  const field = (name: string): number => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)![1]);
  return { written: field('wchar'), read: field('rchar') };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
