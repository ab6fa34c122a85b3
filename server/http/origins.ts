/** Whether a browser page of this origin may talk to us; programs send none. */
export type OriginCheck = (origin: string | undefined, host: string | undefined) => boolean;

/** Our own origin (the console) always may; others only when they are listed. */
export function originCheck(allowed: readonly string[]): OriginCheck {
  return (origin, host) => {
    if (origin === undefined || allowed.includes(origin)) return true;
    return URL.canParse(origin) && host !== undefined && new URL(origin).host === host;
  };
}
