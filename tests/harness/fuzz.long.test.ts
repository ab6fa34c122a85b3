import { randomInt } from 'node:crypto';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeNumberedClip, readClip } from '../support/content/numbered-clip.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';
import { runFuzz } from './fuzz.ts';
import { seedRandom } from './seeded-random.ts';

it('bears noise at every door, and harms no good publisher meanwhile', async () => {
  const seed = randomInt(2 ** 31);
  const folder = openTemporaryFolder();
  const say = (sentence: string): void => void process.stdout.write(`  ${sentence}\n`);
  say(`npm run harness -- fuzz --seed ${seed}: the same in long`);
  try {
    const clip = path.join(folder.path, 'clip.flv');
    await makeNumberedClip(clip, { seconds: 20, bFrames: true });
    const report = await runFuzz({
      ...{ folder: folder.path, clip: readClip(clip), random: seedRandom(seed), report: say },
      ...{ seconds: 12, goodPublishers: 4, noiseMakers: 6 },
    });
    say(JSON.stringify(report));
    expect(report.faults).toEqual([]);
    expect(report.picturesKept).toBe(report.picturesSent);
    expect(report.picturesSent).toBe(4 * 3 * 12 * 15);
    expect(Object.keys(report.noises).length).toBeGreaterThan(8);
  } finally {
    folder.close();
  }
}, 240_000);
