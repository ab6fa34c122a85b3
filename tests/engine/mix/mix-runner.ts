import { execFileSync } from 'node:child_process';
import { pino } from 'pino';
import { readEncodeParams } from '../../../domain/mixing/encode-params.ts';
import { startMix } from '../../../engine/mix/mix.ts';
import { findProgram } from '../../../engine/process/find-program.ts';
import { createProcessRoom } from '../../../engine/process/process-room.ts';
import { CollectingSink, makeStream, publish } from './synthetic-stream.ts';

// Mixes a stream and, once the mix runs, prints the process ids of its children; lives until it is killed.
const log = pino({ level: 'silent' });
const mix = startMix({
  encode: readEncodeParams({
    audioSampleRate: 48_000,
    audioBitrateKbps: 64,
    audioChannels: 2,
    width: 640,
    height: 360,
    videoBitrateKbps: 800,
    frameRate: 15,
    gopSeconds: 2,
  }),
  layout: { template: 'grid', videoUserIds: null },
  ffmpegPath: (await findProgram('ffmpeg', null))!,
  processes: createProcessRoom({ log }),
  log,
});
const out = new CollectingSink();
mix.output.subscribe(out);
void publish(
  await makeStream({ color: 'red', beepHz: 600, seconds: 60 }),
  mix.addInput('a', { userId: 'a', streamType: 'main' }),
);
const startedMs = out.videoMs;
await out.until(({ videoMs }) => videoMs > startedMs + 2000);
const list = execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)]).toString();
const pids = list.split('\n').filter((line) => line.includes('ffmpeg'));
process.stdout.write(`${pids.map((line) => Number.parseInt(line, 10)).join(' ')}\n`);
