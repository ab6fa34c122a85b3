import { describe, expect, it } from 'vitest';
import {
  classOf,
  receivedClasses,
  recordedClasses,
  usesOfTask,
} from '../../../engine/cloud/api/usage/pictures.ts';
import {
  peaks,
  printZoned,
  slotsBetween,
  slotsOfDays,
  spread,
} from '../../../engine/cloud/api/usage/slots.ts';

const at = (minute: number): number => Date.UTC(2026, 0, 30, 16, minute);

describe('counting uses by time', () => {
  it('takes the vendor’s days, five minutes of one and whole ones of several, as far as they have begun', () => {
    const later = Date.UTC(2030, 0, 1);
    expect(slotsOfDays('2026-01-31', '2026-01-31', later)).toEqual({
      fromMs: Date.UTC(2026, 0, 30, 16),
      lengthMs: 300_000,
      count: 288,
    });
    expect(slotsOfDays('2026-01-31', '2026-02-02', later)).toMatchObject({ lengthMs: 86_400_000, count: 3 });
    expect(slotsOfDays('2026-01-31', '2026-02-02', at(0))).toMatchObject({ count: 1 });
    expect(slotsOfDays('2026-01-31', '2026-02-02', at(-1))).toMatchObject({ count: 0 });
    expect(printZoned(at(5))).toBe('2026-01-31 00:05:00');
  });

  it('cuts a use at the ends of slots, and counts the share of it that was used', () => {
    const slots = slotsBetween(at(0), at(15), 300_000, at(60));
    expect(spread(slots, [{ fromMs: at(-3), untilMs: at(7) }])).toEqual([300, 120, 0]);
    expect(spread(slots, [{ fromMs: at(12), untilMs: at(14), share: 0.5 }])).toEqual([0, 0, 60]);
    expect(spread(slots, [{ fromMs: at(20), untilMs: at(30) }])).toEqual([0, 0, 0]);
  });

  it('finds the most that ran at once, where an end and a beginning at one moment are not beside each other', () => {
    const slots = slotsBetween(at(0), at(15), 300_000, at(60));
    const uses = [
      { fromMs: at(-3), untilMs: at(1) },
      { fromMs: at(1), untilMs: at(6) },
      { fromMs: at(2), untilMs: at(3) },
    ];
    expect(peaks(slots, uses)).toEqual([2, 1, 0]);
    expect(peaks(slots, [...uses, { fromMs: at(-9), untilMs: at(60) }])).toEqual([3, 2, 1]);
  });

  it('classes pictures by area, and a task by all that it records at a time', () => {
    expect(classOf(recordedClasses, 640 * 480)).toBe('Class1VideoTime');
    expect(classOf(recordedClasses, 1280 * 720)).toBe('Class2VideoTime');
    expect(classOf(recordedClasses, 1280 * 720 + 1)).toBe('Class3VideoTime');
    const stream = (from: number, until: number) => ({
      ...{ from: new Date(at(from)), until: new Date(at(until)), pixels: 1280 * 720 },
    });
    const parts = usesOfTask(
      { from: new Date(at(0)), until: null, streams: [stream(1, 3), stream(2, 4)] },
      at(5),
    );
    expect(parts.map(({ pixels }) => classOf(receivedClasses, pixels))).toEqual([
      'Audio',
      'HD',
      'FullHD',
      'HD',
      'Audio',
    ]);
  });
});
