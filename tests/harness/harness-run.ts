import type { ClipTags } from '../support/content/numbered-clip.ts';
import type { Random } from './seeded-random.ts';

/** What every mode of the harness is given. */
export interface HarnessRun {
  /** Removed when the run is over. */
  readonly folder: string;
  /** Rounds are begun as long as this; the last one is finished and examined. */
  readonly minutes: number;
  /** Two minutes of numbered pictures and beeps. */
  readonly clip: ClipTags;
  readonly random: Random;
  readonly report: (sentence: string) => void;
}
