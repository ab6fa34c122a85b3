import { deriveChannels, type RecordingChannel } from './channels.ts';
import { readEndings, type Endings } from './endings.ts';
import type { FactsOfOneSession } from './fact-groups.ts';
import type { StreamFact, StreamIdentity, Wait } from './facts.ts';
import { streamFactKey } from './facts.ts';
import { deriveFiles, lengthOf, type DerivedFile } from './files.ts';
import type { RecordingFormat } from './formats.ts';
import { deriveGaps, type RecordingGap } from './gaps.ts';
import { deriveIdentity } from './identity.ts';
import { findDuplicates } from './duplicates.ts';
import { splitByLane } from './lanes.ts';
import { deriveMarks, type DerivedMark } from './marks.ts';
import { deriveStream, type DerivedStream } from './pushes.ts';
import { placeOfRecording } from './shelf.ts';

import type { PendingWait } from './waits.ts';

export type DerivedRecordingState =
  | 'RECORDING'
  | 'PAUSED'
  | 'WAITING'
  | 'PROCESSING'
  | 'READY'
  | 'FAILED'
  | 'TRASHED'
  | 'DELETED'
  | 'LOST'
  | 'DELIVERED';

export interface DerivedRecording {
  readonly state: DerivedRecordingState;
  /** What is missing and why; may stand beside READY where only a part is. */
  readonly failure: string | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly durationMs: number | null;
  readonly files: readonly DerivedFile[];
  readonly channels: readonly RecordingChannel[];
  readonly gaps: readonly RecordingGap[];
  readonly marks: readonly DerivedMark[];
  /** The provider's recording sessions, oldest first: commands to it name the last. */
  readonly sessionIds: readonly string[];
  readonly waits: readonly PendingWait[];
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
  /** The recording task; null where the application's settings record, or nothing does. */
  readonly taskId: string | null;
  /** Since when it could have been recorded; null when no event of pushing is known. */
  readonly liveSinceMs: number | null;
  /** The place, in the list of sessions, of an earlier recording of the same stream at the same time. */
  readonly duplicateOf: number | null;
}

/** Over when every format that began has ended; where no beginning was told, when the stream is. */
function isOver(facts: FactsOfOneSession, stream: DerivedStream | null, endings: Endings): boolean {
  if (facts.of('record-started').length > 0 || facts.of('record-ended').length > 0)
    return endings.running.length === 0;
  return stream === null || stream.endedAtMs !== null || endings.givenUp.has(stream.lastSequence);
}

/**
 * Sessions of which every moment was left out: no file comes of them. A gap that nothing closes may be one whose end was not told,
 * so the provider must not have told of more than no file.
 */
function findWithheld(
  facts: FactsOfOneSession,
  endings: Endings,
  gaps: ReadonlyMap<string, readonly RecordingGap[]>,
): ReadonlySet<string> {
  const leftNoFile = (sessionId: string): boolean => {
    const told = facts.of('record-ended').filter((fact) => fact.sessionId === sessionId);
    return told.length > 0 && told.every(({ fileCount }) => fileCount === 0);
  };
  const withheld = new Set<string>();
  for (const { sessionId, atMs } of facts.of('record-started')) {
    const endMs = endings.sessionEndOf(sessionId);
    const holds = (gap: RecordingGap): boolean =>
      gap.startMs <= atMs && endMs !== null && (gap.endMs ?? Infinity) >= endMs;
    if (leftNoFile(sessionId) && gaps.get(sessionId)?.some(holds) === true) withheld.add(sessionId);
  }
  return withheld;
}

/** True while fewer files of a session and format are announced than the provider said that it left. */
function lacksFiles(facts: FactsOfOneSession, sessionId: string, format: RecordingFormat): boolean {
  const isOf = (fact: { readonly sessionId?: string; readonly format: RecordingFormat }): boolean =>
    fact.sessionId === sessionId && fact.format === format;
  const told = facts.of('record-ended').filter(isOf);
  const expected = Math.max(0, ...told.map(({ fileCount }) => fileCount ?? 0));
  const announced = facts.of('file-announced').filter(isOf);
  // Files that name no session are taken as its own by their time alone: they cannot be counted.
  return announced.length > 0 && announced.length < expected;
}

/** The formats that each session should leave a file of, and of those what there is none of. */
function findMissing(facts: FactsOfOneSession, files: readonly DerivedFile[], withheld: ReadonlySet<string>) {
  const present = new Set(files.map(({ format }) => format));
  const failed = new Set(facts.of('record-failed').map(({ format }) => format));
  const waitedFor = new Set(
    facts
      .of('deadline-passed')
      .filter(({ wait }) => wait === 'files')
      .map(({ about }) => about),
  );
  const missing = new Map<string, boolean>();
  const late = new Set<RecordingFormat>();
  for (const { sessionId, format } of [...facts.of('record-started'), ...facts.of('record-ended')]) {
    if (failed.has(format) || withheld.has(sessionId)) continue;
    if (present.has(format) && !lacksFiles(facts, sessionId, format)) continue;
    if (waitedFor.has(sessionId)) late.add(format);
    else missing.set(sessionId, true);
  }
  return { failed, late, withheld, expecting: [...missing.keys()] };
}

function say(formats: Iterable<string>): string {
  return [...formats].toSorted().join(', ');
}

