import { useSyncExternalStore } from 'react';
import { useRoomtape } from './provider.tsx';

/** Whether the live connection stands, as it changes. */
export function useConnection(): boolean {
  const { watch, stands } = useRoomtape().connection;
  return useSyncExternalStore(watch, stands);
}
