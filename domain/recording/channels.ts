import type { Endings } from './endings.ts';
import type { FactsOfOneSession } from './fact-groups.ts';
import type { RecordingFormat } from './formats.ts';
import type { RecordingGap } from './gaps.ts';
import type { DerivedStream } from './pushes.ts';
import type { Span } from './spans.ts';
import { cutHoles } from './spans.ts';

/** How long one format was recorded: the vendor's recording channel. */
export interface RecordingChannel extends Span {
  readonly format: RecordingFormat;
}

/**
 * The channels of a session: each format from its beginning to its end, without the time in which no media was recorded,
 * since it was paused or its stream was away. Of a format whose beginning nobody told, as of what a task records, they are
 * its files.
 */
export function deriveChannels(
  facts: FactsOfOneSession,
  stream: DerivedStream | null,
  endings: Endings,
  gaps: ReadonlyMap<string, readonly RecordingGap[]>,
): readonly RecordingChannel[] {
  const told = facts.of('record-started').flatMap(({ sessionId, format, atMs }) => {
    const endMs = endings.endOf(sessionId, format) ?? stream?.endedAtMs ?? null;
    const span = { startMs: atMs, endMs: endMs === null ? null : Math.max(atMs, endMs) };
    const holes = [...(gaps.get(sessionId) ?? []), ...(stream?.interruptions ?? [])];
    // A recording that waits in vain for its stream ends with the stream, whenever its end is told.
    const untilMs = stream?.endedAtMs ?? null;
    const away = untilMs === null || untilMs < atMs ? [] : [{ startMs: untilMs, endMs: null }];
    return cutHoles(span, [...holes, ...away]).map((piece) => ({ format, ...piece }));
  });
  const begun = new Set(facts.of('record-started').map(({ format }) => format));
  const kept = facts
    .of('file-announced')
    .filter(({ format }) => !begun.has(format))
    .map(({ format, startMs, endMs }) => ({ format, startMs, endMs: Math.max(startMs, endMs) }));
  return [...told, ...kept].toSorted(
    (one, other) => one.startMs - other.startMs || one.format.localeCompare(other.format),
  );
}
