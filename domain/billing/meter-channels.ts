import type { Period } from './calendar.ts';
import { dayMs, dayStart, printDay } from './calendar.ts';
import type { DayUsage } from './day-usage.ts';
import { peakSlot, sampleMs } from './day-usage.ts';
import { openGrowing } from './growing.ts';
import type { Metering } from './pieces.ts';
import type { ChannelColumns } from './usage-columns.ts';
import type { Use } from './use.ts';

export const channelsUse: Use = { kind: 'channels' };
const slotsOfDay = dayMs / sampleMs;

interface PictureTime {
  ms: number;
  begunMinutes: number;
}

/** One day while it is metered: when channels began and ended within it, and the time of files by picture. */
interface OpenDay {
  readonly starts: ReturnType<typeof openGrowing>;
  readonly ends: ReturnType<typeof openGrowing>;
  readonly times: Map<number, PictureTime>;
}

/** Width and height in one number. */
const sideLimit = 2 ** 26;
const sound = -1;

/** Channels of a time, day by day, however many and in whatever order they come. 16 bytes are kept of each. */
export interface ChannelMeter {
  add(columns: ChannelColumns): void;
  rowsOf(day: Period): readonly DayUsage[];
}

export function openChannelMeter({ period, nowMs }: Metering): ChannelMeter {
  const firstMs = dayStart(period.fromMs);
  const days: OpenDay[] = [];
  const dayAt = (index: number): OpenDay =>
    (days[index] ??= { starts: openGrowing(), ends: openGrowing(), times: new Map() });

  const addPart = (day: OpenDay, fromMs: number, untilMs: number, picture: number): void => {
    day.starts.push(fromMs);
    day.ends.push(untilMs);
    const time = day.times.get(picture);
    const begunMinutes = Math.ceil((untilMs - fromMs) / 60_000);
    if (time === undefined) day.times.set(picture, { ms: untilMs - fromMs, begunMinutes });
    else {
      time.ms += untilMs - fromMs;
      time.begunMinutes += begunMinutes;
    }
  };

  return {
    add({ startMs, endMs, width, height }) {
      for (let row = 0; row < startMs.length; row++) {
        const end = Number.isNaN(endMs[row]!) ? nowMs : endMs[row]!;
        const untilMs = Math.min(end, period.untilMs);
        const size = width[row]! * sideLimit + height[row]!;
        const picture = Number.isNaN(size) ? sound : size;
        for (let fromMs = Math.max(startMs[row]!, period.fromMs); fromMs < untilMs;) {
          const index = Math.floor((fromMs - firstMs) / dayMs);
          const midnightMs = firstMs + (index + 1) * dayMs;
          addPart(dayAt(index), fromMs, Math.min(untilMs, midnightMs), picture);
          fromMs = midnightMs;
        }
      }
    },
    rowsOf({ fromMs }) {
      const found = days[Math.floor((fromMs - firstMs) / dayMs)];
      if (found === undefined) return [];
      const day = printDay(fromMs);
      return [channelsOf(day, dayStart(fromMs), found), ...filesOf(day, found)];
    },
  };
}

function filesOf(day: string, { times }: OpenDay): readonly DayUsage[] {
  return [...times].map(([picture, { ms, begunMinutes }]) => {
    const size = { width: Math.floor(picture / sideLimit), height: picture % sideLimit };
    const use: Use = { kind: 'files', picture: picture === sound ? null : size };
    const quantity = BigInt(ms);
    return { day, use, quantity, begunMinutes: BigInt(begunMinutes), weight: quantity, samples: [] };
  });
}

/**
 * The most channels of each five minutes. The vendor samples every five minutes and does not say how within them: here the
 * highest within counts, so that a bill may be a little below this, never above.
 */
function channelsOf(day: string, startMs: number, { starts, ends }: OpenDay): DayUsage {
  const { peaks, ms } = sampleDay(startMs, starts.values().slice().sort(), ends.values().slice().sort());
  const samples = [...peaks];
  const slot = peakSlot(samples);
  return {
    ...{ day, use: channelsUse, quantity: BigInt(peaks[slot]!), begunMinutes: 0n },
    ...{ weight: BigInt(ms[slot]!), samples },
  };
}

/** `starts` and `ends` are sorted and of one day. */
function sampleDay(dayStartMs: number, starts: Float64Array, ends: Float64Array) {
  const peaks = new Uint32Array(slotsOfDay);
  const ms = new Float64Array(slotsOfDay);
  let [begun, over, atMs] = [0, 0, starts[0] ?? 0];
  while (over < ends.length) {
    // An end at the instant of a beginning comes first.
    const isStart = begun < starts.length && starts[begun]! < ends[over]!;
    const nextMs = isStart ? starts[begun]! : ends[over]!;
    const open = begun - over;
    while (open > 0 && atMs < nextMs) {
      const slot = Math.floor((atMs - dayStartMs) / sampleMs);
      const untilMs = Math.min(nextMs, dayStartMs + (slot + 1) * sampleMs);
      if (open > peaks[slot]!) peaks[slot] = open;
      ms[slot]! += open * (untilMs - atMs);
      atMs = untilMs;
    }
    atMs = nextMs;
    if (isStart) begun += 1;
    else over += 1;
  }
  return { peaks, ms };
}
