import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordingStates } from '../../../domain/recording/commands.ts';
import type { StreamFact, StreamIdentity } from '../../../domain/recording/facts.ts';
import { deriveSessions, type DerivedRecordingState } from '../../../domain/recording/lifecycle.ts';

const identity: StreamIdentity = {
  room: { kind: 'string', value: 'r' },
  userId: 'u1',
  streamType: 'main',
  userDefineRecordId: null,
};
const size = { width: 640, height: 360 };
const start = Date.UTC(2026, 1, 3, 4, 5, 6);
const second = 1000;
const hour = 3600 * second;
const fileIds = ['hls', 'mp4'] as const;

/** What one recording of two pushes can meet, in the order in which it happens. */
const story: readonly StreamFact[] = [
  { type: 'push-started', sequence: '1', atMs: start, ...size, identity },
  ...fileIds.map((format): StreamFact => ({ type: 'record-started', sessionId: 's', format, atMs: start })),
  ...fileIds.map((format): StreamFact => ({
    ...{ type: 'record-paused', sessionId: 's', format, atMs: start + 5 * second, seq: 2 },
    ...{ reason: 'command', mediaMs: null },
  })),
  ...fileIds.map((format): StreamFact => ({
    ...{ type: 'record-resumed', sessionId: 's', format, atMs: start + 10 * second, seq: 3 },
    mediaMs: null,
  })),
  {
    ...{ type: 'push-ended', sequence: '1', atMs: start + 20 * second, startedAtMs: start },
    ...{ ...size, identity },
  },
  { type: 'push-started', sequence: '2', atMs: start + 30 * second, ...size, identity },
  ...fileIds.map((format): StreamFact => ({
    ...{ type: 'record-paused', sessionId: 's', format, atMs: start + 35 * second, seq: 4 },
    ...{ reason: 'consent', mediaMs: null },
  })),
  {
    ...{ type: 'push-ended', sequence: '2', atMs: start + 40 * second, startedAtMs: start + 30 * second },
    ...{ ...size, identity },
  },
  ...fileIds.map((format): StreamFact => ({
    ...{ type: 'record-failed', sessionId: 's', format, atMs: start + 40 * second },
  })),
  ...fileIds.map((format): StreamFact => ({
    ...{ type: 'record-ended', sessionId: 's', format, atMs: start + 40 * second },
  })),
  {
    ...{ type: 'deadline-passed', wait: 'record-end', about: 's' },
    ...{ sinceMs: start + 40 * second, atMs: start + hour },
  },
  ...fileIds.map((format): StreamFact => ({
    ...{ type: 'file-announced', fileId: format, sessionId: 's', format, identity, bytes: 1 },
    ...{ startMs: start, endMs: start + 40 * second, durationMs: 20 * second },
  })),
  {
    ...{ type: 'deadline-passed', wait: 'files', about: 's' },
    ...{ sinceMs: start + 40 * second, atMs: start + 25 * hour },
  },
  ...fileIds.map((fileId): StreamFact => ({
    ...{ type: 'deadline-passed', wait: 'file', about: fileId },
    ...{ sinceMs: start + 40 * second, atMs: start + 26 * hour },
  })),
  ...fileIds.map((fileId): StreamFact => ({
    ...{ type: 'file-confirmed', fileId, name: 'n', mediaUrl: 'http://m', bytes: 1, ...size },
    ...{ durationMs: 20 * second, createdAtMs: start + 41 * second },
  })),
  ...fileIds.flatMap((fileId): StreamFact[] => [
    {
      ...{ type: 'file-trashed', fileId, atMs: start + 30 * hour, purgeAtMs: start + 90 * hour },
      formerExpiresAtMs: null,
    },
    { type: 'file-restored', fileId, atMs: start + 31 * hour },
  ]),
];

/** The ends that a file can have; each file has one. */
const ends: readonly ((fileId: string) => StreamFact)[] = [
  (fileId) => ({ type: 'file-deleted', fileId, atMs: start + 32 * hour }),
  (fileId) => ({ type: 'file-expired', fileId, atMs: start + 33 * hour, by: 'retention' }),
  (fileId) => ({ type: 'file-lost', fileId, atMs: start + 34 * hour, noticed: 'event' }),
  (fileId) => ({ type: 'file-delivered', fileId, atMs: start + 35 * hour, path: 'p', md5: 'm' }),
];

function stateOf(facts: readonly StreamFact[]): DerivedRecordingState | null {
  const recordings = deriveSessions(facts).flatMap(({ recording }) => recording ?? []);
  return recordings.length === 1 ? recordings[0]!.state : null;
}

/** Every change of state while the facts become known one by one. */
function changesOver(facts: readonly StreamFact[]): [DerivedRecordingState, DerivedRecordingState][] {
  const states = facts.map((_, index) => stateOf(facts.slice(0, index + 1)));
  return states.flatMap((to, index) => {
    const from = states[index - 1] ?? null;
    return from === null || to === null || from === to ? [] : [[from, to]];
  });
}

describe('the states of a recording', () => {
  it('follow each other as the table says, whatever of the story is never told, and in every way that it says', () => {
    const end = fc.constantFrom(...ends);
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.subarray([...story]), end, end, (told, endHls, endMp4) => {
        const facts = [...told, endHls('hls'), endMp4('mp4')];
        for (const [from, to] of changesOver(facts)) {
          expect(recordingStates[from].next, `${from} may become ${to}`).toContain(to);
          seen.add(`${from} ${to}`);
        }
      }),
      { numRuns: 2000, seed: 20_261_125 },
    );
    const table = Object.entries(recordingStates).flatMap(([from, { next }]) =>
      next.map((to) => `${from} ${to}`),
    );
    expect([...seen].toSorted()).toEqual(table.toSorted());
  }, 60_000);
});
