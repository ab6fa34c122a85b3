/** A process that runs now. */
export interface Running {
  readonly pid: number;
  /** Resolves when it has ended, with how: `ended with code 1`, `was killed by SIGKILL`. Never rejects. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}
