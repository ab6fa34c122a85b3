import { execFileSync, fork } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startWhipBrowser } from '../tests/support/whip-browser.ts';
import type { Bench } from './bench.ts';
import { endChild, nextMessage } from './child-process.ts';
import { cpuSeconds, memoryMegabytes } from './process-figures.ts';
import type { WhipRecorded } from './whip-process.ts';

const senders = 19;
const settleMs = 8000;
const loadMs = 30_000;

const startProcess = (name: string, args: readonly string[]) =>
  fork(fileURLToPath(new URL(name, import.meta.url)), args, { execArgv: ['--import', 'tsx'] });

/** 720p15 of constant rate in H.264 without B-frames, as browsers send it, and Opus. */
function makeSource(path: string): void {
  const bits = '-b:v 936k -minrate 936k -maxrate 936k -bufsize 936k -nal-hrd cbr';
  execFileSync('ffmpeg', [
    ...'-v error -nostdin -y -f lavfi -i testsrc2=s=1280x720:r=15:d=90 -f lavfi -i anoisesrc=r=48000:a=0.1:d=90'.split(
      ' ',
    ),
    ...'-c:v libx264 -profile:v baseline -preset veryfast -pix_fmt yuv420p -g 30 -sc_threshold 0'.split(' '),
    ...bits.split(' '),
    ...'-c:a libopus -b:a 48k -ac 2'.split(' '),
    path,
  ]);
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}

/** What publishing by WHIP costs the engine, its own process and the coders of sound apart. */
export const whip: Bench = {
  name: 'whip',
  question: `What do ${String(senders + 1)} WHIP publishers (720p15 H.264, 1 Mbps, Opus) cost while they are recorded as HLS and MP4?`,
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'roomtape-bench-'));
    const engine = startProcess('whip-process.ts', [folder]);
    const browser = await startWhipBrowser();
    let feeding: ReturnType<typeof startProcess> | null = null;
    try {
      const { port } = await nextMessage<{ port: number }>(engine, 'the engine');
      const base = `http://127.0.0.1:${String(port)}/whip`;
      const source = join(folder, 'source.mkv');
      makeSource(source);
      const page = await browser.open();
      await page.publish({
        url: `${base}/browser?sdkappid=1400000123&userid=browser`,
        ...{ token: 'bench', video: 'H264', audio: true, source: 'device', relayPort: null },
        // Small, as its own coding is no part of the question and would take a core.
        size: { width: 320, height: 180 },
      });
      feeding = startProcess('whip-senders-process.ts', [base, String(senders), source]);
      await nextMessage(feeding, 'the senders');
      await after(settleMs);
      const coders = await childrenOf(engine.pid!);
      const read = async () => ({
        own: await cpuSeconds([engine.pid!]),
        coders: await cpuSeconds(coders),
        at: performance.now(),
      });
      const before = await read();
      await after(loadMs);
      const now = await read();
      const seconds = (now.at - before.at) / 1000;
      const share = (used: number): number => Number(((used * 100) / seconds / (senders + 1)).toFixed(2));
      const own = share(now.own - before.own);
      const sound = share(now.coders - before.coders);
      const megabytes = await memoryMegabytes([engine.pid!, ...coders]);
      const browserSent = (await page.sent()).find(({ kind }) => kind === 'video')?.frames ?? 0;
      await page.end();
      feeding.send('end');
      const sent = await nextMessage<{ pictures: number }>(feeding, 'the senders');
      engine.send('end');
      const recorded = await nextMessage<WhipRecorded>(engine, 'the engine');
      const expected = 2 * (sent.pictures * senders + browserSent);
      const summary = [
        `${own.toFixed(2)} % of a core a stream in the engine, ${sound.toFixed(2)} % in its coder of sound (${String(coders.length)} children)`,
        `${megabytes.toFixed(0)} MB in all; ${String(recorded.pictures)} pictures in ${String(recorded.files)} files, about ${String(expected)} sent; ${
          recorded.faults.length === 0
            ? 'nothing lost'
            : `${String(recorded.faults.length)} losses, as ${recorded.faults.slice(0, 3).join('; ')}`
        }`,
      ];
      const machine = { cores: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.version };
      return { summary, figures: { machine, own, sound, megabytes, sent: expected, ...recorded } };
    } finally {
      await browser.close();
      for (const child of [feeding, engine]) {
        if (child?.connected === true) child.disconnect();
        if (child !== null) await endChild(child, 5000);
      }
      await rm(folder, { recursive: true, force: true });
    }
  },
};
