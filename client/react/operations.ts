import { useCallback, useEffect, useRef, useState } from 'react';
import type { Listener, TypedDocument } from '../core/client.ts';
import { RoomtapeError } from '../core/error.ts';
import { useRoomtape } from './provider.tsx';

export interface QueryOptions {
  /** Waits while true. */
  readonly skip?: boolean;
}

export interface QueryState<TResult> {
  /** The last answer; it stays while a new one is awaited and when that fails. */
  readonly data: TResult | null;
  readonly error: RoomtapeError | null;
  readonly loading: boolean;
  /** Asks again. */
  readonly refetch: () => void;
}

function faultOf(error: unknown): RoomtapeError {
  return error instanceof RoomtapeError
    ? error
    : new RoomtapeError('INTERNAL', String(error), { cause: error });
}

/** Asks when it is first shown and whenever the variables change. */
export function useQuery<TResult, TVariables>(
  document: TypedDocument<TResult, TVariables>,
  variables: TVariables,
  { skip = false }: QueryOptions = {},
): QueryState<TResult> {
  const client = useRoomtape();
  const [state, setState] = useState<Omit<QueryState<TResult>, 'refetch'>>({
    data: null,
    error: null,
    loading: !skip,
  });
  const [round, setRound] = useState(0);
  const key = JSON.stringify(variables);
  useEffect(() => {
    if (skip) return;
    const abort = new AbortController();
    setState((former) => ({ ...former, loading: true }));
    client.ask(document, JSON.parse(key) as TVariables, abort.signal).then(
      (data) => {
        setState({ data, error: null, loading: false });
      },
      (error: unknown) => {
        if (!abort.signal.aborted)
          setState((former) => ({ ...former, error: faultOf(error), loading: false }));
      },
    );
    return () => {
      abort.abort();
    };
  }, [client, document, key, skip, round]);
  const refetch = useCallback(() => {
    setRound((former) => former + 1);
  }, []);
  return { ...state, refetch };
}

/** A function that asks; it rejects with a RoomtapeError. */
export function useMutation<TResult, TVariables>(
  document: TypedDocument<TResult, TVariables>,
): (variables: TVariables) => Promise<TResult> {
  const client = useRoomtape();
  return useCallback((variables) => client.ask(document, variables), [client, document]);
}

type ResultOf<TDocument> = TDocument extends { __apiType?: (variables: never) => infer TResult }
  ? TResult
  : never;

interface ListenOptions<TResult> extends Pick<Listener<TResult>, 'onNext' | 'cursorOf'> {
  /** Left out, a refusal ends it quietly: what is on the page stays true until it is asked anew. */
  readonly onError?: (error: RoomtapeError) => void;
  readonly skip?: boolean;
}

export type SubscriptionOptions<TDocument> = ListenOptions<ResultOf<TDocument>>;

/** Listens while it is shown. */
export function useSubscription<TResult, TVariables extends Record<string, unknown>>(
  document: TypedDocument<TResult, TVariables>,
  variables: TVariables,
  { skip = false, ...listener }: ListenOptions<TResult>,
): void {
  const client = useRoomtape();
  const latest = useRef(listener);
  latest.current = listener;
  const resumes = listener.cursorOf !== undefined;
  const key = JSON.stringify(variables);
  useEffect(() => {
    if (skip) return;
    return client.listen(document, JSON.parse(key) as TVariables, {
      onNext: (result) => {
        latest.current.onNext(result);
      },
      onError: (error) => {
        latest.current.onError?.(error);
      },
      ...(resumes ? { cursorOf: (result) => latest.current.cursorOf!(result) } : {}),
    });
  }, [client, document, key, skip, resumes]);
}
