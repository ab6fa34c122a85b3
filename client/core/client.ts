import { errorOf, RoomtapeError } from './error.ts';
import { openSocket, saysUnauthenticated } from './socket.ts';

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
  /** Told when the server does not know the token, or does not any more. */
  readonly onUnauthenticated?: () => void;
  /** Told when the live connection stands, and when it is lost; it is made again by itself. */
  readonly onConnection?: (isConnected: boolean) => void;
}

export interface Listener<TResult> {
  readonly onNext: (result: TResult) => void;
  readonly onError: (error: RoomtapeError) => void;
  /**
   * The event's cursor. With it, a connection that was lost goes on where it stopped and nothing is missed or repeated;
   * without it, what happened in between is not told.
   */
  readonly cursorOf?: (result: TResult) => string;
}

/** The live connection. It is made for the first who listens and ends with the last. */
export interface Connection {
  /** Whether it stands now. */
  readonly stands: () => boolean;
  /** Calls whenever that changed, until the answered function is called. */
  readonly watch: (onChange: () => void) => () => void;
}

export interface RoomtapeClient {
  /** Answers the data, or throws a RoomtapeError with the schema's code. */
  ask<TResult, TVariables>(
    document: TypedDocument<TResult, TVariables>,
    variables: TVariables,
    signal?: AbortSignal,
  ): Promise<TResult>;
  /** Listens until the answered function is called. */
  listen<TResult, TVariables extends Record<string, unknown>>(
    document: TypedDocument<TResult, TVariables>,
    variables: TVariables,
    listener: Listener<TResult>,
  ): () => void;
  readonly connection: Connection;
  close(): void;
}

interface AnsweredError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}
interface Answer<TResult> {
  readonly data?: TResult | null;
  readonly errors?: readonly AnsweredError[];
}

export function createRoomtapeClient({
  url,
  token,
  onUnauthenticated = () => undefined,
  onConnection = () => undefined,
}: ClientOptions): RoomtapeClient {
  const endpoint = new URL('/graphql', url);
  let isConnected = false;
  const watchers = new Set<() => void>();
  const socket = openSocket({
    url: endpoint.href.replace(/^http/, 'ws'),
    token,
    onConnection: (is) => {
      isConnected = is;
      onConnection(is);
      for (const tell of watchers) tell();
    },
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
        if (fault.code === 'UNAUTHENTICATED') onUnauthenticated();
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
      { onNext, onError, cursorOf }: Listener<TResult>,
    ) {
      let after: string | null = null;
      return socket.subscribe<TResult>(
        {
          query: document.toString(),
          // Read anew at each connection.
          get variables() {
            return after === null ? variables : { ...variables, after };
          },
        },
        {
          next: ({ data, errors }) => {
            const [error] = errors ?? [];
            if (error !== undefined) {
              onError(errorOf(error));
            } else if (data !== null && data !== undefined) {
              after = cursorOf?.(data) ?? null;
              onNext(data);
            }
          },
          error: (cause) => {
            if (saysUnauthenticated(cause)) onUnauthenticated();
            onError(faultOf(cause));
          },
          complete: () => undefined,
        },
      );
    },

    connection: {
      stands: () => isConnected,
      watch: (onChange) => {
        watchers.add(onChange);
        return () => watchers.delete(onChange);
      },
    },

    close() {
      // Fails with the connection that was being made, if there was one: whoever closes does not want it any more.
      void Promise.resolve(socket.dispose()).catch(() => undefined);
    },
  };
}

/** What ends a subscription: the server's refusal as a list of errors, or the socket's end. */
function faultOf(cause: unknown): RoomtapeError {
  const [refusal] = Array.isArray(cause) ? (cause as readonly AnsweredError[]) : [];
  if (refusal !== undefined) return errorOf(refusal);
  if (saysUnauthenticated(cause))
    return new RoomtapeError('UNAUTHENTICATED', 'The token has ended.', { cause });
  return new RoomtapeError('NETWORK', 'The live connection was lost.', { cause });
}