function describeFailure(
  facts: FactsOfOneSession,
  { failed, late, withheld }: ReturnType<typeof findMissing>,
  endings: Endings,
  files: readonly DerivedFile[],
): string | null {
  const lost = files.filter(({ state }) => state === 'FAILED');
  /** What is added where something was given up without the provider's answer. */
  const unanswered = (wait: Wait, isMeant: (about: string) => boolean): string =>
    facts
      .of('deadline-passed')
      .some((passed) => passed.wait === wait && passed.unanswered === true && isMeant(passed.about))
      ? ', and the provider did not answer when it was asked'
      : '';
  const sentences = [
    failed.size > 0 ? `The provider could not record ${say(failed)}.` : null,
    withheld.size > 0 ? 'Media was left out from its beginning to its end.' : null,
    endings.givenUp.size > 0
      ? `The provider never told that it ended${unanswered('record-end', (about) => endings.givenUp.has(about))}; it was taken for over.`
      : null,
    late.size > 0 ? `No file of ${say(late)} was announced in time${unanswered('files', () => true)}.` : null,
    lost.length > 0
      ? `The media library did not know ${say(lost.map(({ format, fileId }) => `${format} ${fileId}`))} in time${unanswered('file', (about) => lost.some(({ fileId }) => fileId === about))}.`
      : null,
  ].filter((sentence) => sentence !== null);
  return sentences.length === 0 ? null : sentences.join(' ');
}

function deriveState(
  stream: DerivedStream | null,
  known: {
    readonly over: boolean;
    readonly files: readonly DerivedFile[];
    readonly gaps: readonly RecordingGap[];
    readonly expecting: boolean;
    readonly failure: string | null;
  },
): DerivedRecordingState {
  const { over, files, gaps, expecting, failure } = known;
  if (!over) {
    if (stream !== null && stream.endedAtMs !== null) return 'WAITING';
    return gaps.some(({ endMs }) => endMs === null) ? 'PAUSED' : 'RECORDING';
  }
  const any = (state: DerivedFile['state']): boolean => files.some((file) => file.state === state);
  const place = placeOfRecording(files.map(({ state }) => state));
  if (place !== null) return place;
  if (expecting || any('PENDING')) return 'PROCESSING';
  if (any('READY')) return 'READY';
  return failure === null ? 'PROCESSING' : 'FAILED';
}

/** Nothing where the provider did not say how long the session waits for its stream. */
function resumeOf(facts: FactsOfOneSession, sessionId: string): Pick<PendingWait, 'resumeSeconds'> {
  const told = facts
    .of('record-started')
    .find((fact) => fact.sessionId === sessionId && fact.resumeTimeoutSeconds !== undefined);
  return told?.resumeTimeoutSeconds === undefined ? {} : { resumeSeconds: told.resumeTimeoutSeconds };
}

function deriveRecording(facts: FactsOfOneSession, stream: DerivedStream | null): DerivedRecording | null {
  const ends = [...facts.of('record-ended'), ...facts.of('record-failed')];
  const statuses = [...facts.of('record-started'), ...ends];
  const files = deriveFiles(facts);
  if (files.length === 0 && statuses.length === 0) return null;
  const endings = readEndings(facts);
  const over = isOver(facts, stream, endings);
  const gapsBySession = deriveGaps(facts, endings.sessionEndOf);
  const gaps = [...gapsBySession.values()].flat().toSorted((one, other) => one.startMs - other.startMs);
  const missing = findMissing(facts, files, findWithheld(facts, endings, gapsBySession));
  const failure = describeFailure(facts, missing, endings, files);
  const expecting = missing.expecting.length > 0;
  const startedAtMs = Math.min(
    ...[...files.map(({ startMs }) => startMs), ...statuses.map(({ atMs }) => atMs)],
  );
  const lastMs = [...files.map(({ endMs }) => endMs), ...ends.map(({ atMs }) => atMs)];
  const endedAtMs = over
    ? Math.max(startedAtMs, ...(lastMs.length > 0 ? lastMs : [stream?.endedAtMs ?? startedAtMs]))
    : null;
  // Where no session is named, the push stands for it.
  const running = over || endings.running.length > 0 ? endings.running : [stream?.lastSequence ?? ''];
  const waits: PendingWait[] = [
    ...running.map((about) => ({
      ...{ wait: 'record-end' as const, about },
      sinceMs: stream?.endedAtMs ?? null,
      ...resumeOf(facts, about),
    })),
    ...(over ? missing.expecting : []).map((about) => ({
      wait: 'files' as const,
      about,
      sinceMs: endedAtMs,
    })),
    ...files
      .filter(({ state }) => state === 'PENDING')
      .map(({ fileId, endMs }) => ({ wait: 'file' as const, about: fileId, sinceMs: endMs })),
  ];
  const firstOf = new Map<string, number>();
  for (const { sessionId, atMs } of statuses)
    firstOf.set(sessionId, Math.min(firstOf.get(sessionId) ?? Infinity, atMs));
  return {
    state: deriveState(stream, { over, files, gaps, expecting, failure }),
    failure,
    startedAtMs,
    endedAtMs,
    durationMs: lengthOf(files),
    files,
    channels: deriveChannels(facts, stream, endings, gapsBySession),
    gaps,
    marks: deriveMarks(facts.of('quality-mark'), endedAtMs),
    sessionIds: [...firstOf].toSorted((one, other) => one[1] - other[1]).map(([sessionId]) => sessionId),
    waits,
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
  const sessions = splitByLane(sorted).map(({ taskId, known, own }) => ({
    factKeys: own.facts.map(streamFactKey).toSorted(),
    identity: deriveIdentity(known),
    // A recording beside another of the same pushes has no stream of its own.
    stream: deriveStream(own),
    recording: deriveRecording(known, deriveStream(known)),
    taskId,
    liveSinceMs: deriveStream(known)?.startedAtMs ?? null,
  }));
  const duplicates = findDuplicates(sessions);
  return sessions.map((session, index) => ({ ...session, duplicateOf: duplicates[index] ?? null }));
}
