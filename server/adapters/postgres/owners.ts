import { randomUUID } from 'node:crypto';

/**
 * Gives every group of facts its id: the one that any of its facts had first. A group that has none, or whose ids are all
 * taken by a group before it, gets a new one.
 */
export function chooseOwners(
  groups: readonly (readonly string[])[],
  known: ReadonlyMap<string, { readonly ownerId: string | null; readonly order: number }>,
): readonly string[] {
  const taken = new Set<string>();
  return groups.map((keys) => {
    const candidates = keys
      .flatMap((key) => {
        const fact = known.get(key);
        const id = fact?.ownerId ?? null;
        return fact === undefined || id === null ? [] : [{ id, order: fact.order }];
      })
      .toSorted((one, other) => one.order - other.order);
    const id = candidates.find((candidate) => !taken.has(candidate.id))?.id ?? randomUUID();
    taken.add(id);
    return id;
  });
}
