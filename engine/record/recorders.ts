import { isDeepStrictEqual } from 'node:util';
import { watchDiskFloor } from './disk-floor.ts';
import { Journal } from './journal.ts';
import type { Patience } from './patience.ts';
import { defaultPatience } from './patience.ts';
import type { RecorderLog } from './recorder-log.ts';
import type { RecordingListener, RecordingPlan, RecordingSession } from './recorded-file.ts';
import { refuseSession } from './refused-session.ts';
import { SessionRecorder } from './session-recorder.ts';
import { Unfinished } from './unfinished.ts';

export interface RecordersOptions {
  /** Holds one folder for each file, named by the file's id. */
  readonly mediaFolder: string;
  readonly journalFolder: string;
  readonly listener: RecordingListener;
  readonly log: RecorderLog;
  /** Epoch milliseconds; the machine's clock by default. */
  readonly clock?: () => number;
  /** Fragments between two syncs of a file to the disk itself; 0, the default, leaves that to the system. */
  readonly syncEvery?: number;
  /** Below this much free room new recordings are refused; 0, the default, never. */
  readonly minFreeBytes?: number;
  readonly patience?: Patience;
}

export interface Recorders {
  /**
   * Begins to record a stream, or goes on with the recording that waits for this very stream to come back: then the
   * session has another id than the plan. With too little room on the disk it is refused: told as failed, and nothing more.
   */
  record(plan: RecordingPlan): RecordingSession;
  /** Finishes what an earlier process left. Sessions of this one are not touched. */
  recover(): Promise<void>;
  /** Ends every running recording and waits for its files. */
  close(): Promise<void>;
}

const retryAfterMs = 5000;

/** The same stream of the same user, recorded by the same: settings, or one task. */
function isSameStream(one: RecordingPlan, other: RecordingPlan): boolean {
  const identity = ({ context }: RecordingPlan): unknown[] => [
    context.sdkAppId,
    context.room,
    context.userId,
    context.streamType,
    context.streamId,
    context.task?.taskId,
  ];
  return isDeepStrictEqual(identity(one), identity(other));
}

function isSameRecording(one: RecordingPlan, other: RecordingPlan): boolean {
  return (
    one.context.nameHead === other.context.nameHead &&
    isDeepStrictEqual([...one.formats].sort(), [...other.formats].sort())
  );
}

export function createRecorders(options: RecordersOptions): Recorders {
  const { mediaFolder, listener, log, clock = Date.now, minFreeBytes = 0 } = options;
  const journal = new Journal(options.journalFolder);
  const unfinished = new Unfinished({ mediaFolder, journal, listener, log, clock });
  const running = new Map<string, SessionRecorder>();
  // The journal is read once, before a session of this process can stand in it.
  const left = journal.read();
  left.catch(() => undefined);

  let lowTimes = 0;
  const floor = watchDiskFloor({
    folder: mediaFolder,
    minFreeBytes,
    log,
    onChange: (isLow, freeBytes) => {
      if (isLow) lowTimes += 1;
      for (const { plan } of running.values())
        listener.warned(plan, {
          code: 'disk-low',
          level: 'warning',
          markId: `disk-low-${String(lowTimes)}`,
          phase: isLow ? 'begin' : 'end',
          atMs: clock(),
          mediaMs: null,
          detail: `${String(Math.floor(freeBytes / 1e6))} MB are free where media is written`,
        });
    },
  });

  const waitingFor = (plan: RecordingPlan): SessionRecorder | undefined =>
    [...running.values()].find((session) => session.isSuspended && isSameStream(session.plan, plan));

  return {
    record(plan) {
      const waiting = waitingFor(plan);
      if (waiting !== undefined && isSameRecording(waiting.plan, plan)) {
        waiting.resume();
        return waiting;
      }
      // It came back as something else: what waited is over.
      waiting?.stop();
      if (running.has(plan.sessionId)) throw new Error(`the session ${plan.sessionId} is recorded already`);
      if (floor.isLow) {
        const free = String(Math.floor(floor.freeBytes / 1e6));
        return refuseSession(plan, listener, `the disk is nearly full: ${free} MB are free`, clock());
      }
      const session = new SessionRecorder({
        plan,
        mediaFolder,
        journal,
        listener,
        log,
        clock,
        syncEvery: options.syncEvery ?? 0,
        patience: options.patience ?? defaultPatience,
        onUnfinished: (entry, released) => {
          unfinished.later(entry.plan.sessionId, retryAfterMs, released);
        },
      });
      running.set(plan.sessionId, session);
      void session.done.then(() => running.delete(plan.sessionId));
      return session;
    },

    async recover() {
      const { entries, unreadable } = await left;
      for (const { sessionId, reason } of unreadable) {
        log.error({ sessionId, reason }, 'a journal entry cannot be read; it is set aside');
        await journal.setAside(sessionId);
      }
      for (const { plan } of entries) await unfinished.finish(plan.sessionId);
    },

    async close() {
      unfinished.close();
      floor.close();
      const sessions = [...running.values()];
      for (const session of sessions) session.stop();
      await Promise.all(sessions.map(({ done }) => done));
    },
  };
}
