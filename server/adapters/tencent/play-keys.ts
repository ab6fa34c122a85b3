import { DomainError } from '../../../domain/errors.ts';
import type { TencentClients } from './clients.ts';
import { callOwn } from './own-actions.ts';

/** The keys of one application of the media library. */
export interface PlayKeys {
  /** Of the hotlink protection. */
  readonly playKey: string;
  /** Of the vendor's player; null where it was not told. */
  readonly playerKey: string | null;
}

export interface PlayKeysOptions {
  readonly clients: Pick<TencentClients, 'own'>;
  readonly appId: number;
  /** Of the account's main application. */
  readonly main: PlayKeys;
  /** What the configuration declares; the vendor shows keys in its console only. */
  readonly declared: ReadonlyMap<number, PlayKeys>;
  readonly clock: () => Date;
}

export type FindPlayKeys = (subAppId: number | null) => Promise<PlayKeys>;

/** Keys may be changed at the provider; what was asked is good for this long. */
const keptMs = 300_000;

/** Declared keys, else those that an engine of ours tells. Throws UNSUPPORTED where the vendor's cloud would have to tell. */
export function playKeyFinder({ clients, appId, main, declared, clock }: PlayKeysOptions): FindPlayKeys {
  const known = new Map<number, { readonly keys: Promise<PlayKeys>; readonly untilMs: number }>();

  const ask = async (subAppId: number): Promise<PlayKeys> => {
    const { PlayKey, PlayerKey } = await callOwn(clients, {
      action: 'DescribeSubAppKeys',
      parameters: { SubAppId: subAppId },
      changesSomething: false,
      onCloud: `The keys of the sub-application ${String(subAppId)} are not declared: Tencent's cloud shows them in its console only. Add them to ROOMTAPE_SUB_APPLICATIONS.`,
    });
    if (typeof PlayKey !== 'string' || PlayKey === '')
      throw new DomainError('PROVIDER_REFUSED', 'provider', 'DescribeSubAppKeys answered without a PlayKey.');
    return {
      playKey: PlayKey,
      playerKey: typeof PlayerKey === 'string' && PlayerKey !== '' ? PlayerKey : null,
    };
  };
  const remember = (subAppId: number): Promise<PlayKeys> => {
    const nowMs = clock().getTime();
    const former = known.get(subAppId);
    if (former !== undefined && former.untilMs > nowMs) return former.keys;
    const keys = ask(subAppId);
    known.set(subAppId, { keys, untilMs: nowMs + keptMs });
    // What failed is asked for again at the next address.
    keys.catch(() => known.delete(subAppId));
    return keys;
  };

  return async (subAppId) => {
    if (subAppId !== null) return declared.get(subAppId) ?? remember(subAppId);
    if (main.playerKey !== null || clients.own === null) return main;
    const { playerKey } = await remember(appId).catch((): PlayKeys => main);
    return { ...main, playerKey };
  };
}
