import type { StreamFact, StreamFactOf, StreamIdentity } from './facts.ts';
import { streamFactKey } from './facts.ts';
import type { RecordingFormat } from './formats.ts';
import type { DerivedMark } from './marks.ts';
import { deriveMarks } from './marks.ts';
import type { ShelfFact } from './shelf-facts.ts';
import type { ShelfPlace } from './shelf.ts';
import { placeOfRecording, placeOnShelf } from './shelf.ts';
import type { FactsOfOneSession } from './sessions.ts';
import { splitIntoSessions } from './sessions.ts';

export interface DerivedStream {
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly width: number | null;
  readonly height: number | null;
}

export type DerivedRecordingState =
  'RECORDING' | 'PROCESSING' | 'READY' | 'FAILED' | 'TRASHED' | 'DELETED' | 'LOST' | 'DELIVERED';

export interface DerivedFile extends ShelfPlace {
  readonly fileId: string;
  readonly format: RecordingFormat;
  readonly name: string | null;
  readonly mediaUrl: string | null;
  readonly bytes: number;
  readonly durationMs: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly startMs: number;
  readonly endMs: number;
  readonly createdAtMs: number | null;
}

/** How long one format was recorded: the vendor's recording channel. */
export interface RecordingChannel {
  readonly format: RecordingFormat;
  readonly startMs: number;
  /** Null while it runs. */
  readonly endMs: number | null;
}

export interface DerivedRecording {
  readonly state: DerivedRecordingState;
  readonly failure: string | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly durationMs: number | null;
  readonly files: readonly DerivedFile[];
  readonly channels: readonly RecordingChannel[];
  readonly marks: readonly DerivedMark[];
}

/** One time that a stream was live and what was recorded of it. */
export interface DerivedSession {
  /** Keys of the facts it was made of, sorted. */
  readonly factKeys: readonly string[];
  readonly identity: StreamIdentity;
  /** Null when no event of pushing is known. */
  readonly stream: DerivedStream | null;
  /** Null when nothing says that it was recorded. */
  readonly recording: DerivedRecording | null;
}

function byTime<T extends { readonly startedAtMs?: number; readonly atMs: number }>(
  one: T,
  other: T,
): number {
  return one.atMs - other.atMs;
}

function deriveStream(facts: FactsOfOneSession): DerivedStream | null {
  const started = facts.of('push-started').toSorted(byTime).at(0);
  const ended = facts.of('push-ended').toSorted(byTime).at(-1);
  if (started === undefined && ended === undefined) return null;
  const size = ended !== undefined && ended.width > 0 ? ended : (started ?? ended!);
  return {
    startedAtMs: Math.min(started?.atMs ?? Infinity, ended?.startedAtMs ?? Infinity),
    endedAtMs: ended?.atMs ?? null,
    width: size.width > 0 ? size.width : null,
    height: size.height > 0 ? size.height : null,
  };
}

function deriveFile(
  announced: StreamFactOf<'file-announced'>,
  confirmed: StreamFactOf<'file-confirmed'> | undefined,
  shelf: readonly ShelfFact[],
): DerivedFile {
  return {
    ...placeOnShelf(confirmed !== undefined, shelf),
    fileId: announced.fileId,
    format: announced.format,
    name: confirmed?.name ?? null,
    mediaUrl: confirmed?.mediaUrl ?? null,
    // The library measures to the millisecond; the callback knows whole seconds.
    bytes: confirmed?.bytes ?? announced.bytes,
    durationMs: confirmed?.durationMs ?? announced.durationMs,
    width: confirmed?.width ?? null,
    height: confirmed?.height ?? null,
    startMs: announced.startMs,
    endMs: announced.endMs,
    createdAtMs: confirmed?.createdAtMs ?? null,
  };
}

function deriveChannels(facts: FactsOfOneSession, pushEndMs: number | null): RecordingChannel[] {
  const channels = new Map<string, RecordingChannel>();
  const ends = new Map<string, number>();
  for (const { sessionId, format, atMs } of [...facts.of('record-ended'), ...facts.of('record-failed')]) {
    const key = `${sessionId}/${format}`;
    ends.set(key, Math.max(ends.get(key) ?? 0, atMs));
  }
  for (const { sessionId, format, atMs } of facts.of('record-started')) {
    const key = `${sessionId}/${format}`;
    const endMs = ends.get(key) ?? pushEndMs;
    channels.set(key, { format, startMs: atMs, endMs: endMs === null ? null : Math.max(atMs, endMs) });
  }
  return [...channels.values()].toSorted(
    (one, other) => one.startMs - other.startMs || one.format.localeCompare(other.format),
  );
}

