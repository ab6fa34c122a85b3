import type { Period } from './calendar.ts';
import { daysOf, dayStart, intersect, printDay } from './calendar.ts';
import { segmentsOf } from './segments.ts';
import { areaOf } from './sizes.ts';
import { joinedTimes } from './counted-time.ts';
import type { ChannelUsage, CountedTime, MixUsage, Usage } from './usage.ts';
import { pictureOf } from './usage-columns.ts';
import type { Use } from './use.ts';

/** What one use took of one day, and who bears it. */
export interface Piece {
  readonly day: string;
  readonly use: Use;
  readonly recordingId: string | null;
  /** Milliseconds or bytes. */
  readonly quantity: number;
  readonly begunMinutes: number;
  readonly weight: bigint;
}

export interface Metering {
  /** What is outside of it is not counted. */
  readonly period: Period;
  /** What is still running is counted until now. */
  readonly nowMs: number;
}

export function spanOf(
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number | null },
  { nowMs }: Metering,
): Period {
  return { fromMs: startMs, untilMs: Math.max(startMs, endMs ?? nowMs) };
}

export function pieceOf(part: Period, use: Use, recordingId: string | null, times = 1): Piece {
  const ms = part.untilMs - part.fromMs;
  return {
    ...{ day: printDay(part.fromMs), use, recordingId, quantity: ms * times },
    ...{ begunMinutes: Math.ceil(ms / 60_000) * times, weight: BigInt(ms * times) },
  };
}

export function* cutByDays(span: Period, { period }: Metering): Generator<Period> {
  const part = intersect(span, period);
  if (part === null) return;
  for (const day of daysOf(part)) yield intersect(part, day)!;
}

interface OpenChannel extends Period {
  readonly channel: ChannelUsage;
}

/**
 * Minutes of tasks and of their recorders in the room. The pictures of all streams that a task records at one time count
 * together; time without any is sound. Streams bear what is recorded at one time alike.
 */
export function* taskPieces(
  { channels, tasks }: Pick<Usage, 'channels' | 'tasks'>,
  metering: Metering,
): Generator<Piece> {
  const byTask = Map.groupBy(
    channels.filter(({ taskId }) => taskId !== null),
    ({ taskId }) => taskId!,
  );
  const known = new Map(tasks.map((task) => [task.taskId, spanOf(task, metering)]));
  for (const taskId of new Set([...byTask.keys(), ...known.keys()])) {
    const own = (byTask.get(taskId) ?? []).map((channel): OpenChannel => ({
      channel,
      ...spanOf(channel, metering),
    }));
    const span = known.get(taskId) ?? hullOf(own);
    const whole = intersect(span, metering.period);
    if (whole === null) continue;
    const formats = Math.max(1, new Set(own.map(({ channel }) => channel.format)).size);
    for (const segment of segmentsOf(whole, own)) yield* piecesOfTask(segment, formats);
  }
}

function hullOf(spans: readonly Period[]): Period {
  const fromMs = spans.reduce((least, span) => Math.min(least, span.fromMs), Infinity);
  return { fromMs, untilMs: spans.reduce((most, span) => Math.max(most, span.untilMs), fromMs) };
}

function* piecesOfTask(
  { open, ...part }: Period & { readonly open: readonly OpenChannel[] },
  formats: number,
): Generator<Piece> {
  const streams = new Map(
    open.map(({ channel }) => [channel.recordingId, pictureOf({ ...channel, format: 'mp4' })]),
  );
  const areas = [...streams.values()].flatMap((picture) => (picture === null ? [] : [areaOf(picture)]));
  const area = areas.length === 0 ? null : areas.reduce((sum, one) => sum + one, 0);
  for (const [kind, times] of [['tasks', formats] as const, ['robots', 1] as const]) {
    const use: Use = { kind, area };
    const piece = pieceOf(part, use, null, times);
    if (streams.size === 0) yield piece;
    else {
      // The time counts once, however many streams bear it.
      yield { ...piece, weight: 0n };
      for (const recordingId of streams.keys()) yield { ...piece, recordingId, quantity: 0, begunMinutes: 0 };
    }
  }
}

/** Minutes of mixes: by what comes out, and by what goes in. */
export function* mixPieces({ mixes }: Pick<Usage, 'mixes'>, metering: Metering): Generator<Piece> {
  for (const mix of mixes) {
    const picture = mix.width === 0 ? null : { width: mix.width, height: mix.height };
    const spans = mix.counted ? joinedTimes(mix.counted) : [mix];
    for (const span of spans)
      for (const part of cutByDays(spanOf(span, metering), metering))
        yield pieceOf(part, { kind: 'mix-output', picture, codec: 'h264' }, mix.recordingId);
    yield* mix.counted ? countedPieces(mix, mix.counted, metering) : inputPieces(mix, metering);
  }
}

function* countedPieces(
  mix: MixUsage,
  counted: readonly CountedTime[],
  metering: Metering,
): Generator<Piece> {
  for (const time of counted) {
    const area = time.inputArea === 0 ? null : time.inputArea;
    const isAlone = time.inputs === 1;
    const use: Use = { kind: 'mix-input', area, isAlone, outputArea: areaOf(mix), codec: 'h264' };
    for (const part of cutByDays(spanOf(time, metering), metering)) yield pieceOf(part, use, mix.recordingId);
  }
}

function* inputPieces(mix: MixUsage, metering: Metering): Generator<Piece> {
  const whole = intersect(spanOf(mix, metering), metering.period);
  if (whole === null) return;
  const inputs = mix.inputs.map((input) => ({ ...input, ...spanOf(input, metering) }));
  for (const { open, ...part } of segmentsOf(whole, inputs)) {
    const outputArea = areaOf(mix);
    const area = open.length === 0 ? outputArea : open.reduce((sum, input) => sum + areaOf(input), 0);
    const use: Use = { kind: 'mix-input', area, isAlone: open.length === 1, outputArea, codec: 'h264' };
    yield pieceOf(part, use, mix.recordingId);
  }
}

/** The usage does not tell where players were: the first region of Asia-Pacific stands for all. */
const anywhere: Use = { kind: 'playback', region: 'ap1' };
const liveAnywhere: Use = { kind: 'relay', region: 'ap1' };

export function* playbackPieces(
  { playback }: Pick<Usage, 'playback'>,
  { period }: Metering,
): Generator<Piece> {
  for (const { recordingId, slotStartMs, bytes, isLive } of playback) {
    if (bytes === 0 || slotStartMs < period.fromMs || slotStartMs >= period.untilMs) continue;
    const day = printDay(dayStart(slotStartMs));
    const use = isLive === true ? liveAnywhere : anywhere;
    yield { day, use, recordingId, quantity: bytes, begunMinutes: 0, weight: BigInt(bytes) };
  }
}

/** Where recordings are kept: the usage does not tell a class or a region. */
export const kept: Use = { kind: 'storage', class: 'standard', region: 'outside' };

/** Who bears which part of each day's storage: bytes × time. How much the highest was, the meter says. */
export function* storagePieces({ files }: Pick<Usage, 'files'>, metering: Metering): Generator<Piece> {
  for (const { recordingId, bytes, fromMs, untilMs } of files) {
    // A file that was put in after now is not kept yet.
    const span = { fromMs, untilMs: Math.min(untilMs ?? metering.nowMs, metering.nowMs) };
    for (const part of cutByDays(span, metering)) {
      const weight = BigInt(bytes) * BigInt(part.untilMs - part.fromMs);
      const day = printDay(part.fromMs);
      yield { day, use: kept, recordingId, quantity: bytes, begunMinutes: 0, weight };
    }
  }
}
