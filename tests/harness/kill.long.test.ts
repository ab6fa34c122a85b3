import { randomInt } from 'node:crypto';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeNumberedClip, readClip } from '../support/content/numbered-clip.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';
import { runKill } from './kill.ts';
import { seedRandom } from './seeded-random.ts';

it('loses no recording, no event and at most the last fragments when processes are killed at random', async () => {
  const seed = randomInt(2 ** 31);
  const folder = openTemporaryFolder();
  const say = (sentence: string): void => void process.stdout.write(`  ${sentence}\n`);
  say(`npm run harness -- kill --seed ${seed}: the same in long`);
  try {
    const clip = path.join(folder.path, 'clip.flv');
    await makeNumberedClip(clip, { seconds: 20, bFrames: true });
    const report = await runKill({
      folder: folder.path,
      clip: readClip(clip),
      random: seedRandom(seed),
      recordings: 12,
      seconds: [6, 14],
      kills: 4,
      settleWithinMs: 60_000,
      engineEntry: path.join(import.meta.dirname, 'fixtures/impatient-engine.ts'),
      report: say,
    });
    say(JSON.stringify(report));
    expect(report.faults).toEqual([]);
    expect(report.recordings).toBeGreaterThanOrEqual(12);
    expect(report.files).toBeGreaterThan(report.recordings);
    expect(report.kills.engine).toBeGreaterThanOrEqual(1);
    expect(report.events).toBeGreaterThan(report.recordings * 4);
  } finally {
    folder.close();
  }
}, 240_000);
