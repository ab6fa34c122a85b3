import { fork, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { engineNodeFlags } from '../engine/node-flags.ts';
import type { Bench } from './bench.ts';
import { endChild, nextMessage } from './child-process.ts';
import { mixEncode, placesOf } from './mixing-form.ts';
import { cpuSeconds, memoryMegabytes } from './process-figures.ts';
import { makeSourceFlv } from './source-stream.ts';

const sizes = [2, 4, 9] as const;
const rounds = 2;
const settleMs = 4000;
const windowMs = 15_000;

interface Measured {
  readonly contender: 'roomtape' | 'static graph';
  readonly inputs: number;
  /** Of one core, in percent. */
  readonly core: number;
  readonly memoryMegabytes: number;
}

/** What a mix that people may join and leave costs beyond one that nothing can change. */
export const mixing: Bench = {
  name: 'mixing',
  question: `How much of a core does a live mix of ${sizes.join(', ')} inputs (720p15) into 720p15 take, against one static ffmpeg graph?`,
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'roomtape-bench-'));
    try {
      const flv = join(folder, 'source.flv');
      makeSourceFlv(flv);
      const measured: Measured[] = [];
      for (let round = 0; round < rounds; round += 1)
        for (const inputs of sizes)
          for (const measure of [measureOurs, measureGraph]) measured.push(await measure(flv, inputs));
      return report(measured);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function measureOurs(flv: string, inputs: number): Promise<Measured> {
  const child = fork(fileURLToPath(new URL('mixing-process.ts', import.meta.url)), [flv, String(inputs)], {
    execArgv: [...engineNodeFlags, '--import', 'tsx'],
  });
  const pictures = async (): Promise<number> => {
    child.send({});
    return (await nextMessage<{ pictures: number }>(child, 'the mix')).pictures;
  };
  try {
    await nextMessage(child, 'the mix');
    await after(settleMs);
    const pids = [child.pid!, ...childrenOf(child.pid!)];
    if (pids.length !== inputs + 2) throw new Error(`${pids.length} processes for ${inputs} inputs`);
    const before = await pictures();
    const figures = await measureWindow(pids);
    const made = (await pictures()) - before;
    const expected = (windowMs / 1000) * mixEncode.frameRate;
    // A mix that leaves pictures out would look quick.
    if (made < expected * 0.97) throw new Error(`the mix made ${made} of ${expected} pictures`);
    return { contender: 'roomtape', inputs, ...figures };
  } finally {
    child.disconnect();
    await endChild(child, 10_000);
  }
}

async function measureGraph(flv: string, inputs: number): Promise<Measured> {
  const child: ChildProcess = spawn('ffmpeg', graphArguments(flv, inputs), { stdio: 'ignore' });
  try {
    await after(settleMs);
    return { contender: 'static graph', inputs, ...(await measureWindow([child.pid!])) };
  } finally {
    child.kill('SIGTERM');
    await endChild(child, 5000);
  }
}

async function measureWindow(pids: readonly number[]): Promise<Pick<Measured, 'core' | 'memoryMegabytes'>> {
  const before = { cpu: await cpuSeconds(pids), at: performance.now() };
  await after(windowMs);
  const cpu = (await cpuSeconds(pids)) - before.cpu;
  const seconds = (performance.now() - before.at) / 1000;
  return { core: (100 * cpu) / seconds, memoryMegabytes: await memoryMegabytes(pids) };
}

function childrenOf(pid: number): number[] {
  return execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(pid)])
    .toString()
    .split('\n')
    .filter((line) => line.includes('ffmpeg'))
    .map((line) => Number.parseInt(line, 10));
}

/** The same pictures in the same places and the same encoder, in one process that knows everything beforehand. */
function graphArguments(flv: string, inputs: number): string[] {
  const { frameRate, gopSeconds, videoBitrateKbps, audioBitrateKbps } = mixEncode;
  const places = placesOf(inputs);
  const tiles = places.map(({ rect: { width, height } }, index) => {
    const size = `${width}:${height}`;
    return `[${index}:v]scale=${size}:force_original_aspect_ratio=increase:flags=bilinear,crop=${size},setsar=1[v${index}]`;
  });
  const all = (kind: string): string => places.map((_, index) => `[${index}:${kind}]`).join('');
  const layout = places.map(({ rect: { x, y } }) => `${x}_${y}`).join('|');
  const gop = String(gopSeconds * frameRate);
  const rate = `${videoBitrateKbps}k`;
  return [
    ...['-hide_banner', '-loglevel', 'error', '-nostdin'],
    ...places.flatMap(() => ['-threads', '1', '-re', '-stream_loop', '-1', '-i', flv]),
    '-filter_complex',
    [
      ...tiles,
      `${places.map((_, index) => `[v${index}]`).join('')}xstack=inputs=${inputs}:layout=${layout}:fill=black[v]`,
      `${all('a')}amix=inputs=${inputs}:normalize=0[a]`,
    ].join(';'),
    ...['-map', '[v]', '-map', '[a]', '-r', String(frameRate), '-c:v', 'libx264', '-preset', 'veryfast'],
    ...['-tune', 'zerolatency', '-threads', '1', '-g', gop, '-keyint_min', gop, '-sc_threshold', '0'],
    ...['-pix_fmt', 'yuv420p', '-b:v', rate, '-maxrate', rate, '-bufsize', rate],
    ...[
      '-c:a',
      'aac',
      '-b:a',
      `${audioBitrateKbps}k`,
      '-ar',
      '48000',
      '-ac',
      '2',
      '-f',
      'flv',
      '-y',
      '/dev/null',
    ],
  ];
}

function report(measured: readonly Measured[]) {
  const best = (contender: Measured['contender'], inputs: number): Measured =>
    measured
      .filter((one) => one.contender === contender && one.inputs === inputs)
      .toSorted((one, other) => one.core - other.core)[0]!;
  const pairs = sizes.map((inputs) => {
    const [ours, graph] = [best('roomtape', inputs), best('static graph', inputs)];
    return { inputs, ours, graph, ratio: Number((ours.core / graph.core).toFixed(2)) };
  });
  return {
    summary: pairs.map(
      ({ inputs, ours, graph, ratio }) =>
        `${inputs} inputs: ${ours.core.toFixed(1)} % of a core and ${ours.memoryMegabytes.toFixed(0)} MB, ` +
        `the static graph ${graph.core.toFixed(1)} % and ${graph.memoryMegabytes.toFixed(0)} MB: ${ratio} times`,
    ),
    figures: { sizes, rounds, windowMs, measured, pairs },
  };
}
