/** What the costs page shows, as it stands in its address. */
export interface CostsSearch {
  /** Left out: the only one, or all. */
  readonly app?: number;
  /** `2026-11`; left out: this month. */
  readonly month?: string;
  /** `2026-11-27`: the bill of a day in place of the month's. */
  readonly day?: string;
  readonly book?: string;
}

/** Whatever came in an address; what is none of ours is left out. */
export function readCostsSearch(found: Record<string, unknown>): CostsSearch {
  const { app, month, day, book } = found;
  return {
    ...(typeof app === 'number' && Number.isSafeInteger(app) ? { app } : {}),
    ...(typeof month === 'string' && /^\d{4}-\d{2}$/.test(month) ? { month } : {}),
    ...(typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day) ? { day } : {}),
    ...(typeof book === 'string' ? { book } : {}),
  };
}
