import { describe, expect, it } from 'vitest';
import { FramePacer } from '../../../engine/record/frame-pacer.ts';
import { SoundPacer } from '../../../engine/record/sound-pacer.ts';
import { StreamClock } from '../../../engine/record/stream-clock.ts';

/** What RTMP says of the n-th picture at a rate. */
const said = (n: number, rate: number): number => Math.floor((n * 1000) / rate);

describe('a stream’s clock', () => {
  it('begins at zero wherever the publisher’s does', () => {
    const clock = new StreamClock();
    expect([4_000_000_000, 4_000_000_066].map((ms) => clock.at(ms))).toEqual([0, 66]);
  });

  it('goes on where 32 bits wrap', () => {
    const clock = new StreamClock();
    expect([0xffffffd0, 0xfffffff0, 0x10, 0x30].map((ms) => clock.at(ms))).toEqual([0, 32, 64, 96]);
    expect(clock.leaps).toBe(0);
  });

  it('lets sound and picture interleave a little backwards', () => {
    const clock = new StreamClock();
    expect([1000, 1066, 1021, 1042, 1133].map((ms) => clock.at(ms))).toEqual([0, 66, 21, 42, 133]);
  });

  it.each([[3_600_000], [5]])('joins the line where the publisher leaps to %i ms', (target) => {
    const clock = new StreamClock();
    expect([60_000, 60_066, target, target + 66].map((ms) => clock.at(ms))).toEqual([0, 66, 99, 165]);
    expect(clock.leaps).toBe(1);
  });
});

describe('the pacing of pictures', () => {
  it.each([15, 24, 25, 30, 50, 60])(
    'is even at %i pictures a second and does not drift in ten hours',
    (rate) => {
      const pacer = new FramePacer();
      let last = 0;
      for (let n = 0; n < rate * 36_000; n++) last = pacer.decodeTime(said(n, rate));
      expect(Math.abs(last - (rate * 36_000 - 1) * (90_000 / rate))).toBeLessThanOrEqual(90);
    },
  );

  it('stays within a millisecond of 29.97', () => {
    const pacer = new FramePacer();
    const rate = 30_000 / 1001;
    for (let n = 0; n < 10_000; n++) {
      expect(Math.abs(pacer.decodeTime(said(n, rate)) - said(n, rate) * 90)).toBeLessThanOrEqual(180);
    }
  });

  it('takes a gap as it is', () => {
    const pacer = new FramePacer();
    expect([0, 66, 133, 1133, 1200].map((ms) => pacer.decodeTime(ms))).toEqual([
      0, 6000, 12_000, 101_970, 107_970,
    ]);
  });

  it('never stands still or goes back', () => {
    const pacer = new FramePacer();
    const times = [0, 0, 50, 20, 20, 90].map((ms) => pacer.decodeTime(ms));
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  });

  it('puts the reordering of pictures on the same grid', () => {
    const pacer = new FramePacer();
    pacer.decodeTime(0);
    pacer.decodeTime(66);
    expect([0, 67, 133, 200].map((ms) => pacer.compositionOffset(ms))).toEqual([0, 6000, 12_000, 18_000]);
  });
});

describe('the pacing of sound', () => {
  it('counts samples and not the publisher’s rounded times', () => {
    const pacer = new SoundPacer(48_000, 1024);
    const times = Array.from({ length: 2000 }, (_, n) => pacer.decodeTime(Math.round((n * 1024) / 48)));
    expect(times).toEqual(times.map((_, n) => n * 1024));
  });

  it('moves on at a real gap and drops what lies in the past', () => {
    const pacer = new SoundPacer(48_000, 1024);
    expect([0, 21, 1000, 1021, 500, 1042].map((ms) => pacer.decodeTime(ms))).toEqual([
      0,
      1024,
      48_000,
      49_024,
      null,
      50_048,
    ]);
  });
});
