import { randomInt } from 'node:crypto';
import { expect, inject, it } from 'vitest';
import { runLoss } from './loss.ts';
import { seedRandom } from './seeded-random.ts';

it('goes on mixing browsers behind a bad network while any child of the engine is killed, and leaves none behind', async () => {
  const seed = randomInt(2 ** 31);
  const say = (sentence: string): void => void process.stdout.write(`  ${sentence}\n`);
  say(`npm run harness -- loss --seed ${seed}: the same in long`);
  const given = { clusterUrl: inject('clusterUrl'), random: seedRandom(seed), report: say };
  const report = await runLoss({ ...given, seconds: 15 });
  say(JSON.stringify(report));
  expect(report.faults).toEqual([]);
  expect(report.killed + report.stopped).toBeGreaterThanOrEqual(2);
}, 300_000);
