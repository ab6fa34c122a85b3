import { describe, expect, it } from 'vitest';
import { layOutCounts } from '../../../domain/billing/counted-time.ts';
import { meterDays } from '../../../domain/billing/meter.ts';
import { printUse } from '../../../domain/billing/use.ts';

const june = Date.parse('2026-06-01T00:00:00+08:00');
const minute = 60_000;
const day = 1440 * minute;
const count = (at: number, ms: number, inputs = 2, inputArea = 1000) => ({
  ...{ slotMs: june + at * minute, inputs, inputArea, ms },
});

describe('what a provider counts of a mix', () => {
  it('is laid out minute by minute, to the length that was counted', () => {
    const times = layOutCounts(june + 30_000, [
      count(0, 30_000),
      count(1, 59_960),
      count(2, 20_000),
      count(2, 40_040, 3, 2000),
      // Nothing was counted for some minutes.
      count(9, 10_000, 3, 2000),
    ]);
    expect(times).toEqual([
      { startMs: june + 30_000, endMs: june + 139_960, inputs: 2, inputArea: 1000 },
      { startMs: june + 139_960, endMs: june + 180_000, inputs: 3, inputArea: 2000 },
      { startMs: june + 9 * minute, endMs: june + 9 * minute + 10_000, inputs: 3, inputArea: 2000 },
    ]);
  });

  it('is metered by output and input, each second once, and cut at midnight', () => {
    const startMs = june + day - 90_000;
    const counted = layOutCounts(startMs, [
      { ...count(1438, 30_000, 1, 307_200), slotMs: june + 1438 * minute },
      count(1439, 60_000, 1, 307_200),
      count(1440, 60_000, 2, 614_400),
      count(1441, 15_000, 2, 0),
    ]);
    const mix = {
      ...{ mixId: 'm', recordingId: 'r', startMs, endMs: startMs + 10 * minute, width: 640, height: 360 },
      // What the room's streams would say is not asked where the provider counts.
      ...{ inputs: [{ width: 1920, height: 1080, startMs, endMs: null }], counted },
    };
    const usage = { channels: [], tasks: [], mixes: [mix], files: [], playback: [] };
    const period = { fromMs: june, untilMs: june + 3 * day };
    const rows = meterDays(usage, { period, nowMs: june + 3 * day });
    expect(
      rows.map((row) => [row.day, printUse(row.use), Number(row.quantity), Number(row.begunMinutes)]),
    ).toEqual([
      ['2026-06-01', 'mix-input/307200/alone/230400/h264', 90_000, 2],
      ['2026-06-01', 'mix-output/640x360/h264', 90_000, 2],
      ['2026-06-02', 'mix-input/614400/several/230400/h264', 60_000, 1],
      ['2026-06-02', 'mix-input/audio/several/230400/h264', 15_000, 1],
      ['2026-06-02', 'mix-output/640x360/h264', 75_000, 2],
    ]);
  });
});
