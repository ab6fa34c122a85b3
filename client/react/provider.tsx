import type { ReactNode } from 'react';
import { createContext, useContext } from 'react';
import type { RoomtapeClient } from '../core/client.ts';

const ClientContext = createContext<RoomtapeClient | null>(null);

/** Gives every hook below its client. */
export function RoomtapeProvider({
  client,
  children,
}: {
  readonly client: RoomtapeClient;
  readonly children: ReactNode;
}) {
  return <ClientContext value={client}>{children}</ClientContext>;
}

export function useRoomtape(): RoomtapeClient {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('There is no RoomtapeProvider above this component.');
  return client;
}
