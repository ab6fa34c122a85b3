import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameFormsOf } from '../../domain/recording/method.ts';
import type { NameHead } from '../../domain/recording/naming.ts';
import {
  nameForms,
  parseFileName,
  parseNameTime,
  printFileName,
  printNameHead,
  printNameTime,
  readFileName,
  readNameHeads,
} from '../../domain/recording/naming.ts';

// The vendor's sample: file001_2020-02-16-12-12-12_2020-02-16-13-13-13, in UTC+8.
const start = Date.parse('2020-02-16T04:12:12Z');
const end = Date.parse('2020-02-16T05:13:13Z');

const forms: readonly { readonly head: NameHead; readonly name: string }[] = [
  {
    head: { form: 'user-defined-auto', userDefineRecordId: '1001_rexchang', streamType: 'aux' },
    name: '1001_rexchang_aux_2020-02-16-12-12-12_2020-02-16-13-13-13',
  },
  {
    head: { form: 'stream-id', streamId: 'stream1001' },
    name: 'stream1001_2020-02-16-12-12-12_2020-02-16-13-13-13',
  },
  {
    head: { form: 'plain', sdkAppId: 1400000123, room: '1001', userId: 'rexchang', streamType: 'main' },
    name: '1400000123_1001_rexchang_main_2020-02-16-12-12-12_2020-02-16-13-13-13',
  },
  {
    head: { form: 'user-defined', userDefineRecordId: 'file001' },
    name: 'file001_2020-02-16-12-12-12_2020-02-16-13-13-13',
  },
  {
    head: { form: 'record-id', recordId: '1400000123_room1001' },
    name: '1400000123_room1001_2020-02-16-12-12-12_2020-02-16-13-13-13',
  },
];

/** Ids of every kind: the vendor's own, ones that look like times or numbers or Base64, and any text at all. */
const anyId = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
  fc.constantFrom('main', '_aux', 'a_main', '1400000123_1001_x_main', '2020-02-16-12-12-12', '_', '__'),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  fc.base64String({ minLength: 4, maxLength: 40 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 32 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 32 }),
);
const anyType = fc.constantFrom('main' as const, 'aux' as const);
const anyHead: fc.Arbitrary<NameHead> = fc.oneof(
  fc.record({ form: fc.constant('user-defined-auto'), userDefineRecordId: anyId, streamType: anyType }),
  fc.record({ form: fc.constant('stream-id'), streamId: anyId }),
  fc.record({
    ...{ form: fc.constant('plain'), sdkAppId: fc.integer({ min: 1, max: 0xffffffff }) },
    ...{ room: anyId, userId: anyId, streamType: anyType },
  }),
  fc.record({ form: fc.constant('user-defined'), userDefineRecordId: anyId }),
  fc.record({ form: fc.constant('record-id'), recordId: anyId }),
);
/** Whole seconds of the years 1970 to 9999, as names have them. */
const anyInstant = fc.integer({ min: 0, max: 253_370_000_000 }).map((seconds) => seconds * 1000);

describe('file names', () => {
  it.each(forms)('prints and reads back the form $head.form', ({ head, name }) => {
    expect(printFileName(printNameHead(head), start, end)).toBe(name);
    expect(parseFileName(name)).toEqual({ head: printNameHead(head), startMs: start, endMs: end });
    expect(readFileName(name, { forms: [head.form], sdkAppId: 1400000123 })).toEqual({
      ...{ startMs: start, endMs: end },
      heads: [head],
    });
  });

  it('gives back any head among its readings, and every reading prints as the same name', () => {
    fc.assert(
      fc.property(anyHead, anyInstant, anyInstant, (head, startMs, endMs) => {
        const name = printFileName(printNameHead(head), startMs, endMs);
        const read = readFileName(name)!;
        expect(read).toMatchObject({ startMs, endMs });
        expect(read.heads).toContainEqual(head);
        for (const other of read.heads) expect(printNameHead(other)).toBe(printNameHead(head));
        // Whatever is known of it leaves the true one in.
        const { form, ...parts } = head;
        expect(readFileName(name, { forms: [form], ...parts })!.heads).toContainEqual(head);
      }),
      { numRuns: 1000 },
    );
  });

  it('is certain where the ids are known', () => {
    fc.assert(
      fc.property(anyHead, (head) => {
        const { form, ...parts } = head;
        const text = printNameHead(head);
        expect(readNameHeads(text, { forms: [form], ...parts })).toEqual([head]);
      }),
    );
  });

  it('has as many readings as it has meanings', () => {
    const text = '1400000123_a_b_c_main';
    const plain = { form: 'plain', sdkAppId: 1400000123, streamType: 'main' } as const;
    expect(readNameHeads(text)).toEqual([
      { form: 'user-defined-auto', userDefineRecordId: '1400000123_a_b_c', streamType: 'main' },
      { form: 'stream-id', streamId: text },
      { ...plain, room: 'a', userId: 'b_c' },
      { ...plain, room: 'a_b', userId: 'c' },
      { form: 'user-defined', userDefineRecordId: text },
      { form: 'record-id', recordId: text },
    ]);
    // By its way of recording, and by what the publisher did not choose.
    const known = { forms: nameFormsOf.GLOBAL_AUTO, userDefineRecordId: null, streamId: null };
    expect(readNameHeads(text, known)).toHaveLength(2);
    expect(readNameHeads(text, { ...known, userId: 'c' })).toEqual([{ ...plain, room: 'a_b', userId: 'c' }]);
    expect(readNameHeads(text, { ...known, sdkAppId: 1400000124 })).toEqual([]);
    expect(readNameHeads(text, { forms: nameFormsOf.SDK_PARAMETERS })).toHaveLength(1);
    expect(readNameHeads(text, { forms: nameFormsOf.CLOUD_RECORDING })).toEqual([]);
    // No application has a number with a zero before it, or one beyond what a number holds.
    for (const odd of ['01_a_b_main', '0_a_b_main', '14000001230000000_a_b_main'])
      expect(readNameHeads(odd, { forms: ['plain'] })).toEqual([]);
    for (const none of ['1_a_main', '1__main', '1_a_', 'x_a_b_main', '1_a_b_mix'])
      expect(readNameHeads(none, { forms: ['plain'] })).toEqual([]);
  });

  it('belongs to one way of recording, each form to one', () => {
    expect(Object.values(nameFormsOf).flat().toSorted()).toEqual([...nameForms].toSorted());
  });

  it.each([
    '',
    'file001',
    'file001_2020-02-16-12-12-12',
    'x_2020-13-16-12-12-12_2020-02-16-13-13-13',
    'x_2020-02-30-12-12-12_2020-02-30-13-13-13',
  ])('refuses %j, which is no recording name', (name) => {
    expect(parseFileName(name)).toBeNull();
  });

  it('cuts a day at midnight in UTC+8', () => {
    expect(printNameTime(Date.parse('2026-02-28T15:59:59Z'))).toBe('2026-02-28-23-59-59');
    expect(printNameTime(Date.parse('2026-02-28T16:00:00Z'))).toBe('2026-03-01-00-00-00');
    expect(parseNameTime('2026-02-29-00-00-00')).toBeNull();
  });
});
