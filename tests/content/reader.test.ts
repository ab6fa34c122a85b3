import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findJumps, measureSync, numbersOf, range, takeAccount } from '../support/content/account.ts';
import type { ClipTags } from '../support/content/numbered-clip.ts';
import {
  cutClip,
  isKeyPicture,
  isPicture,
  makeNumberedClip,
  readClip,
  writeClip,
} from '../support/content/numbered-clip.ts';
import { printPicture, readPicture } from '../support/content/picture-code.ts';
import type { Content } from '../support/content/read-content.ts';
import { readContent } from '../support/content/read-content.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';

const both = { video: true, audio: true };
const seconds = 8;
const allPictures = range(0, seconds * 15);

describe('a picture', () => {
  it('says its own number and no other', () => {
    for (const number of range(0, 4096)) expect(readPicture(printPicture(number))).toBe(number);
  });

  it('that lost a block, or shows one block wrong, says none', () => {
    for (const block of range(0, 20)) {
      const grey = printPicture(1234);
      grey[block] = 128;
      expect(readPicture(grey)).toBeNull();
      const wrong = printPicture(1234);
      wrong[block] = 251 - wrong[block]!;
      expect(readPicture(wrong)).toBeNull();
    }
  });
});

describe('the reader of a numbered clip', () => {
  const folder = openTemporaryFolder();
  const file = (name: string): string => path.join(folder.path, `${name}.flv`);
  let clip: ClipTags;
  beforeAll(async () => {
    await Promise.all([
      makeNumberedClip(file('plain'), { seconds, bFrames: false }),
      makeNumberedClip(file('b-frames'), { seconds, bFrames: true }),
    ]);
    clip = readClip(file('plain'));
  });
  afterAll(() => {
    folder.close();
  });

  const pictures = (content: Content) => takeAccount(numbersOf(content.pictures), allPictures);
  const beeps = (content: Content) => takeAccount(numbersOf(content.beeps), range(0, seconds));
  async function readDamaged(media: ClipTags['media'], kinds = both): Promise<Content> {
    writeClip(file('damaged'), { head: clip.head, media }, kinds);
    return readContent(file('damaged'), kinds);
  }

  it.each(['plain', 'b-frames'])('finds every picture and beep of a %s clip, in time', async (name) => {
    const content = await readContent(file(name), both);
    const whole = { missing: [], doubled: [], strange: [], unreadable: 0, inOrder: true };
    expect(pictures(content)).toEqual({ sent: 120, kept: 120, ...whole });
    expect(beeps(content)).toEqual({ sent: seconds, kept: seconds, ...whole });
    expect(findJumps(content, 0.002)).toEqual([]);
    expect(content.complaints).toEqual([]);
    const late = [...measureSync(content).values()];
    expect(late).toHaveLength(seconds);
    for (const offset of late) expect(Math.abs(offset)).toBeLessThan(0.01);
  });

  it('finds a picture that is missing, and where', async () => {
    // The last one before a key picture: nothing that follows was predicted from it.
    const victim = clip.media.filter(isPicture)[44]!;
    const content = await readDamaged(clip.media.filter((tag) => tag !== victim));
    expect(pictures(content)).toMatchObject({ kept: 119, missing: [44], doubled: [], inOrder: true });
    expect(findJumps(content, 0.02)).toEqual(['0.133 s from picture 43 to 45']);
  });

  it('finds a picture that comes twice, and one that comes too early', async () => {
    const shown = [...range(0, 30), 29, ...range(30, 60), 61, 60, ...range(62, 120)];
    await makeNumberedClip(file('shown'), { seconds, bFrames: true, pictures: shown });
    const account = pictures(await readContent(file('shown'), both));
    expect(account).toMatchObject({ kept: 120, missing: [], doubled: [29], inOrder: false });
  });

  it('finds a whole group of pictures that is missing', async () => {
    const [, second, third] = clip.media.filter(isKeyPicture);
    const isInGroup = (tag: (typeof clip.media)[number]): boolean =>
      clip.media.indexOf(tag) >= clip.media.indexOf(second!) &&
      clip.media.indexOf(tag) < clip.media.indexOf(third!);
    const content = await readDamaged(clip.media.filter((tag) => !isPicture(tag) || !isInGroup(tag)));
    expect(pictures(content).missing).toEqual(range(15, 30));
    expect(beeps(content).missing).toEqual([]);
  });

  it('finds pictures that a damaged one spoilt', async () => {
    const victim = clip.media.filter(isPicture)[15]!;
    const noise = Buffer.from(victim.body);
    noise.fill(0xa5, 40);
    const media = clip.media.map((tag) => (tag === victim ? { ...tag, body: noise } : tag));
    const content = await readDamaged(media);
    const { kept, unreadable } = pictures(content);
    expect(kept < 120 || unreadable > 0 || content.complaints.length > 0).toBe(true);
  });

  it('finds a beep that is missing, torn, doubled or in another’s place', async () => {
    const isIn = (fromMs: number, untilMs: number) => (tag: (typeof clip.media)[number]) =>
      !isPicture(tag) && tag.timestampMs >= fromMs && tag.timestampMs < untilMs;
    const silent = await readDamaged(clip.media.filter((tag) => !isIn(3100, 3500)(tag)));
    expect(beeps(silent)).toMatchObject({ kept: 7, missing: [3], unreadable: 0 });
    // The hole is no reason to hear the next one earlier.
    expect(silent.beeps.find(({ number }) => number === 4)!.atSeconds).toBeCloseTo(4.22, 1);
    const torn = await readDamaged(clip.media.filter((tag) => !isIn(3260, 3500)(tag)));
    expect(beeps(torn)).toMatchObject({ kept: 7, missing: [3], unreadable: 1 });
    await makeNumberedClip(file('beeps'), { seconds, bFrames: false, beeps: [0, 1, 2, 2, 4, 5, 99, 7] });
    expect(beeps(await readContent(file('beeps'), both))).toMatchObject({
      ...{ missing: [3, 6], doubled: [2], strange: [99], inOrder: false },
    });
  });

  it('reads sound alone and pictures alone, and cuts that begin anew', async () => {
    const sound = await readDamaged(cutClip(clip, 2, 5).media, { video: false, audio: true });
    expect(numbersOf(sound.beeps)).toEqual([2, 3, 4]);
    const silent = await readDamaged(cutClip(clip, 2, 5).media, { video: true, audio: false });
    expect(numbersOf(silent.pictures)).toEqual(range(30, 75));
    expect(silent.pictures[0]!.atSeconds).toBe(0);
  });

  it('refuses what is no media', async () => {
    await expect(readContent(import.meta.filename, both)).rejects.toThrow('could not be decoded');
  });
});
