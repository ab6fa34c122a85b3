import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QualityObservation } from '../../../domain/recording/quality.ts';
import { qualityCodes, qualityLimits, qualityPatience } from '../../../domain/recording/quality.ts';
import type { QualityChange, QualityState } from '../../../domain/recording/quality-watch.ts';
import { watchQuality } from '../../../domain/recording/quality-watch.ts';

const start = 1_770_000_000_000;
const healthy: QualityObservation = {
  ...{ atMs: start, mediaMs: 0, sinceMediaMs: 20, sincePictureMs: 40, sinceSoundMs: 20, soundDb: -20 },
  soundSinceMs: null,
  ...{ picture: { mean: 90, contrast: 120, change: 30 }, still: false, driftMs: 0, missingMs: 0 },
  ...{ pictureKbps: 900, usualPictureKbps: 1000, framesPerSecond: 30, usualFramesPerSecond: 30 },
};

/** Watches one observation a second; `wrong` says how each differs from a healthy one. */
function watch(
  count: number,
  wrong: (second: number) => Partial<QualityObservation>,
  aux = false,
): QualityChange[] {
  let state: QualityState = {};
  const told: QualityChange[] = [];
  for (let second = 0; second < count; second++) {
    const at = { atMs: start + second * 1000, mediaMs: second * 1000 };
    const seen = { ...healthy, ...at, ...wrong(second) };
    const next = watchQuality(state, seen, { aux, markIdOf: (code, number) => `${code}-${String(number)}` });
    state = next.state;
    told.push(...next.changes);
  }
  return told;
}

const between = (second: number): boolean => second >= 5 && second < 20;

describe('the quality of a running recording', () => {
  it.each([
    ['stall', (ms: number) => ({ sinceMediaMs: ms })],
    ['no-sound', (ms: number) => ({ sinceSoundMs: ms })],
    ['no-picture', (ms: number) => ({ sincePictureMs: ms })],
    ['silence', () => ({ soundDb: -80 })],
    ['black', () => ({ picture: { mean: 16, contrast: 1, change: 0 }, still: true })],
    ['frozen', () => ({ still: true, picture: null })],
    ['bitrate-low', () => ({ pictureKbps: 100 })],
    ['frame-rate-low', () => ({ framesPerSecond: 6 })],
    ['drift', () => ({ driftMs: -700 })],
    ['length-off', () => ({ missingMs: 9000 })],
  ] as const)(
    'is marked with %s within ten seconds of the cause, and again when it is over',
    (code, wrong) => {
      const told = watch(40, (second) => (between(second) ? wrong((second - 5) * 1000) : {}));
      expect(told.map(({ markId, phase }) => `${markId} ${phase}`)).toEqual([
        `${code}-1 begin`,
        `${code}-1 end`,
      ]);
      const [begin, end] = told as [QualityChange, QualityChange];
      expect(begin.atMs).toBeGreaterThanOrEqual(start + 1000);
      expect(begin.atMs).toBeLessThanOrEqual(start + 15_000);
      expect(end.atMs).toBe(start + 20_000);
      expect(begin.level).toBe(qualityPatience[code].level);
    },
  );

  it('is not marked for a moment’s fault', () => {
    expect(
      watch(30, (second) => (second === 7 ? { soundDb: -80, pictureKbps: 10, driftMs: 900 } : {})),
    ).toEqual([]);
  });

  it('is marked no more often than is of use', () => {
    const told = watch(20_000, (second) => ({ soundDb: second % 12 < 6 ? -80 : -10 }));
    expect(told.length).toBe(2 * qualityLimits.marksPerCode);
  });

  it('calls a screen share that stands still no more than noteworthy', () => {
    const told = watch(20, () => ({ still: true, picture: { mean: 200, contrast: 90, change: 0 } }), true);
    expect(told.map(({ code, level }) => `${level} ${code}`)).toEqual(['info frozen']);
  });

  it('does not call a picture frozen whose key frames differ, nor a still one starved of bits', () => {
    expect(watch(20, () => ({ still: true, picture: { mean: 90, contrast: 99, change: 40 } }))).toEqual([]);
    expect(watch(20, () => ({ still: true, picture: null, pictureKbps: 1 })).map(({ code }) => code)).toEqual(
      ['frozen'],
    );
  });

  it('tells only of the stall while nothing comes', () => {
    const told = watch(30, (second) => {
      const ms = (second - 5) * 1000;
      if (ms <= 0) return {};
      return {
        ...{ sinceMediaMs: ms, sincePictureMs: ms, sinceSoundMs: ms, soundDb: null, picture: null },
        ...{ still: null, pictureKbps: 0, framesPerSecond: 0, driftMs: null, missingMs: ms },
      };
    });
    expect(told.map(({ code }) => code)).toEqual(['stall']);
  });

  it('is told in pairs, in the order of time, whatever is seen', () => {
    const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
    const reading = fc.record({
      mean: fc.integer({ min: 0, max: 255 }),
      contrast: fc.integer({ min: 0, max: 255 }),
      change: maybe(fc.integer({ min: 0, max: 255 })),
    });
    const seen = fc.record({
      sinceMediaMs: fc.integer({ min: 0, max: 9000 }),
      sincePictureMs: maybe(fc.integer({ min: 0, max: 9000 })),
      sinceSoundMs: maybe(fc.integer({ min: 0, max: 9000 })),
      soundDb: maybe(fc.integer({ min: -96, max: 0 })),
      picture: maybe(reading),
      still: maybe(fc.boolean()),
      pictureKbps: maybe(fc.integer({ min: 0, max: 3000 })),
      usualPictureKbps: maybe(fc.integer({ min: 0, max: 3000 })),
      framesPerSecond: maybe(fc.integer({ min: 0, max: 60 })),
      usualFramesPerSecond: maybe(fc.integer({ min: 0, max: 60 })),
      driftMs: maybe(fc.integer({ min: -3000, max: 3000 })),
      missingMs: maybe(fc.integer({ min: -9000, max: 9000 })),
    });
    fc.assert(
      fc.property(fc.array(seen, { minLength: 1, maxLength: 80 }), (observations) => {
        const told = watch(observations.length, (second) => observations[second]!);
        for (const code of qualityCodes) {
          const phases = told.filter((change) => change.code === code);
          phases.forEach(({ phase, markId, atMs, mediaMs }, index) => {
            expect(phase).toBe(index % 2 === 0 ? 'begin' : 'end');
            expect(markId).toBe(`${code}-${String(Math.floor(index / 2) + 1)}`);
            expect(mediaMs).toBeGreaterThanOrEqual(0);
            if (phase === 'end') expect(atMs).toBeGreaterThanOrEqual(phases[index - 1]!.atMs);
          });
        }
      }),
    );
  });
});
