import { useEffect, useReducer, useRef } from 'react';
import type { EventRowFragment, EventType } from '../../../client/generated/graphql.ts';
import { useEventsSubscription } from '../../../client/generated/hooks.ts';
import type { RoomtapeError } from '../../../client/core/error.ts';

/** Of the past, what a list begins with. */
export const startingEvents = 200;
/** What a list holds at most; the oldest fall out. */
export const mostEvents = 500;
/** A replay comes an event at a time: what comes within this is shown at once. */
const gatherMs = 100;

interface Feed {
  /** Youngest first. */
  readonly events: readonly EventRowFragment[];
  /** What is shown while it stands still; null while it moves. */
  readonly still: readonly EventRowFragment[] | null;
  /** How many came since it stands still. */
  readonly waiting: number;
  /** Why nothing comes any more. */
  readonly refusal: RoomtapeError | null;
}

type Action =
  | { readonly type: 'came'; readonly events: readonly EventRowFragment[] }
  | { readonly type: 'refused'; readonly error: RoomtapeError }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' };

const empty: Feed = { events: [], still: null, waiting: 0, refusal: null };

function reduce(feed: Feed, action: Action): Feed {
  switch (action.type) {
    case 'came':
      return {
        ...{
          events: [...action.events.toReversed(), ...feed.events].slice(0, mostEvents),
          still: feed.still,
        },
        ...{ waiting: feed.still === null ? 0 : feed.waiting + action.events.length, refusal: null },
      };
    case 'refused':
      return { ...feed, refusal: action.error };
    case 'pause':
      return { ...feed, still: feed.events, waiting: 0 };
    case 'resume':
      return { ...feed, still: null, waiting: 0 };
  }
}

/** Follows the log from a cursor on. While it is paused events still come, and are shown when it goes on. */
export function useFeed(after: string, types: readonly EventType[] | null) {
  const [feed, act] = useReducer(reduce, empty);
  const gathered = useRef<EventRowFragment[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
  useEventsSubscription(
    { after, types: types === null ? null : [...types] },
    {
      onNext: ({ events }) => {
        gathered.current.push(events);
        timer.current ??= setTimeout(() => {
          timer.current = null;
          act({ type: 'came', events: gathered.current });
          gathered.current = [];
        }, gatherMs);
      },
      onError: (error) => {
        act({ type: 'refused', error });
      },
      cursorOf: ({ events }) => events.cursor,
    },
  );
  return {
    ...feed,
    pause: () => {
      act({ type: 'pause' });
    },
    resume: () => {
      act({ type: 'resume' });
    },
  };
}
