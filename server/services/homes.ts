/** In which sub-applications the files of an application may lie, the likeliest first; null = the account's main one. */
export interface Homes {
  of(sdkAppId: number): Promise<readonly (number | null)[]>;
  /** A file of the application was found there. */
  note(sdkAppId: number, subAppId: number | null): void;
  /** A file was in none of them: one may have been made since the list was asked for. */
  missed(): void;
  /** There is no such sub-application any more. */
  forget(subAppId: number): void;
}

/** The provider's list is asked for again after this. */
const keptMs = 60_000;
/** And after this, where something was in none of them. */
const keptAtLeastMs = 5000;

/** Where its last file was found, then the main one, then every other that there is, open or closed. */
export function openHomes(
  listOthers: () => Promise<readonly number[]>,
  clock: () => Date,
  onError: (error: unknown) => void,
): Homes {
  const last = new Map<number, number | null>();
  let known: { readonly ids: readonly number[]; readonly untilMs: number } = { ids: [], untilMs: 0 };

  const listed = async (): Promise<readonly number[]> => {
    const nowMs = clock().getTime();
    if (known.untilMs > nowMs) return known.ids;
    try {
      known = { ids: await listOthers(), untilMs: nowMs + keptMs };
    } catch (error) {
      // The main one is still there to be asked; the list is asked for again later.
      onError(error);
      known = { ...known, untilMs: nowMs + keptMs };
    }
    return known.ids;
  };

  return {
    of: async (sdkAppId) => [...new Set([last.get(sdkAppId) ?? null, null, ...(await listed())])],
    note: (sdkAppId, subAppId) => {
      last.set(sdkAppId, subAppId);
    },
    missed: () => {
      const soonestMs = known.untilMs - keptMs + keptAtLeastMs;
      known = { ...known, untilMs: Math.min(known.untilMs, soonestMs) };
    },
    forget: (subAppId) => {
      for (const [sdkAppId, home] of last) if (home === subAppId) last.delete(sdkAppId);
      known = { ...known, ids: known.ids.filter((id) => id !== subAppId) };
    },
  };
}
