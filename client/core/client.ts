import { createClient } from 'graphql-ws';
import { errorOf, RoomtapeError } from './error.ts';

/** An operation as text that knows the types of its answer and variables. */
export interface TypedDocument<TResult, TVariables> {
  toString(): string;
  __apiType?: (variables: TVariables) => TResult;
}

export interface ClientOptions {
  /** Base address of the API, as `http://127.0.0.1:4000`; in a page served by it, `location.origin`. */
  readonly url: string;
  /** A viewer token, or on a backend an API key. Asked for before each call, so that it may be renewed. */
  readonly token: () => string | null;
  /** Told when the server no longer knows the token. */
  readonly onUnauthenticated?: () => void;
}

export interface SubscriptionHandlers<TResult> {
  readonly onNext: (result: TResult) => void;
  readonly onError: (error: RoomtapeError) => void;
}

export interface RoomtapeClient {
  /** Answers the data, or throws a RoomtapeError with the schema's code. */
  ask<TResult, TVariables>(
    document: TypedDocument<TResult, TVariables>,
    variables: TVariables,
    signal?: AbortSignal,
  ): Promise<TResult>;
  /**
   * Listens until the answered function is called. A lost connection is made again; give `after` anew in `variables`,
   * which is asked for at each connection, and nothing is missed.
   */
  listen<TResult, TVariables extends Record<string, unknown>>(
    document: TypedDocument<TResult, TVariables>,
    variables: TVariables,
    handlers: SubscriptionHandlers<TResult>,
  ): () => void;
  close(): void;
}

interface Answer<TResult> {
  readonly data?: TResult | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

export function createRoomtapeClient({ url, token, onUnauthenticated }: ClientOptions): RoomtapeClient {
  const endpoint = new URL('/graphql', url);
  const socketAddress = new URL(endpoint);
  socketAddress.protocol = endpoint.protocol === 'https:' ? 'wss:' : 'ws:';
  const sockets = createClient({
    url: socketAddress.href,
    lazy: true,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    connectionParams: () => ({ authorization: `Bearer ${token() ?? ''}` }),
  });

  return {
    async ask<TResult, TVariables>(
      document: TypedDocument<TResult, TVariables>,
      variables: TVariables,
      signal?: AbortSignal,
    ) {
      const known = token();
      let response: Response;
      try {
        response = await fetch(endpoint, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(known === null ? {} : { authorization: `Bearer ${known}` }),
          },
          body: JSON.stringify({ query: document.toString(), variables }),
          signal: signal ?? null,
        });
      } catch (cause) {
        if (signal?.aborted === true) throw cause;
        throw new RoomtapeError('NETWORK', 'The server cannot be reached.', { cause });
      }
      const answer = (await response.json().catch(() => ({}))) as Answer<TResult>;
      const [error] = answer.errors ?? [];
      if (error !== undefined) {
        const fault = errorOf(error);
        if (fault.code === 'UNAUTHENTICATED') onUnauthenticated?.();
        throw fault;
      }
      const data = answer.data ?? null;
      if (data === null)
        throw new RoomtapeError('NETWORK', `The server answered ${response.status} without data.`);
      return data;
    },

    listen<TResult, TVariables extends Record<string, unknown>>(
      document: TypedDocument<TResult, TVariables>,
      variables: TVariables,
      { onNext, onError }: SubscriptionHandlers<TResult>,
    ) {
      return sockets.subscribe<TResult>(
        { query: document.toString(), variables },
        {
          next: ({ data, errors }) => {
            const [error] = errors ?? [];
            if (error !== undefined) onError(errorOf(error));
            else if (data !== null && data !== undefined) onNext(data);
          },
          error: (cause) => {
            onError(new RoomtapeError('NETWORK', 'The connection was lost.', { cause }));
          },
          complete: () => undefined,
        },
      );
    },

    close() {
      void sockets.dispose();
    },
  };
}
