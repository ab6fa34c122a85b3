import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, daysOf, intersect, printDay } from '../../../domain/billing/calendar.ts';
import { sampleMs } from '../../../domain/billing/day-usage.ts';
import { openProductSum } from '../../../domain/billing/growing.ts';
import { meterDays, openMeter } from '../../../domain/billing/meter.ts';
import type { ChannelUsage, FileUsage, Usage } from '../../../domain/billing/usage.ts';
import { columnsOfChannels, columnsOfFiles } from '../../../domain/billing/usage-columns.ts';
import { printUse } from '../../../domain/billing/use.ts';

const june = Date.parse('2026-06-01T00:00:00+08:00');
const nothing: Usage = { channels: [], tasks: [], mixes: [], files: [], playback: [] };
const period = { fromMs: june, untilMs: june + 5 * dayMs };

/** Two days around the time, at quarters of an hour, so that many things fall on one instant and on midnight. */
const instants = fc.integer({ min: -2 * 96, max: 7 * 96 }).map((quarter) => june + quarter * 900_000);
const ends = fc.option(fc.integer({ min: 0, max: 3 * 96 }));
const endOf = (fromMs: number, quarters: number | null): number | null =>
  quarters === null ? null : fromMs + quarters * 900_000;
const files = fc.array(
  fc
    .tuple(instants, ends, fc.integer({ min: 1, max: 2 ** 45 }))
    .map(([fromMs, quarters, bytes]): FileUsage => ({
      ...{ fileId: 'f', recordingId: 'r', bytes, fromMs, untilMs: endOf(fromMs, quarters) },
    })),
  { maxLength: 12 },
);
const channels = fc.array(
  fc.tuple(instants, ends, fc.constantFrom(240, 720)).map(([startMs, quarters, height]): ChannelUsage => ({
    ...{ recordingId: 'r', taskId: null, format: 'mp4', startMs, endMs: endOf(startMs, quarters) },
    ...{ width: 320, height },
  })),
  { maxLength: 12 },
);
const nows = fc.integer({ min: 0, max: 8 * 96 }).map((quarter) => june + quarter * 900_000);

/** The highest sum of weights at any instant of a time, looked for at every beginning. */
function highest(
  spans: readonly { fromMs: number; untilMs: number; weight: bigint }[],
  within: { fromMs: number; untilMs: number },
): bigint {
  const at = [within.fromMs, ...spans.map(({ fromMs }) => fromMs)].filter(
    (ms) => ms >= within.fromMs && ms < within.untilMs,
  );
  return at.reduce((most, ms) => {
    const sum = spans
      .filter(({ fromMs, untilMs }) => fromMs <= ms && ms < untilMs)
      .reduce((total, { weight }) => total + weight, 0n);
    return sum > most ? sum : most;
  }, 0n);
}

describe('the meter', () => {
  it('finds each day’s highest storage, and bytes × time, as looking at every instant does', () => {
    fc.assert(
      fc.property(files, nows, (all, nowMs) => {
        const rows = meterDays({ ...nothing, files: all }, { period, nowMs });
        const spans = all.map(({ fromMs, untilMs, bytes }) => ({
          ...{ fromMs, untilMs: Math.min(untilMs ?? nowMs, nowMs), weight: BigInt(bytes) },
        }));
        const expected = daysOf(period).flatMap((day) => {
          const quantity = highest(spans, { ...day, untilMs: Math.min(day.untilMs, nowMs) });
          const weight = spans.reduce((sum, span) => {
            const part = intersect(span, day);
            return part === null ? sum : sum + span.weight * BigInt(part.untilMs - part.fromMs);
          }, 0n);
          return quantity === 0n ? [] : [{ day: printDay(day.fromMs), quantity, weight }];
        });
        expect(rows.map(({ day, quantity, weight }) => ({ day, quantity, weight }))).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('finds the most channels of each five minutes as looking at every instant does', () => {
    fc.assert(
      fc.property(channels, nows, (all, nowMs) => {
        const rows = meterDays({ ...nothing, channels: all }, { period, nowMs });
        const spans = all.map(({ startMs, endMs }) => ({
          ...{ fromMs: startMs, untilMs: endMs ?? nowMs, weight: 1n },
        }));
        const found = new Map(
          rows.filter(({ use }) => use.kind === 'channels').map((row) => [row.day, row.samples]),
        );
        for (const day of daysOf(period)) {
          const expected = Array.from({ length: dayMs / sampleMs }, (_, slot) => {
            const fromMs = day.fromMs + slot * sampleMs;
            return Number(highest(spans, { fromMs, untilMs: fromMs + sampleMs }));
          });
          if (expected.every((peak) => peak === 0)) expect(found.has(printDay(day.fromMs))).toBe(false);
          else expect(found.get(printDay(day.fromMs))).toEqual(expected);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('comes to the same in several passes, each with what was kept as the one before ended', () => {
    fc.assert(
      fc.property(files, channels, nows, fc.integer({ min: 1, max: 4 }), (all, recorded, nowMs, cut) => {
        const whole = meterDays({ ...nothing, files: all, channels: recorded }, { period, nowMs });
        const middle = june + cut * dayMs;
        let kept = all
          .filter(({ fromMs, untilMs }) => fromMs < june && (untilMs ?? nowMs) > june && nowMs > june)
          .reduce((sum, { bytes }) => sum + BigInt(bytes), 0n);
        const passes = [
          { fromMs: june, untilMs: middle },
          { fromMs: middle, untilMs: period.untilMs },
        ].flatMap((pass) => {
          const meter = openMeter({ period: pass, nowMs }, kept);
          const within = (ms: number | null): boolean =>
            ms !== null && ms >= pass.fromMs && ms <= pass.untilMs;
          const changed = all.filter(({ fromMs, untilMs }) => within(fromMs) || within(untilMs));
          for (const part of [changed.slice(0, 3), changed.slice(3)]) meter.addFiles(columnsOfFiles(part));
          for (const one of recorded) meter.addChannels(columnsOfChannels([one]));
          return [...meter.days()].flatMap(({ rows, keptBytes }) => {
            kept = keptBytes;
            return rows;
          });
        });
        const print = (rows: typeof whole) =>
          rows.map((row) => ({ ...row, use: printUse(row.use), samples: row.samples.join() }));
        expect(print(passes)).toEqual(print(whole));
      }),
      { numRuns: 200 },
    );
  });

  it('sums products without losing a digit', () => {
    const factor = fc.tuple(
      fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
      fc.integer({ min: 0, max: dayMs }),
    );
    fc.assert(
      fc.property(fc.array(factor, { maxLength: 300 }), (factors) => {
        const sum = openProductSum();
        for (const [value, ms] of factors) sum.add(value, ms);
        expect(sum.total()).toBe(factors.reduce((all, [value, ms]) => all + BigInt(value) * BigInt(ms), 0n));
      }),
    );
  });
});
