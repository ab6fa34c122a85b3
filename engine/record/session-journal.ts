import type { Journal } from './journal.ts';
import type { JournalEntry } from './journal-entry.ts';

/** One session's journal entry as it changes: writes follow each other, and changes that wait for the disk share one. */
export class SessionJournal {
  readonly #journal: Journal;
  #entry: JournalEntry;
  #queue: Promise<unknown> = Promise.resolve();
  #waiting: Promise<void> | null = null;

  constructor(journal: Journal, entry: JournalEntry) {
    this.#journal = journal;
    this.#entry = entry;
  }

  get entry(): JournalEntry {
    return this.#entry;
  }

  /** Resolves when the change is on the disk. A failed write is told to who waits and does not stop the next. */
  change(change: Partial<JournalEntry>): Promise<void> {
    this.#entry = { ...this.#entry, ...change };
    this.#waiting ??= this.#enqueue();
    return this.#waiting;
  }

  /** Nothing is left to do for the session. */
  async forget(): Promise<void> {
    await this.#queue;
    await this.#journal.forget(this.#entry.plan.sessionId);
  }

  #enqueue(): Promise<void> {
    const written = this.#queue.then(() => {
      this.#waiting = null;
      return this.#journal.write(this.#entry);
    });
    this.#queue = written.catch(() => undefined);
    return written;
  }
}
