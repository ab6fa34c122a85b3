/** What is needed to find a moment of the day in a recording's media. Times are epoch milliseconds. */
export interface RecordingTimeline {
  readonly startedAtMs: number;
  /** Time that was left out of the media, in any order; null while it lasts. */
  readonly gaps: readonly { readonly startMs: number; readonly endMs: number | null }[];
}

/** Where each file of one format lies in the media: split files follow each other without a gap. */
export interface FilePlace {
  readonly fileId: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** Gaps in the order of time, those that meet joined. */
function joinGaps({ gaps }: RecordingTimeline): { readonly startMs: number; readonly endMs: number }[] {
  const joined: { startMs: number; endMs: number }[] = [];
  for (const gap of gaps.toSorted((one, other) => one.startMs - other.startMs)) {
    const endMs = Math.max(gap.startMs, gap.endMs ?? Number.POSITIVE_INFINITY);
    const last = joined.at(-1);
    if (last !== undefined && gap.startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else joined.push({ startMs: gap.startMs, endMs });
  }
  return joined;
}

/** The place of a moment in the media; a moment in a gap is where the gap stands, one before the beginning is at 0. */
export function toMediaMs(timeline: RecordingTimeline, atMs: number): number {
  let mediaMs = atMs - timeline.startedAtMs;
  for (const { startMs, endMs } of joinGaps(timeline)) {
    const from = Math.max(startMs, timeline.startedAtMs);
    if (atMs > from) mediaMs -= Math.max(0, Math.min(atMs, endMs) - from);
  }
  return Math.max(0, mediaMs);
}

/** The moment at which a place in the media was recorded; where a gap stands, the moment before it. */
export function toWallMs(timeline: RecordingTimeline, mediaMs: number): number {
  let atMs = timeline.startedAtMs + mediaMs;
  for (const { startMs, endMs } of joinGaps(timeline)) {
    const from = Math.max(startMs, timeline.startedAtMs);
    if (endMs <= timeline.startedAtMs) continue;
    if (atMs <= from) break;
    atMs += endMs - from;
  }
  return atMs;
}

/** `files` are those of one format, with the length that the media library knows. */
export function placeFiles(
  files: readonly { readonly id: string; readonly startedAtMs: number; readonly durationMs: number }[],
): readonly FilePlace[] {
  let reachedMs = 0;
  return files
    .toSorted((one, other) => one.startedAtMs - other.startedAtMs || (one.id < other.id ? -1 : 1))
    .map(({ id, durationMs }) => {
      const startMs = reachedMs;
      reachedMs += durationMs;
      return { fileId: id, startMs, endMs: reachedMs };
    });
}

/** Only what lies in the file, in the file's own time. */
export function cutToFile<T extends { readonly mediaMs: number }>(
  items: readonly T[],
  { startMs, endMs }: Pick<FilePlace, 'startMs' | 'endMs'>,
  isLast: boolean,
): readonly T[] {
  return items
    .filter(({ mediaMs }) => mediaMs >= startMs && (isLast || mediaMs < endMs))
    .map((item) => ({ ...item, mediaMs: item.mediaMs - startMs }));
}
