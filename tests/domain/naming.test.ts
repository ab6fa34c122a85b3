import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NameHead } from '../../domain/recording/naming.ts';
import {
  nameFile,
  parseFileName,
  parseNameTime,
  printNameHead,
  printNameTime,
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

describe('file names', () => {
  it.each(forms)('prints and reads back the form $head.form', ({ head, name }) => {
    expect(nameFile(head, start, end)).toBe(name);
    expect(parseFileName(name)).toEqual({ head: printNameHead(head), startMs: start, endMs: end });
  });

  it('reads the times from the end, whatever the id holds', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/),
        fc.integer({ min: 0, max: 4_102_444_800 }),
        fc.integer({ min: 0, max: 86_400 }),
        (id, startSeconds, length) => {
          const name = nameFile(
            { form: 'user-defined', userDefineRecordId: id },
            startSeconds * 1000,
            (startSeconds + length) * 1000,
          );
          expect(parseFileName(name)).toEqual({
            head: id,
            startMs: startSeconds * 1000,
            endMs: (startSeconds + length) * 1000,
          });
        },
      ),
    );
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
