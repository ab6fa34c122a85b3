import type { Store } from '../../server/adapters/postgres/store.ts';
import type { TencentClients } from '../../server/adapters/tencent/clients.ts';
import { openCloudShelf } from '../../server/adapters/tencent/cloud.ts';
import { openRelayProvider } from '../../server/adapters/tencent/relay-provider.ts';
import type { RelayProvider } from '../../server/ports/relays.ts';
import type { SubApplications } from '../../server/ports/sub-applications.ts';
import { openShelfParts, type ShelfParts } from '../../server/shelf.ts';

/** What the API needs of the shelf and of relays, before the cloud of `clients`. */
export function openShelfPorts(
  store: Store,
  clients: TencentClients,
): {
  readonly shelf: ShelfParts;
  readonly subApplications: SubApplications;
  readonly relayProvider: RelayProvider;
} {
  const noNetwork = { pushDomain: null, pushKey: null, playUrl: null, playKey: null };
  const clock = (): Date => new Date();
  const { subApplications, ...cloud } = openCloudShelf({
    ...{ clients, appId: 1, declaredKeys: [], clock },
    mainKeys: { playKey: 'playkey0123', playerKey: 'playerkey0123' },
  });
  return {
    shelf: openShelfParts({ ...store, ...cloud }, 7, clock),
    subApplications,
    relayProvider: openRelayProvider(clients, () => null, noNetwork),
  };
}
