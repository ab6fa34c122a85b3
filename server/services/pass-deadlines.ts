import { instructionDeadlineMs } from '../../domain/recording/instructions.ts';
import {
  findOverdue,
  unansweredMinutes,
  type OverdueWait,
  type PendingWait,
} from '../../domain/recording/waits.ts';
import type { CommandStore } from '../ports/commands.ts';
import type { FactStore, SubjectFact, WaitingRecording } from '../ports/inbox.ts';
import type { Provider } from '../ports/provider.ts';
import type { RelayStore } from '../ports/relays.ts';
import type { RecordingCommandStore } from '../ports/recording-commands.ts';
import { lookKey, openLastLook, type LastLookDeps, type Looks } from './last-look.ts';

export interface DeadlineDeps extends LastLookDeps {
  readonly facts: Pick<FactStore, 'take' | 'waiting'>;
  readonly commands: Pick<CommandStore, 'lapseMixes'>;
  readonly recordingCommands: Pick<RecordingCommandStore, 'lapse'>;
  readonly relays: Pick<RelayStore, 'lapse'>;
  readonly provider: Pick<Provider, 'ownEngine' | 'runningSessions'>;
  /** Asked where the provider does not say which recordings run: one whose stream is not on is over. */
  readonly liveStreams: (sdkAppId: number) => Promise<ReadonlySet<string>>;
}

type Overdue = OverdueWait & { readonly recording: WaitingRecording };

/** A provider is asked no more often than this which recordings run. */
const askEveryMs = 60_000;

function isOpenEnded({ wait, sinceMs }: PendingWait): boolean {
  return wait === 'record-end' && sinceMs === null;
}

/**
 * Ends every wait that has lasted too long, by facts of our own: what then comes late heals it. Answers how many ended. The provider
 * is asked once more before; where it does not answer, a wait goes on for an hour and no longer.
 * A recording whose stream never ended is over with its room, when its engine does not know it any more, or when its stream is
 * not on: none is recorded for ever.
 */
export function openDeadlines(deps: DeadlineDeps): { readonly pass: () => Promise<number> } {
  const { facts, provider, clock } = deps;
  const listeningSinceMs = clock().getTime();
  /** Since when an engine that was asked does not record a session, or does not answer. */
  const missingSince = new Map<string, number>();
  let askedMs = -Infinity;
  const lastLook = openLastLook(deps);

  const ask = async (waiting: readonly WaitingRecording[], nowMs: number): Promise<void> => {
    if (nowMs - askedMs < askEveryMs) return;
    askedMs = nowMs;
    const open = waiting.filter(({ waits, roomEndedAt }) => roomEndedAt === null && waits.some(isOpenEnded));
    const seen = new Set<string>();
    for (const sdkAppId of new Set(open.map((recording) => recording.sdkAppId))) {
      const running = await runningOf(sdkAppId);
      for (const recording of open) {
        if (recording.sdkAppId !== sdkAppId) continue;
        for (const { about } of recording.waits.filter(isOpenEnded)) {
          if (running(about, recording.streamId)) continue;
          seen.add(about);
          if (!missingSince.has(about)) missingSince.set(about, nowMs);
        }
      }
    }
    for (const about of missingSince.keys()) if (!seen.has(about)) missingSince.delete(about);
  };

  const runningOf = async (sdkAppId: number): Promise<(about: string, streamId: string) => boolean> => {
    if (provider.ownEngine) {
      // An engine that does not answer records nothing either: its files and its word come with its return.
      const sessions = await provider.runningSessions(sdkAppId).catch(() => new Set<string>());
      return (about) => sessions.has(about);
    }
    // A cloud that does not answer goes on recording.
    const streams = await deps.liveStreams(sdkAppId).catch(() => null);
    return (_, streamId) => streams === null || streams.has(streamId);
  };

  const overOf = ({ waits, roomEndedAt }: WaitingRecording): number | null => {
    if (roomEndedAt !== null) return roomEndedAt.getTime();
    const since = waits.filter(isOpenEnded).map(({ about }) => missingSince.get(about) ?? Infinity);
    const firstMs = Math.min(...since);
    return firstMs === Infinity ? null : firstMs;
  };

  const findAll = (waiting: readonly WaitingRecording[], nowMs: number): readonly Overdue[] =>
    waiting.flatMap((recording) =>
      findOverdue(recording.waits, { nowMs, listeningSinceMs, overMs: overOf(recording) }).map((overdue) => ({
        ...overdue,
        recording,
      })),
    );

  const lookFor = (overdue: readonly Overdue[]): Promise<Looks> => {
    const ofStream = Map.groupBy(overdue, ({ recording }) => lookKey(recording));
    return lastLook.look(
      [...ofStream.values()].map((all) => ({
        ...all[0]!.recording,
        fileIds: all.flatMap(({ fact: { wait, about } }) => (wait === 'file' ? [about] : [])),
        isUntold: all.some(({ fact }) => fact.wait !== 'file'),
      })),
    );
  };

  const endOf = (
    { recording, fact, pending, dueMs }: Overdue,
    looks: Looks,
    nowMs: number,
  ): SubjectFact[] => {
    const look = looks.get(lookKey(recording));
    const isOver = nowMs - dueMs >= unansweredMinutes * 60_000;
    // What an engine that is away cannot say needs no waiting for: it records nothing.
    const mayEnd = look === 'looked' || isOver || (provider.ownEngine && isOpenEnded(pending));
    if (look === undefined || !mayEnd) return [];
    const { sdkAppId, streamId } = recording;
    const told = look === 'looked' ? fact : { ...fact, unanswered: true as const };
    return [{ about: 'stream', sdkAppId, streamId, fact: told }];
  };

  return {
    async pass() {
      const nowMs = clock().getTime();
      const openBefore = new Date(nowMs - instructionDeadlineMs);
      const lapsed =
        (await deps.recordingCommands.lapse(openBefore)) +
        (await deps.commands.lapseMixes(openBefore)) +
        (await deps.relays.lapse(openBefore));
      const waiting = await facts.waiting();
      await ask(waiting, nowMs);
      const overdue = findAll(waiting, nowMs);
      if (overdue.length === 0) return lapsed;
      const looks = await lookFor(overdue);
      // What the look found is not waited for any more.
      const ends = findAll(await facts.waiting(), nowMs).flatMap((left) => endOf(left, looks, nowMs));
      if (ends.length > 0) await facts.take(ends);
      return lapsed + ends.length;
    },
  };
}
