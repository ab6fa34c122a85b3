import { bundles, eventTypes } from './kinds.ts';

/** What the list of events is narrowed to, as it stands in its address. */
export interface EventsSearch {
  /** Bundles and single kinds; left out: all. */
  readonly kinds?: readonly string[];
  /** Left out: all. */
  readonly app?: number;
}

const known: ReadonlySet<unknown> = new Set([...bundles.map(({ key }) => key), ...eventTypes]);

export function readEventsSearch(found: Record<string, unknown>): EventsSearch {
  const { app } = found;
  const told: readonly unknown[] = Array.isArray(found['kinds']) ? found['kinds'] : [found['kinds']];
  const kinds = told.filter((kind): kind is string => known.has(kind));
  return {
    ...(kinds.length === 0 ? {} : { kinds }),
    ...(typeof app === 'number' && Number.isSafeInteger(app) ? { app } : {}),
  };
}
