import { createClient } from 'graphql-ws';
import { setTimeout as delay } from 'node:timers/promises';
import WebSocket from 'ws';

export interface FollowedEvent {
  readonly id: string;
  readonly type: string;
  readonly cursor: string;
  readonly recordingId: string | null;
}

/** A partner who reads the log, loses the connection again and again, and goes on after the last cursor it saw. */
export interface EventFollower {
  readonly events: readonly FollowedEvent[];
  readonly reconnects: number;
  close(): Promise<void>;
}

const query = `subscription ($after: String, $all: Boolean! = false) { events(after: $after, fromBeginning: $all) {
  id type cursor recording { id } } }`;

export function followEvents(serverUrl: string, key: string): EventFollower {
  const events: FollowedEvent[] = [];
  const closing = new AbortController();
  const follower = { events, reconnects: 0, close };

  const followOnce = async (): Promise<void> => {
    const client = createClient({
      url: `${serverUrl.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${key}` },
      retryAttempts: 0,
      // A server that was killed says nothing: silence is the only sign.
      keepAlive: 2000,
      onNonLazyError: () => undefined,
    });
    const stop = (): void => {
      client.terminate();
    };
    closing.signal.addEventListener('abort', stop, { once: true });
    try {
      const after = events.at(-1)?.cursor;
      const variables = after === undefined ? { all: true } : { after };
      type Told = { events: Omit<FollowedEvent, 'recordingId'> & { recording: { id: string } | null } };
      for await (const { data } of client.iterate<Told>({ query, variables })) {
        if (data === null || data === undefined) continue;
        const { recording, ...event } = data.events;
        events.push({ ...event, recordingId: recording?.id ?? null });
      }
    } finally {
      closing.signal.removeEventListener('abort', stop);
      client.terminate();
    }
  };

  const running = (async () => {
    while (!closing.signal.aborted) {
      await followOnce().catch(() => undefined);
      follower.reconnects += 1;
      await delay(200, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  })();

  async function close(): Promise<void> {
    closing.abort();
    await running;
  }
  return follower;
}
