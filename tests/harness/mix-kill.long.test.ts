import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { runMixKill } from './mix-kill.ts';
import { seedRandom } from './seeded-random.ts';

it('goes on mixing while its children are killed and made to hang at random, and leaves none behind', async () => {
  const seed = randomInt(2 ** 31);
  const say = (sentence: string): void => void process.stdout.write(`  ${sentence}\n`);
  say(`npm run harness -- mix --seed ${seed}: the same in long`);
  const report = await runMixKill({ seconds: 15, random: seedRandom(seed), report: say });
  say(JSON.stringify(report));
  expect(report.faults).toEqual([]);
  expect(report.killed + report.stopped).toBeGreaterThanOrEqual(2);
  expect(report.pictures).toBeGreaterThan(60);
}, 120_000);
