import type { Period } from './calendar.ts';
import { dayStart, daysOf, intersect, printDay } from './calendar.ts';
import { bearerKey, sampleMs } from './day-usage.ts';
import { channelsUse } from './meter-channels.ts';
import type { Metering, Piece } from './pieces.ts';
import {
  cutByDays,
  mixPieces,
  pieceOf,
  playbackPieces,
  spanOf,
  storagePieces,
  taskPieces,
} from './pieces.ts';
import type { Usage } from './usage.ts';
import { pictureOf } from './usage-columns.ts';

/** Time of files: each stream in each format, by its own picture. */
function* filePieces({ channels }: Usage, metering: Metering): Generator<Piece> {
  for (const channel of channels)
    for (const part of cutByDays(spanOf(channel, metering), metering))
      yield pieceOf(part, { kind: 'files', picture: pictureOf(channel) }, channel.recordingId);
}

function* channelParts(usage: Usage, metering: Metering) {
  for (const channel of usage.channels) {
    const part = intersect(spanOf(channel, metering), metering.period);
    if (part === null) continue;
    for (const day of daysOf(part)) yield { channel, part: intersect(part, day)! };
  }
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

function* allPieces(usage: Usage, metering: Metering): Generator<Piece> {
  yield* filePieces(usage, metering);
  yield* taskPieces(usage, metering);
  yield* mixPieces(usage, metering);
  yield* playbackPieces(usage, metering);
  yield* storagePieces(usage, metering);
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
  for (const { recordingId, day, use, weight } of allPieces(usage, metering))
    add(recordingId, bearerKey(day, use), weight);
  for (const { channel, part } of channelParts(usage, metering))
    if (belongs(channel.recordingId))
      for (const { slot, ms } of cutBySamples(part))
        add(channel.recordingId, bearerKey(printDay(part.fromMs), channelsUse, slot), BigInt(ms));
  return weights;
}
