import { randomInt } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeNumberedClip, readClip } from '../support/content/numbered-clip.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';
import { fuzzForMinutes } from './fuzz.ts';
import type { HarnessRun } from './harness-run.ts';
import { killForMinutes } from './kill.ts';
import { lossForMinutes } from './loss.ts';
import { mixKillForMinutes } from './mix-kill.ts';
import { replayForMinutes } from './replay.ts';
import { seedRandom } from './seeded-random.ts';
import { soakForMinutes } from './soak.ts';

const usage = `npm run harness -- <mode> [--minutes N] [--seed S]

  kill   SIGKILLs of engine, server and PostgreSQL while fifty publishers are recorded, round after round
  fuzz   noise at the doors of RTMP and of the API while good publishers are recorded
  soak   steady load, growth of memory
  mix    decoders and the encoder of a mix are killed, and made to hang
  loss   browsers publish by WHIP through a network that loses and reorders, are mixed, and any child is killed
  replay a day's callbacks dropped, doubled, late and in any order, to a server that is killed

--minutes is how long rounds are begun (default 5), --seed makes the choices of an earlier run again.`;

const modes: Readonly<Record<string, (run: HarnessRun) => Promise<readonly string[]>>> = {
  kill: killForMinutes,
  fuzz: fuzzForMinutes,
  soak: soakForMinutes,
  mix: mixKillForMinutes,
  loss: lossForMinutes,
  replay: replayForMinutes,
};
const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);

/** Answers the exit code: 0 when no fault was found. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string' } },
  });
  const [mode = '', ...rest] = positionals;
  const minutes = Number(values.minutes);
  const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
  const work = modes[mode];
  if (work === undefined || rest.length > 0 || !(minutes > 0) || !Number.isInteger(seed)) {
    say(usage);
    return 1;
  }
  say(`npm run harness -- ${mode} --minutes ${minutes} --seed ${seed}`);
  const folder = openTemporaryFolder();
  try {
    const clip = path.join(folder.path, 'clip.flv');
    await makeNumberedClip(clip, { seconds: 120, bFrames: true });
    const run: HarnessRun = {
      ...{ folder: folder.path, minutes, clip: readClip(clip), random: seedRandom(seed) },
      report: (sentence) => {
        say(`  ${sentence}`);
      },
    };
    const faults = await work(run);
    for (const fault of faults) say(`FAULT ${fault}`);
    say(faults.length === 0 ? 'no fault found' : `${faults.length} faults found`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    folder.close();
  }
}

try {
  process.exit(await main());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
