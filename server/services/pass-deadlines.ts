import { instructionDeadlineMs } from '../../domain/recording/instructions.ts';
import { findOverdue, type PendingWait } from '../../domain/recording/waits.ts';
import type { CommandStore } from '../ports/commands.ts';
import type { FactStore, SubjectFact, WaitingRecording } from '../ports/inbox.ts';
import type { Provider } from '../ports/provider.ts';
import type { RelayStore } from '../ports/relays.ts';
import type { RecordingCommandStore } from '../ports/recording-commands.ts';

export interface DeadlineDeps {
  readonly facts: Pick<FactStore, 'take' | 'waiting'>;
  readonly commands: Pick<CommandStore, 'lapseMixes'>;
  readonly recordingCommands: Pick<RecordingCommandStore, 'lapse'>;
  readonly relays: Pick<RelayStore, 'lapse'>;
  readonly provider: Pick<Provider, 'ownEngine' | 'runningSessions'>;
  /** Asked where the provider does not say which recordings run: one whose stream is not on is over. */
  readonly liveStreams: (sdkAppId: number) => Promise<ReadonlySet<string>>;
  readonly clock: () => Date;
}

/** A provider is asked no more often than this which recordings run. */
const askEveryMs = 60_000;

function isOpenEnded({ wait, sinceMs }: PendingWait): boolean {
  return wait === 'record-end' && sinceMs === null;
}

/**
 * Ends every wait that has lasted too long, by facts of our own: what then comes late heals it. Answers how many ended.
 * A recording whose stream never ended is over with its room, when its engine does not know it any more, or when its stream is
 * not on: none is recorded for ever.
 */
export function openDeadlines(deps: DeadlineDeps): { readonly pass: () => Promise<number> } {
  const { facts, provider, clock } = deps;
  const listeningSinceMs = clock().getTime();
  /** Since when an engine that was asked does not record a session, or does not answer. */
  const missingSince = new Map<string, number>();
  let askedMs = -Infinity;

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
      const overdue = waiting.flatMap((recording): SubjectFact[] =>
        findOverdue(recording.waits, { nowMs, listeningSinceMs, overMs: overOf(recording) }).map((fact) => ({
          ...{ about: 'stream', sdkAppId: recording.sdkAppId, streamId: recording.streamId, fact },
        })),
      );
      if (overdue.length > 0) await facts.take(overdue);
      return lapsed + overdue.length;
    },
  };
}
