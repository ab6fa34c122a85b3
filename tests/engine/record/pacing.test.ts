import { describe, expect, it } from 'vitest';
import { FramePacer } from '../../../engine/record/frame-pacer.ts';
import { SoundPacer } from '../../../engine/record/sound-pacer.ts';
import { StreamClock } from '../../../engine/record/stream-clock.ts';

/** What RTMP says of the n-th picture at a rate. */
const said = (n: number, rate: number): number => Math.floor((n * 1000) / rate);

describe('a stream’s clock', () => {
  it('begins at zero wherever the publisher’s does', () => {
    const clock = new StreamClock();
    expect([4_000_000_000, 4_000_000_066].map((ms) => clock.at('video', ms))).toEqual([0, 66]);
  });

  it('goes on where 32 bits wrap', () => {
    const clock = new StreamClock();
    expect([0xffffffd0, 0xfffffff0, 0x10, 0x30].map((ms) => clock.at('video', ms))).toEqual([0, 32, 64, 96]);
    expect(clock.leaps).toBe(0);
  });

  it('lets sound and picture interleave a little backwards', () => {
    const clock = new StreamClock();
    const line = [clock.at('video', 1000), clock.at('video', 1066), clock.at('audio', 1021)];
    expect([...line, clock.at('audio', 1042), clock.at('video', 1133)]).toEqual([0, 66, 21, 42, 133]);
  });

  it.each([
    ['forward', 9_000_000],
    ['back a little', 57_000],
    ['back to zero', 0],
  ])('keeps the offset of sound and picture where the clock leaps %s', (_, target) => {
    const clock = new StreamClock();
    const at = (kind: 'video' | 'audio', ms: number): number => clock.at(kind, ms);
    expect([at('video', 60_000), at('audio', 60_010), at('video', 60_066)]).toEqual([0, 10, 66]);
    // The picture leaps first; sound that was under way comes still, then leaps too.
    expect([at('video', target), at('audio', 60_031), at('audio', target + 10)]).toEqual([99, 31, 109]);
    expect([at('video', target + 66), at('audio', target + 31)]).toEqual([165, 130]);
    expect(clock.leaps).toBe(1);
  });

  it('takes a picture that was away for a minute where the sound is by now', () => {
    const clock = new StreamClock();
    clock.at('video', 0);
    for (let ms = 0; ms <= 60_000; ms += 20) clock.at('audio', ms);
    expect(clock.at('video', 60_010)).toBe(60_010);
    expect(clock.leaps).toBe(0);
  });

  it('comes back after one packet with a mad time', () => {
    const clock = new StreamClock();
    for (const ms of [0, 40, 80]) {
      clock.at('audio', ms);
      clock.at('video', ms);
    }
    clock.at('video', 0x7fffffff);
    expect([clock.at('audio', 120), clock.at('video', 160)]).toEqual([120, 160]);
  });

  it.each([[3_600_000], [5]])('joins the line where the publisher leaps to %i ms', (target) => {
    const clock = new StreamClock();
    expect([60_000, 60_066, target, target + 66].map((ms) => clock.at('video', ms))).toEqual([
      0, 66, 99, 165,
    ]);
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

  it('moves on at a real gap, and loses nothing of a publisher that says less time than its sound lasts', () => {
    const pacer = new SoundPacer(48_000, 1024);
    expect([0, 21, 1000, 1021, 500, 1042].map((ms) => pacer.decodeTime(ms))).toEqual([
      0, 1024, 48_000, 49_024, 50_048, 51_072,
    ]);
  });
});
