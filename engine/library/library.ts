import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import postgres from 'postgres';
import { applyHappenings } from './apply-happening.ts';
import type { Bell } from './bell.ts';
import { createBell } from './bell.ts';
import type { Happening, KeptHappening } from './facts.ts';
import { Spool } from './spool.ts';

export interface LibraryOptions {
  readonly databaseUrl: string;
  readonly spoolFolder: string;
  /** Names this process among all that ever wrote. */
  readonly run: string;
  readonly log: Logger;
}

/** What the engine remembers: written to the disk at once and to PostgreSQL as soon as it answers. */
export interface Library {
  /** For the stores of this folder; everything that is written goes through `remember`. */
  readonly sql: postgres.Sql;
  readonly run: string;
  /** Rung when what was remembered has reached the database; whoever changes media by other ways rings it too. */
  readonly bell: Bell;
  /** Resolves when the happening would survive a kill. */
  remember(happening: Happening): Promise<void>;
  /** Called whenever happenings with callbacks have reached the database. */
  onCallbacks(listener: () => void): void;
  /** Resolves when all that was remembered before the call is in the database. */
  settled(): Promise<void>;
  /** Leaves in the spool what the database has not taken. */
  close(): Promise<void>;
}

const batchSize = 200;
const maxPauseMs = 5000;
const spoolPauseMs = 1000;
const connectPatienceSeconds = 5;
/** A transaction that a stuck database never answers must not hold up the closing. */
const closePatienceSeconds = 2;

/** The data itself is wrong (SQLSTATE classes 22 and 23): asking again cannot help. */
function isRefusal(error: unknown): boolean {
  return error instanceof postgres.PostgresError && /^2[23]/.test(error.code);
}

export async function openLibrary({ databaseUrl, spoolFolder, run, log }: LibraryOptions): Promise<Library> {
  const spool = await Spool.open<KeptHappening>(spoolFolder);
  const sql = postgres(databaseUrl, {
    max: 8,
    // A database that is being started again accepts connections before it answers them.
    connect_timeout: connectPatienceSeconds,
    onnotice: () => undefined,
    connection: { application_name: 'roomtape-engine' },
  });
  const closing = new AbortController();
  const bell = createBell();
  const listeners: (() => void)[] = [];
  /** How many happenings this process has brought to the database, or left out. */
  let done = 0;
  let settling: { readonly until: number; readonly resolve: () => void }[] = [];

  const forget = (count: number): Promise<void> => {
    // In the same turn as the spool's own count: the two together never miss one.
    done += count;
    return spool.forget(count);
  };

  const tellSettled = (): void => {
    for (const { until, resolve } of settling) if (until <= done) resolve();
    settling = settling.filter(({ until }) => until > done);
  };

  /** A disk that cannot be read for a moment must not end the process, and with it all that is recorded. */
  const peek = async (limit: number): Promise<readonly KeptHappening[] | null> => {
    while (!closing.signal.aborted) {
      try {
        return await spool.peek(limit, closing.signal);
      } catch (error) {
        log.error({ err: error, waiting: spool.length }, 'the spool cannot be read; it is tried again');
        await delay(spoolPauseMs, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
    return null;
  };

  const drain = async (): Promise<void> => {
    let pauseMs = 50;
    let limit = batchSize;
    for (;;) {
      const batch = await peek(limit);
      if (batch === null) return;
      try {
        await applyHappenings(sql, batch);
        await forget(batch.length);
        pauseMs = 50;
        limit = batchSize;
      } catch (error) {
        if (closing.signal.aborted) return;
        if (isRefusal(error)) {
          // One happening that can never be taken must not hold up those behind it.
          if (batch.length === 1) {
            log.error(
              { err: error, happening: batch[0] },
              'the database refuses a happening; it is left out',
            );
            await forget(1);
            tellSettled();
          } else limit = 1;
          continue;
        }
        log.warn(
          { err: error, waiting: spool.length },
          'the database takes nothing; what happens is kept on the disk',
        );
        await delay(pauseMs, undefined, { signal: closing.signal }).catch(() => undefined);
        pauseMs = Math.min(pauseMs * 2, maxPauseMs);
        continue;
      }
      bell.ring();
      if (batch.some(({ callbacks }) => callbacks.length > 0)) for (const listener of listeners) listener();
      tellSettled();
    }
  };
  const drained = drain();

  return {
    sql,
    run,
    bell,
    remember: (happening) => spool.append({ ...happening, run }),
    onCallbacks(listener) {
      listeners.push(listener);
    },
    async settled() {
      // What comes after the call is not waited for: where much happens the spool is never empty.
      const until = done + spool.length;
      if (until > done) await new Promise<void>((resolve) => settling.push({ until, resolve }));
    },
    async close() {
      closing.abort();
      await sql.end({ timeout: closePatienceSeconds });
      await drained;
      await spool.close();
    },
  };
}
