/** How often and how long a receiver is tried. */
export interface RetrySchedule {
  /** An answer later than this counts as none. */
  readonly patienceMs: number;
  /** Pauses after the first failure, the second …; after the last one it is given up. */
  readonly pausesMs: readonly number[];
}

const minuteMs = 60_000;
/** The vendor gives up here. Nothing forces us to: a receiver that was away for a day still gets everything. */
const dayOfRetries = Array.from({ length: 288 }, () => 5 * minuteMs);

/** The vendor's 12 times, one minute apart (https://www.tencentcloud.com/document/product/267/38080), then for a day. */
export const cssSchedule: RetrySchedule = {
  patienceMs: 20_000,
  pausesMs: [...Array.from({ length: 12 }, () => minuteMs), ...dayOfRetries],
};

/** The vendor's once at once, then every 10 seconds for a minute (https://trtc.io/document/39558), then for a day. */
export const trtcSchedule: RetrySchedule = {
  patienceMs: 5000,
  pausesMs: [0, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, ...dayOfRetries],
};
