import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMarkerFaults, printChapters, printVttTime } from '../../../domain/recording/markers.ts';

const marker = (id: string, mediaMs: number, label: string) => ({ id, mediaMs, label, kind: 'chapter' });

describe('chapters', () => {
  it('reach from one marker to the next, and the last to the end', () => {
    const markers = [marker('b', 61_500, 'Questions & <answers>'), marker('a', 0, 'Opening')];
    expect(printChapters(markers, 3_725_250)).toBe(
      [
        'WEBVTT\n',
        'a\n00:00:00.000 --> 00:01:01.500\nOpening\n',
        'b\n00:01:01.500 --> 01:02:05.250\nQuestions &amp; &lt;answers&gt;\n',
      ].join('\n'),
    );
  });

  it('are an empty file without markers', () => {
    expect(printChapters([], null)).toBe('WEBVTT\n');
  });

  it('never let a label end its cue or begin another, and are never empty', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9_000_000 }), fc.string({ minLength: 1 }))),
        (places) => {
          const markers = places.map(([mediaMs, label], index) => marker(String(index), mediaMs, label));
          const text = printChapters(markers, 9_000_001);
          const times = text.split('\n').filter((line) => line.includes('-->'));
          expect(times.length).toBe(places.length);
          for (const line of times) {
            const [from, to] = line.split(' --> ');
            expect(from! < to!).toBe(true);
          }
        },
      ),
    );
  });

  it.each([
    [0, '00:00:00.000'],
    [1.6, '00:00:00.002'],
    [59_999, '00:00:59.999'],
    [360_000_000, '100:00:00.000'],
  ])('write %d ms as %s', (ms, text) => {
    expect(printVttTime(ms)).toBe(text);
  });
});

describe('what is wrong with a marker', () => {
  it('is told all at once', () => {
    const faults = findMarkerFaults({ label: ' ', kind: 'No!', data: { a: 'x'.repeat(9000) } }, 'input');
    expect(faults.map(({ field }) => field)).toEqual(['input.label', 'input.kind', 'input.data']);
    expect(findMarkerFaults({ label: 'a\nb' }, 'input').length).toBe(1);
    expect(findMarkerFaults({ label: '\ud800' }, 'input').length).toBe(1);
    for (const text of ['\0', '\ud800', '\\\0'])
      expect(findMarkerFaults({ data: { text } }, 'input').length).toBe(1);
    for (const text of ['\\u0000', '😀', '\\\\ud800'])
      expect(findMarkerFaults({ data: { text } }, 'input')).toEqual([]);
    expect(findMarkerFaults({ label: 'ok', kind: 'q_and-a', data: {} }, 'input')).toEqual([]);
  });
});
