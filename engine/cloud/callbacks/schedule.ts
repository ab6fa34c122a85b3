/** How often and how long a receiver is tried. */
export interface RetrySchedule {
  /** An answer later than this counts as none. */
  readonly patienceMs: number;
  /** Pauses after the first failure, the second …; after the last one it is given up. */
  readonly pausesMs: readonly number[];
}

/** 12 times, one minute apart (https://www.tencentcloud.com/document/product/267/38080). */
export const cssSchedule: RetrySchedule = {
  patienceMs: 20_000,
  pausesMs: Array.from({ length: 12 }, () => 60_000),
};

/** Once at once, then every 10 seconds for a minute (https://trtc.io/document/39558). */
export const trtcSchedule: RetrySchedule = {
  patienceMs: 5000,
  pausesMs: [0, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000],
};
