import { afterAll, describe, expect, it } from 'vitest';
import { consentOf, type ConsentRule } from '../../../domain/recording/consent.ts';
import { consentFile } from '../../../engine/rooms/consent-file.ts';
import { Consents } from '../../../engine/rooms/consents.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';

const sdkAppId = 1_400_000_123;
const lesson = { kind: 'string', value: '7' } as const;
const number = { kind: 'int', value: 7 } as const;
const rule = (part: Partial<ConsentRule>): ConsentRule => ({
  ...{ sdkAppId, room: null, userId: 'ada', allowed: false },
  ...part,
});

describe('consent', () => {
  const folder = openTemporaryFolder();
  afterAll(() => {
    folder.close();
  });

  it('is what the most particular answer says, and given where nobody answered', () => {
    const of = (rules: readonly ConsentRule[], userId = 'ada') =>
      consentOf(rules, { sdkAppId, room: lesson, userId });
    expect(of([])).toBe(true);
    const byDefault = rule({ userId: null });
    expect(of([byDefault])).toBe(false);
    expect(of([byDefault, rule({ allowed: true })])).toBe(true);
    expect(of([rule({ allowed: true }), rule({ room: lesson })])).toBe(false);
    // The number 7 and the text "7" are two rooms, and another application's answers are its own.
    expect(of([rule({ room: number })])).toBe(true);
    expect(of([rule({ sdkAppId: 1 })])).toBe(true);
    expect(of([rule({})], 'bob')).toBe(true);
  });

  it('is kept for the next process, the last answer of each target', async () => {
    const consents = await Consents.open(consentFile(folder.path));
    const told: boolean[] = [];
    consents.watch(() => told.push(consents.allows(sdkAppId, lesson, 'ada')));
    await Promise.all([
      consents.set(rule({})),
      consents.set(rule({ userId: 'bob' })),
      consents.set(rule({ allowed: true })),
    ]);
    expect(told).toEqual([false, false, true]);
    const next = await Consents.open(consentFile(folder.path));
    expect(next.allows(sdkAppId, lesson, 'ada')).toBe(true);
    expect(next.allows(sdkAppId, lesson, 'bob')).toBe(false);
  });

  it('holds a refusal that cannot be kept, and says that it cannot', async () => {
    const consents = await Consents.open({
      load: () => Promise.resolve([]),
      save: () => Promise.reject(new Error('no space')),
    });
    await expect(consents.set(rule({}))).rejects.toThrow('no space');
    expect(consents.allows(sdkAppId, lesson, 'ada')).toBe(false);
    await expect(consents.set(rule({ allowed: true }))).rejects.toThrow('no space');
    expect(consents.allows(sdkAppId, lesson, 'ada')).toBe(false);
  });
});
