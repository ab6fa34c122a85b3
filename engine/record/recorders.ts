import { Journal } from './journal.ts';
import type { RecordingListener, RecordingPlan, RecordingSession } from './recorded-file.ts';
import { recoverSession } from './recover-session.ts';
import type { RecorderLog } from './session-recorder.ts';
import { SessionRecorder } from './session-recorder.ts';

export interface RecordersOptions {
  /** Holds one folder for each file, named by the file's id. */
  readonly mediaFolder: string;
  readonly journalFolder: string;
  readonly listener: RecordingListener;
  readonly log: RecorderLog;
  /** Epoch milliseconds; the machine's clock by default. */
  readonly clock?: () => number;
}

export interface Recorders {
  /** Begins to record a stream; `end` of the sink finishes the files, `done` says when they are told. */
  record(plan: RecordingPlan): RecordingSession;
  /** Finishes what an earlier process left. Sessions of this one are not touched. */
  recover(): Promise<void>;
  /** Ends every running recording and waits for its files. */
  close(): Promise<void>;
}

export function createRecorders(options: RecordersOptions): Recorders {
  const { mediaFolder, listener, log, clock = Date.now } = options;
  const journal = new Journal(options.journalFolder);
  const running = new Map<string, SessionRecorder>();
  // The journal is read once, before a session of this process can stand in it.
  const left = journal.entries();
  left.catch(() => undefined);

  return {
    record(plan) {
      if (running.has(plan.sessionId)) throw new Error(`the session ${plan.sessionId} is recorded already`);
      const session = new SessionRecorder({ plan, mediaFolder, journal, listener, log, clock });
      running.set(plan.sessionId, session);
      void session.done.then(() => running.delete(plan.sessionId));
      return session;
    },

    async recover() {
      for (const entry of await left) {
        const { sessionId } = entry.plan;
        try {
          await recoverSession(entry, { mediaFolder, journal, listener });
          log.info({ sessionId, files: entry.files.length }, 'finished an interrupted recording');
        } catch (error) {
          log.error(
            { err: error, sessionId },
            'an interrupted recording could not be finished; it is set aside',
          );
          for (const format of new Set(entry.files.map((file) => file.format)))
            listener.failed(entry.plan, format, 'it was interrupted and could not be finished', clock());
          await journal.setAside(sessionId);
        }
      }
    },

    async close() {
      const sessions = [...running.values()];
      for (const session of sessions) session.end();
      await Promise.all(sessions.map(({ done }) => done));
    },
  };
}
