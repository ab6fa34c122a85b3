import type { EventFilter, EventLog, EventType } from '../../ports/event-log.ts';
import { requireAction, type Principal } from '../../services/access/principal.ts';
import { Event } from './event.types.ts';

export interface FeedRequest {
  readonly after: string | null | undefined;
  readonly fromBeginning: boolean;
  readonly types: readonly EventType[] | null;
  readonly roomId: string | null;
  readonly recordingId: string | null;
}

export const feedDescription =
  'With `after`, what came later is replayed first and then it goes live; without, it starts with now.';
export const afterDescription = 'Cursor of the last event that you have.';
export const fromBeginningDescription = 'Replay the whole log first, where no `after` is given.';

/**
 * The log as a subscription's source. Ending it wakes the reader at once, which a plain async generator would not: its
 * `return` waits for the event that is being waited for.
 */
export async function openFeed(
  log: EventLog,
  principal: Principal,
  request: FeedRequest,
): Promise<AsyncIterableIterator<Event>> {
  requireAction(principal, 'EVENTS');
  const filter: EventFilter = {
    ...(request.types === null ? {} : { types: request.types }),
    ...(request.roomId === null ? {} : { roomId: request.roomId }),
    ...(request.recordingId === null ? {} : { recordingId: request.recordingId }),
  };
  const after = request.after ?? (request.fromBeginning ? null : await log.end());
  // A cursor that the log never gave is refused here, as the subscription's answer, and not later as a broken stream.
  if (typeof request.after === 'string') await log.read(after, filter, principal.scope, 1);
  const ending = new AbortController();
  const source = log.follow(after, filter, principal.scope, ending.signal)[Symbol.asyncIterator]();
  const done = { done: true, value: undefined } as const;
  const feed: AsyncIterableIterator<Event> = {
    async next() {
      if (ending.signal.aborted) return done;
      const step = await source.next();
      return step.done === true ? done : { done: false, value: new Event(step.value) };
    },
    async return() {
      ending.abort();
      await source.return?.();
      return done;
    },
    [Symbol.asyncIterator]: () => feed,
  };
  return feed;
}
