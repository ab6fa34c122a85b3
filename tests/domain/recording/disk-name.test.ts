import fc from 'fast-check';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { printDiskName } from '../../../domain/recording/disk-name.ts';

const times = '_2026-02-03-12-05-06_2026-02-03-12-05-18.mp4';

describe('the name of a file on a disk', () => {
  it.each([
    [`lesson 7${times}`, `lesson 7${times}`],
    ['수업 "7".mp4', '수업 _7_.mp4'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['..', 'recording'],
    ['', 'recording'],
    ['a\r\nset-cookie: b\0.mp4', 'a__set-cookie_ b_.mp4'],
    ['\u202egpj.exe', '_gpj.exe'],
    ['aux.mp4', '_aux.mp4'],
    ['COM1', '_COM1'],
    ['trailing. ', 'trailing'],
    ['\ud800.mp4', '\ufffd.mp4'],
  ])('of %j is %j', (name, expected) => {
    expect(printDiskName(name)).toBe(expected);
  });

  it('keeps its times and its ending, however long the ids before them are', () => {
    for (const long of ['r'.repeat(300), '방'.repeat(300), '😀'.repeat(300)]) {
      const printed = printDiskName(`${long}${times}`);
      expect(printed.endsWith(times)).toBe(true);
      expect(Buffer.byteLength(printed)).toBeLessThanOrEqual(201);
      expect(printed.isWellFormed()).toBe(true);
    }
  });

  it('is one short, visible name inside any folder, whatever it is made of', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 400 }),
          fc
            .array(fc.constantFrom('/', '\\', '..', '\0', '\r\n', '%2f', '\u202e', 'a', ' ', '.', '"'))
            .map((parts) => parts.join('')),
        ),
        (name) => {
          const printed = printDiskName(name);
          expect(path.posix.dirname(path.posix.resolve('/media', printed))).toBe('/media');
          expect(path.win32.basename(printed)).toBe(printed);
          expect(printed).toMatch(/^[^.\s][^\p{Cc}\p{Cf}/\\"]*$/u);
          expect(Buffer.byteLength(printed)).toBeLessThanOrEqual(201);
        },
      ),
    );
  });
});
