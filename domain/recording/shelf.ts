import type { ShelfFact } from './shelf-facts.ts';

/**
 * PENDING and READY come from the provider, FAILED from a deadline of ours; the rest is what became of the file. TRASHED still lies in the media library
 * and is charged; DELETED, LOST and DELIVERED are gone from it.
 */
export type DerivedFileState = 'PENDING' | 'READY' | 'FAILED' | 'TRASHED' | 'DELETED' | 'LOST' | 'DELIVERED';
/** Why a file is gone, and for one that is lost how that was noticed. */
export type GoneBecause =
  'deleted' | 'retention' | 'storage-time' | 'delivered' | 'lost-by-event' | 'lost-by-sweep';

export interface ShelfPlace {
  readonly state: DerivedFileState;
  readonly trashedAtMs: number | null;
  readonly purgeAtMs: number | null;
  readonly formerExpiresAtMs: number | null;
  /** When it was gone from the media library, whatever the reason: what it cost ends here. */
  readonly goneAtMs: number | null;
  /** Null while it is not. */
  readonly goneBecause: GoneBecause | null;
  readonly deliveredPath: string | null;
}

type Of<T extends ShelfFact['type']> = Extract<ShelfFact, { readonly type: T }>;

const nowhere = {
  ...{ trashedAtMs: null, purgeAtMs: null, formerExpiresAtMs: null },
  ...{ goneAtMs: null, goneBecause: null, deliveredPath: null },
} as const;

/** The latest of a kind; of two at one time the one that sorts last, so that order of arrival cannot matter. */
function latest<F extends ShelfFact>(facts: readonly F[]): F | undefined {
  return facts
    .toSorted((one, other) => one.atMs - other.atMs || (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
    .at(-1);
}

/**
 * Where one file stands: a function of the set of what is known of it. An end that we made wins over the loss that the
 * provider may tell of afterwards, since it is the same deletion seen from the other side.
 */
export function placeOnShelf(isConfirmed: boolean, facts: readonly ShelfFact[]): ShelfPlace {
  const of = <T extends ShelfFact['type']>(type: T): readonly Of<T>[] =>
    facts.filter((fact): fact is Of<T> => fact.type === type);
  const gone = (state: DerivedFileState, atMs: number, goneBecause: GoneBecause): ShelfPlace => ({
    ...nowhere,
    state,
    goneAtMs: atMs,
    goneBecause,
  });
  const delivered = latest(of('file-delivered'));
  if (delivered !== undefined)
    return { ...gone('DELIVERED', delivered.atMs, 'delivered'), deliveredPath: delivered.path };
  const deleted = latest(of('file-deleted'));
  if (deleted !== undefined) return gone('DELETED', deleted.atMs, 'deleted');
  const expired = latest(of('file-expired'));
  if (expired !== undefined) return gone('DELETED', expired.atMs, expired.by);
  const lost = latest(of('file-lost'));
  if (lost !== undefined) return gone('LOST', lost.atMs, `lost-by-${lost.noticed}`);
  const trashed = latest(of('file-trashed'));
  const restoredAtMs = latest(of('file-restored'))?.atMs ?? -Infinity;
  if (trashed !== undefined && trashed.atMs > restoredAtMs) {
    const { atMs, purgeAtMs, formerExpiresAtMs } = trashed;
    return { ...nowhere, state: 'TRASHED', trashedAtMs: atMs, purgeAtMs, formerExpiresAtMs };
  }
  return { ...nowhere, state: isConfirmed ? 'READY' : 'PENDING' };
}

/** Whether the media library may have it yet: FAILED is not for good. */
export function isAwaited(state: DerivedFileState): boolean {
  return state === 'PENDING' || state === 'FAILED';
}

/** Whether the media library no longer has it. */
export function isGone(state: DerivedFileState): boolean {
  return state === 'DELETED' || state === 'LOST' || state === 'DELIVERED';
}

/**
 * What the places of all its files make of a recording; null while any is on the shelf or awaited. What can still be
 * restored outweighs what is gone, and a loss outweighs an end that was meant.
 */
export function placeOfRecording(
  all: readonly DerivedFileState[],
): 'TRASHED' | 'LOST' | 'DELIVERED' | 'DELETED' | null {
  // What the library never had lies nowhere.
  const states = all.filter((state) => state !== 'FAILED');
  if (states.length === 0 || states.some((state) => state === 'PENDING' || state === 'READY')) return null;
  for (const state of ['TRASHED', 'LOST', 'DELIVERED'] as const) if (states.includes(state)) return state;
  return 'DELETED';
}
