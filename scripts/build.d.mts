/** Whether dist/ was built from exactly these sources. */
export function isBuilt(): boolean;

/** Builds unless dist/ was built from exactly these sources. */
export function buildIfStale(): void;
