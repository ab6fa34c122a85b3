import type { ReactNode } from 'react';
import { createContext, useContext, useMemo, useState } from 'react';
import type { RoomtapeClient } from '../../client/core/client.ts';
import { createRoomtapeClient } from '../../client/core/client.ts';
import { RoomtapeError } from '../../client/core/error.ts';
import type { ViewerAction } from '../../client/generated/graphql.ts';
import { CreateViewerTokenDocument, ViewerDocument } from '../../client/generated/graphql.ts';
import { RoomtapeProvider } from '../../client/react/provider.tsx';

const storageKey = 'roomtape-token';
const tokenSeconds = 8 * 3600;
/** What one token can reach. */
const mostApplications = 100;
/** What the console has a button for; the key decides which of them its token carries. */
const consoleActions: readonly ViewerAction[] = [
  ...(['READ', 'PLAY', 'EVENTS', 'COSTS', 'ESTIMATE', 'ANNOTATE', 'CONTROL', 'EDIT', 'DELETE'] as const),
];

interface Session {
  readonly token: string | null;
  /** Changes an API key into a token of a few hours; the key is not kept. */
  readonly signIn: (apiKey: string) => Promise<void>;
  readonly signOut: () => void;
}

const SessionContext = createContext<Session | null>(null);

/** A token may come in the address (`#token=…`, as the demo prints it); it leaves the address at once. */
function takeTokenFromAddress(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return null;
  history.replaceState(null, '', location.pathname + location.search);
  sessionStorage.setItem(storageKey, token);
  return token;
}

async function exchange(apiKey: string): Promise<string> {
  const client = createRoomtapeClient({ url: location.origin, token: () => apiKey });
  try {
    const { viewer } = await client.ask(ViewerDocument, {});
    const applications = viewer.applications.slice(0, mostApplications).map(({ sdkAppId }) => sdkAppId);
    if (applications.length === 0) throw new RoomtapeError('NOT_FOUND', 'This key reaches no application.');
    const { createViewerToken } = await client.ask(CreateViewerTokenDocument, {
      input: {
        scope: { applications },
        actions: consoleActions.filter((action) => viewer.actions.includes(action)),
        lifetimeSeconds: tokenSeconds,
      },
    });
    return createViewerToken.token;
  } finally {
    client.close();
  }
}

export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [token, setToken] = useState<string | null>(
    () => takeTokenFromAddress() ?? sessionStorage.getItem(storageKey),
  );
  const session = useMemo<Session>(
    () => ({
      token,
      async signIn(apiKey) {
        const made = await exchange(apiKey);
        sessionStorage.setItem(storageKey, made);
        setToken(made);
      },
      signOut() {
        sessionStorage.removeItem(storageKey);
        setToken(null);
      },
    }),
    [token],
  );
  const client = useMemo<RoomtapeClient>(
    () =>
      createRoomtapeClient({
        url: location.origin,
        token: () => token,
        onUnauthenticated: () => {
          sessionStorage.removeItem(storageKey);
          setToken(null);
        },
      }),
    [token],
  );
  return (
    <SessionContext value={session}>
      <RoomtapeProvider client={client}>{children}</RoomtapeProvider>
    </SessionContext>
  );
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('There is no SessionProvider above this component.');
  return session;
}