/** Ended when the stream is, or when every format that began has ended; files alone mean that it is over. */
function isEnded(facts: FactsOfOneSession, stream: DerivedStream | null): boolean {
  if ((stream?.endedAtMs ?? null) !== null) return true;
  const started = facts.of('record-started');
  if (started.length === 0) return stream === null;
  const over = new Set(
    [...facts.of('record-ended'), ...facts.of('record-failed')].map(
      ({ sessionId, format }) => `${sessionId}/${format}`,
    ),
  );
  return started.every(({ sessionId, format }) => over.has(`${sessionId}/${format}`));
}

function deriveState(
  facts: FactsOfOneSession,
  files: readonly DerivedFile[],
  ended: boolean,
): Pick<DerivedRecording, 'state' | 'failure'> {
  const failed = new Set(facts.of('record-failed').map(({ format }) => format));
  const failure =
    failed.size === 0 ? null : `The provider could not record ${[...failed].toSorted().join(', ')}.`;
  const place = placeOfRecording(files.map(({ state }) => state));
  // A stream that goes on makes more files than those already gone.
  if (place !== null && ended) return { state: place, failure };
  if (!ended) return { state: 'RECORDING', failure };
  const present = new Set(files.map(({ format }) => format));
  const expected = facts.of('record-started').map(({ format }) => format);
  const missing = expected.filter((format) => !present.has(format) && !failed.has(format));
  const waits = missing.length > 0 || files.some(({ state }) => state === 'PENDING');
  if (waits) return { state: 'PROCESSING', failure };
  return { state: files.length > 0 ? 'READY' : failed.size > 0 ? 'FAILED' : 'PROCESSING', failure };
}

function deriveRecording(facts: FactsOfOneSession, stream: DerivedStream | null): DerivedRecording | null {
  const announced = facts.of('file-announced');
  const statuses = [...facts.of('record-started'), ...facts.of('record-ended'), ...facts.of('record-failed')];
  if (announced.length === 0 && statuses.length === 0) return null;
  const confirmed = new Map(facts.of('file-confirmed').map((fact) => [fact.fileId, fact]));
  const shelf = Map.groupBy(facts.shelf(), ({ fileId }) => fileId);
  const files = announced
    .map((fact) => deriveFile(fact, confirmed.get(fact.fileId), shelf.get(fact.fileId) ?? []))
    .toSorted((one, other) => one.startMs - other.startMs || one.fileId.localeCompare(other.fileId));
  const ended = isEnded(facts, stream);
  const starts = [...files.map(({ startMs }) => startMs), ...statuses.map(({ atMs }) => atMs)];
  const ends = [
    ...files.map(({ endMs }) => endMs),
    ...[...facts.of('record-ended'), ...facts.of('record-failed')].map(({ atMs }) => atMs),
  ];
  const lengths = new Map<RecordingFormat, number>();
  for (const file of files) lengths.set(file.format, (lengths.get(file.format) ?? 0) + file.durationMs);
  const startedAtMs = Math.min(...starts);
  const endedAtMs = ended
    ? Math.max(startedAtMs, ...(ends.length > 0 ? ends : [stream?.endedAtMs ?? startedAtMs]))
    : null;
  return {
    ...deriveState(facts, files, ended),
    startedAtMs,
    endedAtMs,
    durationMs: lengths.size === 0 ? null : Math.max(...lengths.values()),
    files,
    channels: deriveChannels(facts, stream?.endedAtMs ?? null),
    marks: deriveMarks(facts.of('quality-mark'), endedAtMs),
  };
}

const unknownIdentity: StreamIdentity = {
  room: null,
  userId: null,
  streamType: 'main',
  userDefineRecordId: null,
};

/** What the facts agree on: the first, in the order of their keys, that knows a thing. */
function deriveIdentity(facts: FactsOfOneSession): StreamIdentity {
  const told = [...facts.of('push-started'), ...facts.of('push-ended'), ...facts.of('file-announced')].map(
    ({ identity }) => identity,
  );
  const known = <K extends 'room' | 'userId' | 'userDefineRecordId'>(field: K): StreamIdentity[K] =>
    told.find((identity) => identity[field] !== null)?.[field] ?? unknownIdentity[field];
  return {
    room: known('room'),
    userId: known('userId'),
    userDefineRecordId: known('userDefineRecordId'),
    streamType: told.at(0)?.streamType ?? unknownIdentity.streamType,
  };
}

/**
 * The sessions of one stream id and their state: a function of the set of facts, whatever their order and however often
 * each came.
 */
export function deriveSessions(facts: readonly StreamFact[]): readonly DerivedSession[] {
  const unique = new Map(facts.map((fact) => [streamFactKey(fact), fact]));
  const sorted = [...unique.entries()]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, fact]) => fact);
  return splitIntoSessions(sorted).map((session) => {
    const stream = deriveStream(session);
    return {
      factKeys: session.facts.map(streamFactKey).toSorted(),
      identity: deriveIdentity(session),
      stream,
      recording: deriveRecording(session, stream),
    };
  });
}
