import type { GrantRevoker } from '../../ports/grant-revoker.ts';
import type { MediaShelf } from '../../ports/media-shelf.ts';
import type { PlaybackSigner } from '../../ports/playback-signer.ts';
import type { SubApplications } from '../../ports/sub-applications.ts';
import type { Watching } from '../../ports/watching.ts';
import type { TencentClients } from './clients.ts';
import { openGrantRevoker } from './grant-revoker.ts';
import { openTencentShelf } from './media-shelf.ts';
import { playKeyFinder, type PlayKeys } from './play-keys.ts';
import { openPlaybackSigner } from './playback-signer.ts';
import { openSubApplications } from './sub-applications.ts';
import { openWatching } from './watching.ts';

export interface CloudShelf {
  readonly shelf: MediaShelf;
  readonly signer: PlaybackSigner;
  readonly revoker: GrantRevoker;
  readonly subApplications: SubApplications;
  readonly watching: Watching;
}

export interface CloudShelfOptions {
  readonly clients: TencentClients;
  readonly appId: number;
  readonly mainKeys: PlayKeys;
  readonly declaredKeys: readonly (PlayKeys & { readonly subAppId: number })[];
  readonly clock: () => Date;
}

/** Everything about the media library that the cloud behind the clients can do. */
export function openCloudShelf({
  clients,
  appId,
  mainKeys,
  declaredKeys,
  clock,
}: CloudShelfOptions): CloudShelf {
  const declared = new Map(declaredKeys.map(({ subAppId, ...keys }) => [subAppId, keys]));
  const keys = playKeyFinder({ clients, appId, main: mainKeys, declared, clock });
  return {
    shelf: openTencentShelf(clients),
    signer: openPlaybackSigner({ keys, appId, namesDownloads: clients.own !== null, clock }),
    revoker: openGrantRevoker(clients),
    subApplications: openSubApplications(clients),
    watching: openWatching(clients),
  };
}
