import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import type { EncodeParams } from '../../domain/mixing/encode-params.ts';
import { gridLayout } from '../../domain/mixing/layout.ts';
import type { MediaPacket, PacketSink } from '../../engine/ingest/media-packet.ts';
import { startMix } from '../../engine/mix/mix.ts';
import { findProgram } from '../../engine/process/find-program.ts';
import { createProcessRoom } from '../../engine/process/process-room.ts';
import { makeStream, publish } from '../engine/mix/synthetic-stream.ts';
import { ffmpegChildren, isRunning, signal } from './ffmpeg-children.ts';
import type { HarnessRun } from './harness-run.ts';

export interface MixKillReport {
  readonly killed: number;
  readonly stopped: number;
  readonly pictures: number;
  /** The longest time, by the mix's clock, without a picture. */
  readonly widestGapMs: number;
  readonly faults: readonly string[];
}

const inputs = 3;
const clipSeconds = 10;
const encode: EncodeParams = {
  ...{ audioSampleRate: 48_000, audioBitrateKbps: 64, audioChannels: 2, width: 640, height: 360 },
  ...{ videoBitrateKbps: 600, frameRate: 15, gopSeconds: 2, backgroundColor: 0, backgroundImageUrl: null },
};
/** A child that hangs is known by its silence of 5 s; then another is started. */
const longestGapMs = 15_000;
const recoverWithinMs = 30_000;

/** Mixes three streams while a child is killed, or stopped so that it hangs, every few seconds. */
export async function runMixKill({
  seconds,
  random,
  report,
}: {
  readonly seconds: number;
  readonly random: HarnessRun['random'];
  readonly report: (sentence: string) => void;
}): Promise<MixKillReport> {
  const ffmpegPath = await findProgram('ffmpeg', null);
  if (ffmpegPath === null) throw new Error('ffmpeg is not installed');
  const log = pino({ level: 'silent' });
  const processes = createProcessRoom({ log });
  const clip = await makeStream({ color: 'red', beepHz: 600, seconds: clipSeconds });
  const mix = startMix({ encode, layout: gridLayout, ffmpegPath, processes, log });
  const output = watchOutput();
  mix.output.subscribe(output);
  const faults: string[] = [];
  mix.onFailure((error) => faults.push(`the mix was given up: ${error.message}`));
  const ending = new AbortController();
  const publishing = Array.from({ length: inputs }, async (_, index) => {
    const sink = mix.addInput(`p${index}`, { userId: `p${index}`, streamType: 'main' });
    for (let round = 0; !ending.signal.aborted; round += 1)
      await publish(shifted(clip, round * clipSeconds * 1000), sink, ending.signal);
  });
  const everStarted = new Set<number>();
  const counts = { killed: 0, stopped: 0 };
  const endsAt = performance.now() + seconds * 1000;
  await delay(2000);
  while (performance.now() < endsAt) {
    const children = ffmpegChildren(process.pid);
    for (const pid of children) everStarted.add(pid);
    if (children.length > 0) {
      const hangs = random.whole(0, 3) === 0;
      signal(random.pick(children), hangs ? 'SIGSTOP' : 'SIGKILL');
      counts[hangs ? 'stopped' : 'killed'] += 1;
    }
    await delay(random.whole(1500, 6000));
  }
  report(`${counts.killed} children killed and ${counts.stopped} stopped; waiting until all are there again`);
  const before = output.pictures;
  const isWhole = await within(recoverWithinMs, () => {
    const children = ffmpegChildren(process.pid);
    for (const pid of children) everStarted.add(pid);
    return children.length === inputs + 1 && output.pictures > before + 30;
  });
  if (!isWhole)
    faults.push(
      `${ffmpegChildren(process.pid).length} children and ${output.pictures - before} pictures afterwards`,
    );
  ending.abort();
  await Promise.all(publishing);
  await mix.stop();
  await processes.close();
  if (output.ends !== 1) faults.push(`the output ended ${output.ends} times`);
  if (output.backwards > 0) faults.push(`${output.backwards} packets went back in time`);
  if (output.widestGapMs > longestGapMs) faults.push(`no picture for ${output.widestGapMs} ms`);
  const left = [...everStarted].filter(isRunning);
  if (left.length > 0) faults.push(`${left.length} processes are left`);
  return { ...counts, pictures: output.pictures, widestGapMs: output.widestGapMs, faults };
}

export async function mixKillForMinutes({ minutes, random, report }: HarnessRun): Promise<readonly string[]> {
  const { faults, ...figures } = await runMixKill({ seconds: minutes * 60, random, report });
  report(JSON.stringify(figures));
  return faults;
}

/** Counts what comes out of the mix; its times are the mix's clock. */
function watchOutput() {
  let [lastPictureMs, lastMs] = [0, 0];
  const watch = {
    ...{ pictures: 0, widestGapMs: 0, backwards: 0, ends: 0 },
    packet({ kind, timestampMs, payload }: MediaPacket) {
      if (payload[1] === 0) return;
      if (timestampMs < lastMs) watch.backwards += 1;
      lastMs = timestampMs;
      if (kind !== 'video') return;
      watch.pictures += 1;
      watch.widestGapMs = Math.max(watch.widestGapMs, timestampMs - lastPictureMs);
      lastPictureMs = timestampMs;
    },
    end() {
      watch.ends += 1;
    },
  };
  return watch satisfies PacketSink;
}

function shifted(packets: readonly MediaPacket[], byMs: number): MediaPacket[] {
  return packets.map((packet) => ({ ...packet, timestampMs: packet.timestampMs + byMs }));
}

async function within(ms: number, holds: () => boolean): Promise<boolean> {
  const deadline = performance.now() + ms;
  while (performance.now() < deadline) {
    if (holds()) return true;
    await delay(200);
  }
  return false;
}
