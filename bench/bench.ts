/** What a bench hands back: lines for the terminal and the same figures for the file. */
export interface BenchResult {
  readonly summary: readonly string[];
  readonly figures: Readonly<Record<string, unknown>>;
}

/** One measurement. It must end by itself within about five minutes and leave no process or file behind. */
export interface Bench {
  /** Its name on the command line and of its results file. */
  readonly name: string;
  /** One sentence: what is measured, against what. */
  readonly question: string;
  run(): Promise<BenchResult>;
}
