import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { promisify } from 'node:util';
import { recordingFormats } from '../domain/recording/formats.ts';
import type { Bench } from './bench.ts';
import { ourEngine } from './contenders.ts';
import { countFrames } from './frame-count.ts';
import { startLoad, type SentToStream } from './load.ts';
import { cpuSeconds, memoryMegabytes } from './process-figures.ts';
import type { RecordedOfRoom } from './recording-process.ts';
import { makeSourceFlv } from './source-stream.ts';

const fewStreams = 100;
const allStreams = 300;
const settleMs = 6000;
const loadMs = 60_000;
/** ffprobe is slow: it looks at one file in so many, our own counting at all. */
const probeEvery = 50;
const run = promisify(execFile);

/** Whether three hundred channels lose a frame, and what they cost in memory, processor time and delay. */
export const recordingLoad: Bench = {
  name: 'recording-load',
  question: `Are all frames of ${allStreams} RTMP streams (720p15, 1 Mbps) in their files of four formats after a minute?`,
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'roomtape-bench-'));
    const load = startLoad();
    const engine = await ourEngine(recordingFormats).start(allStreams, folder);
    let running = true;
    try {
      const flv = join(folder, 'source.flv');
      makeSourceFlv(flv);
      const memory = (): Promise<number> => memoryMegabytes(engine.pids);
      const empty = await memory();
      const perStream = async (streams: number): Promise<number> => {
        const each = ((await memory()) - empty) / streams;
        console.log(
          `  ${streams} streams: ${each.toFixed(2)} MB each over ${empty.toFixed(0)} MB of the process`,
        );
        return round(each, 2);
      };
      const source = { flv, protocol: engine.protocol };
      await load.start({ ...source, targets: engine.targets.slice(0, fewStreams) });
      await after(settleMs);
      const megabytesAtFew = await perStream(fewStreams);
      const up = await load.start({ ...source, targets: engine.targets.slice(fewStreams) });
      if (up !== allStreams) throw new Error(`only ${up} of ${allStreams} streams were taken`);
      await after(settleMs);

      await engine.ask(); // Begins to watch, after the connecting.
      const before = { cpu: await cpuSeconds(engine.pids), at: performance.now() };
      await after(loadMs);
      const wallSeconds = (performance.now() - before.at) / 1000;
      const cores = ((await cpuSeconds(engine.pids)) - before.cpu) / wallSeconds;
      const delay = await engine.ask();
      const megabytesAtAll = await perStream(allStreams);
      const memoryAtAll = await memory();

      const { lost, streams } = await load.finish();
      await engine.stop();
      running = false;
      const kept = await compare(streams, folder);
      const summary = [
        `${allStreams} streams × ${recordingFormats.length} formats: ${kept.sentPictures} pictures and ${kept.sentSounds} sound frames sent, ` +
          `${kept.files} files; ${kept.faults.length === 0 && lost === 0 ? 'not one frame lost' : `${kept.faults.length} files differ, ${lost} streams lost`}` +
          ` (${kept.probed} files counted by ffprobe too)`,
        ...kept.faults.slice(0, 10),
        `event loop late by: p50 ${delay['p50Ms']} ms, p99 ${delay['p99Ms']} ms, longest ${delay['maxMs']} ms; ` +
          `${(cores * 100).toFixed(0)} % of a core, ${memoryAtAll.toFixed(0)} MB`,
        `memory per stream: ${megabytesAtFew} MB at ${fewStreams} streams, ${megabytesAtAll} MB at ${allStreams}`,
      ];
      if (kept.faults.length > 0 || lost > 0) throw new Error(`frames were lost:\n${summary.join('\n')}`);
      return {
        summary,
        figures: {
          machine: { cores: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.version },
          ...{ delay, cores: round(cores, 3), megabytesAtFew, megabytesAtAll, memoryAtAll, ...kept },
        },
      };
    } finally {
      await load.stop();
      if (running) await engine.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

interface Kept {
  readonly sentPictures: number;
  readonly sentSounds: number;
  readonly files: number;
  readonly probed: number;
  readonly faults: readonly string[];
}

/** Counts every file of every stream against what the stream was sent. */
async function compare(streams: readonly SentToStream[], folder: string): Promise<Kept> {
  const recorded = JSON.parse(await readFile(join(folder, 'recorded.json'), 'utf8')) as RecordedOfRoom[];
  const faults: string[] = [];
  let [files, probed] = [0, 0];
  for (const { key, pictures, sounds } of streams) {
    const room = key.split('?')[0]!;
    for (const format of recordingFormats) {
      const own = recorded.filter((file) => file.room === room && file.format === format);
      if (own.length !== 1) faults.push(`${room}: ${own.length} files of ${format}`);
      for (const { path } of own) {
        const sent = { pictures: format === 'aac' ? 0 : pictures, sounds };
        const counts = [await countFrames[format](path)];
        if (files % probeEvery === 0) {
          counts.push(await probeFrames(path));
          probed += 1;
        }
        files += 1;
        for (const held of counts) {
          if (held.pictures === sent.pictures && held.sounds === sent.sounds) continue;
          faults.push(`${room} ${format}: sent ${JSON.stringify(sent)}, held ${JSON.stringify(held)}`);
        }
      }
    }
  }
  const sum = (of: (stream: SentToStream) => number): number =>
    streams.reduce((total, one) => total + of(one), 0);
  return {
    sentPictures: sum(({ pictures }) => pictures),
    sentSounds: sum(({ sounds }) => sounds),
    ...{ files, probed, faults },
  };
}

async function probeFrames(path: string): Promise<{ pictures: number; sounds: number }> {
  const entries = ['-show_entries', 'stream=codec_type,nb_read_packets', '-of', 'json'];
  const { stdout } = await run('ffprobe', ['-v', 'error', '-count_packets', ...entries, path]);
  const { streams } = JSON.parse(stdout) as { streams: { codec_type: string; nb_read_packets: string }[] };
  const of = (kind: string): number =>
    Number(streams.find(({ codec_type }) => codec_type === kind)?.nb_read_packets ?? 0);
  return { pictures: of('video'), sounds: of('audio') };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
