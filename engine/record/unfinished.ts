import { DeadlineError, within } from './deadline.ts';
import type { Journal } from './journal.ts';
import type { JournalEntry } from './journal-entry.ts';
import type { RecorderLog } from './recorder-log.ts';
import type { RecordingListener } from './recorded-file.ts';
import { recoverSession } from './recover-session.ts';

const firstWaitMs = 5000;
const longestWaitMs = 10 * 60_000;
/** An error that no waiting will mend is not tried more often than this. */
const maxTries = 8;
/** Scanning the files of two hours takes seconds; more than this is a disk that hangs. */
const attemptMs = 5 * 60_000;

/** What may be different the next time: room, handles, a device. */
const passing = new Set([
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EMFILE',
  'ENFILE',
  'EBUSY',
  'EAGAIN',
  'ETIMEDOUT',
  'EROFS',
]);

function mayPass(error: unknown): boolean {
  if (error instanceof DeadlineError) return true;
  const { code } = error as NodeJS.ErrnoException;
  return code !== undefined && passing.has(code);
}

export interface UnfinishedOptions {
  readonly mediaFolder: string;
  readonly journal: Journal;
  readonly listener: RecordingListener;
  readonly log: RecorderLog;
  readonly clock: () => number;
}

/**
 * Recordings that could not be finished, by this process or one before it: tried again and again with growing pauses. What
 * fails for another reason than a passing one is told as failed in the end and set aside, so that nothing waits for ever.
 */
export class Unfinished {
  readonly #options: UnfinishedOptions;
  readonly #timers = new Set<NodeJS.Timeout>();
  #isClosed = false;

  constructor(options: UnfinishedOptions) {
    this.#options = options;
  }

  /** Tries at once; resolves when it is finished, set aside, or to be tried later. Never rejects. */
  async finish(sessionId: string, tries = 1): Promise<void> {
    const { journal, mediaFolder, listener, log } = this.#options;
    if (this.#isClosed) return;
    let work: Promise<void> = Promise.resolve();
    try {
      // The journal knows what earlier tries came to.
      const entry = await journal.find(sessionId);
      if (entry === null) return;
      work = recoverSession(entry, { mediaFolder, journal, listener });
      await within(attemptMs, 'finishing a recording', work);
      log.info({ sessionId, files: entry.files.length }, 'finished an interrupted recording');
    } catch (error) {
      if (!mayPass(error) && tries >= maxTries) await this.#setAside(sessionId, error);
      else {
        const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (tries - 1));
        log.warn({ err: error, sessionId, tries, waitMs }, 'a recording is not finished yet');
        this.later(sessionId, waitMs, work, tries + 1);
      }
    }
  }

  /** Tries after a pause, and not before nobody else touches the files. */
  later(sessionId: string, waitMs: number, released: Promise<unknown>, tries = 1): void {
    if (this.#isClosed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void released.catch(() => undefined).then(() => this.finish(sessionId, tries));
    }, waitMs);
    timer.unref();
    this.#timers.add(timer);
  }

  /** Stops trying: the journal keeps what is left for the next process. */
  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  async #setAside(sessionId: string, reason: unknown): Promise<void> {
    const { journal, listener, log, clock } = this.#options;
    log.error({ err: reason, sessionId }, 'a recording cannot be finished; it is set aside');
    try {
      const entry = await journal.find(sessionId);
      if (entry !== null) await tellLost(entry, listener, clock());
      await journal.setAside(sessionId);
    } catch (error) {
      log.error({ err: error, sessionId }, 'a recording that cannot be finished could not be set aside');
    }
  }
}

/** Nobody must wait for the end of a recording that cannot be finished. */
async function tellLost(entry: JournalEntry, listener: RecordingListener, atMs: number): Promise<void> {
  for (const format of entry.started) {
    listener.failed(entry.plan, format, 'it was interrupted and could not be finished', atMs);
    await listener.ended(entry.plan, format, atMs);
  }
}
