import type { Period } from './calendar.ts';
import { dayMs, daysOf, dayStart, intersect, printDay } from './calendar.ts';
import type { DayUsage } from './day-usage.ts';
import { bearerKey, peakSlot, sampleMs } from './day-usage.ts';
import type { Metering, Piece } from './pieces.ts';
import { filePieces, kept, mixPieces, playbackPieces, spanOf, storagePieces, taskPieces } from './pieces.ts';
import { peakOf } from './segments.ts';
import type { Usage } from './usage.ts';
import type { Use } from './use.ts';
import { printUse } from './use.ts';

const channelsUse: Use = { kind: 'channels' };
const slotsOfDay = dayMs / sampleMs;

function* summedPieces(usage: Usage, metering: Metering): Generator<Piece> {
  yield* filePieces(usage, metering);
  yield* taskPieces(usage, metering);
  yield* mixPieces(usage, metering);
  yield* playbackPieces(usage, metering);
}

/** What was used on each day of a time: the same rows in whatever order the usage comes. */
export function meterDays(usage: Usage, metering: Metering): readonly DayUsage[] {
  const rows = new Map<string, { -readonly [Field in keyof DayUsage]: DayUsage[Field] }>();
  for (const { day, use, quantity, begunMinutes, weight } of summedPieces(usage, metering)) {
    const key = `${day} ${printUse(use)}`;
    const row = rows.get(key);
    if (row === undefined)
      rows.set(key, {
        ...{ day, use, quantity: BigInt(quantity), begunMinutes: BigInt(begunMinutes), weight, samples: [] },
      });
    else {
      row.quantity += BigInt(quantity);
      row.begunMinutes += BigInt(begunMinutes);
      row.weight += weight;
    }
  }
  return [...meterChannels(usage, metering), ...rows.values(), ...meterStorage(usage, metering)].toSorted(
    (one, other) => compare(one.day, other.day) || compare(printUse(one.use), printUse(other.use)),
  );
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function meterStorage(usage: Usage, metering: Metering): readonly DayUsage[] {
  const days = Map.groupBy(storagePieces(usage, metering), ({ day }) => day);
  return [...days].map(([day, pieces]) => ({
    ...{ day, use: kept, begunMinutes: 0n, samples: [] },
    quantity: BigInt(peakOf(pieces.map(({ part, quantity }) => ({ ...part, weight: quantity })))),
    weight: pieces.reduce((sum, piece) => sum + piece.weight, 0n),
  }));
}

interface DaySamples {
  readonly peaks: Uint32Array;
  readonly ms: Float64Array;
}

/** The parts of a time that lie in one sample each. */
function* cutBySamples(part: Period): Generator<{ readonly slot: number; readonly ms: number }> {
  const start = dayStart(part.fromMs);
  for (let fromMs = part.fromMs; fromMs < part.untilMs;) {
    const slot = Math.floor((fromMs - start) / sampleMs);
    const untilMs = Math.min(part.untilMs, start + (slot + 1) * sampleMs);
    yield { slot, ms: untilMs - fromMs };
    fromMs = untilMs;
  }
}

function* channelParts(usage: Usage, metering: Metering) {
  for (const channel of usage.channels) {
    const part = intersect(spanOf(channel, metering), metering.period);
    if (part === null) continue;
    for (const day of daysOf(part)) yield { channel, part: intersect(part, day)! };
  }
}

/**
 * The most channels of each five minutes. The vendor samples every five minutes and does not say how within them: here the
 * highest within counts, so that a bill may be a little below this, never above.
 */
function meterChannels(usage: Usage, metering: Metering): readonly DayUsage[] {
  const days = Map.groupBy(channelParts(usage, metering), ({ part }) => printDay(part.fromMs));
  return [...days].map(([day, parts]) => {
    const samples = sampleDay(parts.map(({ part }) => part));
    const peaks = [...samples.peaks];
    const slot = peakSlot(peaks);
    return {
      ...{ day, use: channelsUse, quantity: BigInt(peaks[slot]!), begunMinutes: 0n },
      ...{ weight: BigInt(samples.ms[slot]!), samples: peaks },
    };
  });
}

/** All spans are of one day. */
function sampleDay(spans: readonly Period[]): DaySamples {
  const peaks = new Uint32Array(slotsOfDay);
  const ms = new Float64Array(slotsOfDay);
  const starts = Float64Array.from(spans, ({ fromMs }) => fromMs).sort();
  const ends = Float64Array.from(spans, ({ untilMs }) => untilMs).sort();
  let [begun, over, atMs] = [0, 0, starts[0] ?? 0];
  while (over < ends.length) {
    // An end at the instant of a beginning comes first.
    const nextMs = begun < starts.length && starts[begun]! < ends[over]! ? starts[begun]! : ends[over]!;
    const open = begun - over;
    if (open > 0)
      for (const { slot, ms: within } of cutBySamples({ fromMs: atMs, untilMs: nextMs })) {
        peaks[slot] = Math.max(peaks[slot]!, open);
        ms[slot]! += open * within;
      }
    atMs = nextMs;
    if (begun < starts.length && starts[begun]! < ends[over]!) begun += 1;
    else over += 1;
  }
  return { peaks, ms };
}

/** What each of some recordings bears of the rows of `meterDays`, by `bearerKey`. */
export type Weights = ReadonlyMap<string, bigint>;

/**
 * The weights of recordings: of channels by channel-milliseconds in each five minutes, of storage by bytes × time, of all else
 * by time or bytes. `usage` must have all that a recording's task recorded.
 */
export function weigh(
  usage: Usage,
  metering: Metering,
  belongs: (recordingId: string) => boolean,
): ReadonlyMap<string, Weights> {
  const weights = new Map<string, Map<string, bigint>>();
  const add = (recordingId: string | null, key: string, weight: bigint): void => {
    if (recordingId === null || !belongs(recordingId)) return;
    const own = weights.get(recordingId) ?? new Map<string, bigint>();
    weights.set(recordingId, own);
    own.set(key, (own.get(key) ?? 0n) + weight);
  };
  for (const { recordingId, day, use, weight } of summedPieces(usage, metering))
    add(recordingId, bearerKey(day, use), weight);
  for (const { recordingId, day, use, weight } of storagePieces(usage, metering))
    add(recordingId, bearerKey(day, use), weight);
  for (const { channel, part } of channelParts(usage, metering))
    if (belongs(channel.recordingId))
      for (const { slot, ms } of cutBySamples(part))
        add(channel.recordingId, bearerKey(printDay(part.fromMs), channelsUse, slot), BigInt(ms));
  return weights;
}
