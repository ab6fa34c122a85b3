import { DomainError } from '../../domain/errors.ts';
import type { RecordingContext, RecordingPlan, RecordingSession } from '../record/recorded-file.ts';
import type { Recorders } from '../record/recorders.ts';
import type { Consents } from './consents.ts';

/** Which running recording is meant. */
export interface RecordingName {
  readonly sdkAppId: number;
  readonly streamId: string;
  /** Where it is given, a later recording of the same stream is not meant. */
  readonly sessionId: string | null;
}

/** A recording from its beginning until its files are made, the wait for its stream to come back included. */
export interface RunningRecording {
  readonly session: RecordingSession;
  readonly context: RecordingContext;
}

/** Recorders whose running sessions can be found by their stream, to be held and released. */
export interface RunningRecordings extends Recorders {
  /** Leaves media out of it from now on. Answers the sessions meant. Throws `NOT_FOUND` where none runs. */
  pause(name: RecordingName): readonly string[];
  resume(name: RecordingName): readonly string[];
  list(sdkAppId: number): readonly RunningRecording[];
}

/** What a user does not consent to is held from its first packet on, and from the moment that consent is taken back. */
export function watchRecordings(
  recorders: Recorders,
  consents: Pick<Consents, 'allows' | 'watch'>,
): RunningRecordings {
  const running = new Map<string, RunningRecording>();

  /** A mix leaves users out by itself: nobody is asked for it as a whole. */
  const heed = ({ session, context }: RunningRecording): void => {
    const { sdkAppId, room, userId } = context;
    if (userId === null) return;
    if (consents.allows(sdkAppId, room, userId)) session.release('consent');
    else session.hold('consent');
  };
  consents.watch(() => {
    for (const recording of running.values()) heed(recording);
  });

  const find = ({ sdkAppId, streamId, sessionId }: RecordingName): readonly RecordingSession[] => {
    const found = [...running.values()]
      .filter(({ context }) => context.sdkAppId === sdkAppId && context.streamId === streamId)
      .map(({ session }) => session)
      .filter((session) => sessionId === null || session.sessionId === sessionId);
    if (found.length > 0) return found;
    const which = sessionId === null ? '' : ` in the session ${sessionId}`;
    throw new DomainError('NOT_FOUND', 'caller', `No recording of the stream ${streamId} runs${which}.`);
  };

  return {
    record(plan: RecordingPlan): RecordingSession {
      const session = recorders.record(plan);
      const { sessionId } = session;
      heed({ session, context: plan.context });
      // A session that waited for its stream is there already.
      if (running.get(sessionId)?.session === session) return session;
      running.set(sessionId, { session, context: plan.context });
      void session.done.then(() => running.delete(sessionId));
      return session;
    },
    recover: () => recorders.recover(),
    close: () => recorders.close(),
    pause(name) {
      const found = find(name);
      for (const session of found) session.hold('command');
      return found.map(({ sessionId }) => sessionId);
    },
    resume(name) {
      const found = find(name);
      for (const session of found) session.release('command');
      return found.map(({ sessionId }) => sessionId);
    },
    list: (sdkAppId) => [...running.values()].filter(({ context }) => context.sdkAppId === sdkAppId),
  };
}
