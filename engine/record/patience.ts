/** How long a recorder waits for its disk, in milliseconds. What is not done by then has failed. */
export interface Patience {
  readonly openMs: number;
  /** Without one fragment written in this time while some wait, a file is given up. */
  readonly writeMs: number;
  readonly finishMs: number;
}

export const defaultPatience: Patience = { openMs: 15_000, writeMs: 30_000, finishMs: 60_000 };
