import { randomInt } from 'node:crypto';
import { expect, inject, it } from 'vitest';
import '../support/database.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';
import { replayDay } from './replay.ts';
import { seedRandom } from './seeded-random.ts';

it('knows the same in the end, whatever callbacks are lost, doubled, late or out of order while it is killed', async () => {
  const seed = randomInt(2 ** 31);
  const folder = openTemporaryFolder();
  const say = (sentence: string): void => void process.stdout.write(`  ${sentence}\n`);
  say(`npm run harness -- replay --seed ${seed}: the same in long`);
  try {
    const report = await replayDay({
      ...{ clusterUrl: inject('clusterUrl'), folder: folder.path, random: seedRandom(seed), report: say },
      ...{ others: 2, replays: 1, untilMs: Infinity, kills: 2, settleWithinMs: 60_000 },
    });
    say(JSON.stringify({ ...report, faults: report.faults.length }));
    expect(report.faults).toEqual([]);
    expect(report.rows).toBeGreaterThan(300);
    expect(Math.min(report.dropped, report.doubled, report.delayed)).toBeGreaterThan(5);
    expect(report.kills).toBeGreaterThanOrEqual(3);
    expect(report.repairs).toBeGreaterThan(5);
  } finally {
    folder.close();
  }
}, 400_000);
