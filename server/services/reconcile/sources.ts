const minuteMs = 60_000;
const dayMs = 86_400_000;

/** The first look of an application goes so far back. */
export const firstLookMs = dayMs;
/** Looked at twice: what a list told late. */
export const overlapMs = 10 * minuteMs;

/** How one of the provider's lists may be asked. Times are milliseconds. */
export interface Source {
  /** How far back it reaches; null as far as there is anything. */
  readonly windowMs: number | null;
  /** The longest time of one question; null any. */
  readonly spanMs: number | null;
  /** What happened may be missing from it, or its callback still be on its way, for so long. */
  readonly delayMs: number;
}

/**
 * The lists that are asked for what callbacks did not tell. Delays are the time after which a file and its callback should have
 * come (the vendor's FAQ: five minutes); how often each action may be called in a second is `wire/rate-limits.ts`.
 */
export const sources = {
  /** SearchMedia by the time of creation. */
  media: { windowMs: null, spanMs: null, delayMs: 5 * minuteMs },
  /** DescribeLiveStreamPublishedList by the end of the push. */
  pushes: { windowMs: 60 * dayMs, spanMs: 29 * dayMs, delayMs: 5 * minuteMs },
  /** DescribeCallbackRecordsList of one stream. */
  callbacks: { windowMs: 14 * dayMs, spanMs: dayMs, delayMs: 5 * minuteMs },
  /** DescribeRoomInfo. */
  rooms: { windowMs: 14 * dayMs, spanMs: dayMs, delayMs: 5 * minuteMs },
  /** DescribeUserInfo of one session of a room. */
  users: { windowMs: 14 * dayMs, spanMs: 4 * 3_600_000, delayMs: 5 * minuteMs },
  /** DescribeCloudRecording of one task, as long as the cloud answers about it. */
  tasks: { windowMs: null, spanMs: null, delayMs: 5 * minuteMs },
} as const satisfies Readonly<Record<string, Source>>;

export type SourceName = keyof typeof sources;

/** The times to ask a source for between two, each no longer than it answers for. */
export function spansOf(source: Source, fromMs: number, untilMs: number): readonly (readonly [Date, Date])[] {
  const lengthMs = source.spanMs ?? Math.max(1, untilMs - fromMs);
  const spans: (readonly [Date, Date])[] = [];
  for (let ms = fromMs; ms < untilMs; ms += lengthMs)
    spans.push([new Date(ms), new Date(Math.min(ms + lengthMs, untilMs))]);
  return spans;
}
