import type { Client } from 'graphql-ws';
import { CloseCode, createClient } from 'graphql-ws';

export interface SocketOptions {
  readonly url: string;
  readonly token: () => string | null;
  /** Told when it is connected, and when it is not any more. */
  readonly onConnection: (isConnected: boolean) => void;
}

/** A lost connection is tried again after 0.5, 1, 2, 4 and then every 8 seconds, each with up to half a second of chance. */
const firstDelayMs = 500;
const longestDelayMs = 8000;

function delayBefore(retry: number): number {
  return Math.min(firstDelayMs * 2 ** retry, longestDelayMs) + Math.random() * firstDelayMs;
}

/** True for the close by which a server says that the token is wrong or has ended. */
export function saysUnauthenticated(event: unknown): boolean {
  const code = (event as { readonly code?: unknown } | null)?.code;
  return code === CloseCode.Forbidden || code === CloseCode.Unauthorized;
}

/** One socket for all that is listened to, opened with the first. It ends for good only when its token does. */
export function openSocket({ url, token, onConnection }: SocketOptions): Client {
  let used: string | null = null;
  return createClient({
    url,
    lazy: true,
    keepAlive: 20_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: (retries) => new Promise((resolve) => setTimeout(resolve, delayBefore(retries))),
    shouldRetry: (event) => !saysUnauthenticated(event) || token() !== used,
    connectionParams: () => {
      used = token();
      return { authorization: `Bearer ${used ?? ''}` };
    },
    on: {
      connected: () => {
        onConnection(true);
      },
      closed: () => {
        onConnection(false);
      },
    },
  });
}
