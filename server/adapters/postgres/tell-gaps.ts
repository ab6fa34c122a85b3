import type { RecordingGap } from '../../../domain/recording/gaps.ts';
import type { NewEvent } from './append-event.ts';
import type { RecordingRow } from './rows.ts';

/** Late facts move the edge of a gap by moments: one that meets a known gap is that gap. */
function gapAmong(gaps: readonly RecordingGap[], { startMs, endMs }: RecordingGap): RecordingGap | undefined {
  return gaps.find((gap) => gap.startMs <= (endMs ?? Infinity) && startMs <= (gap.endMs ?? Infinity));
}

/** What began to be left out of a recording since `former`, and what is taken again. */
export function tellGaps(
  about: Omit<NewEvent, 'type' | 'occurredAt'>,
  row: RecordingRow,
  former: RecordingRow | null,
): readonly NewEvent[] {
  return row.gaps.flatMap((gap): NewEvent[] => {
    const known = gapAmong(former?.gaps ?? [], gap);
    const event = { ...about, data: { ...about.data, gap } };
    const events: NewEvent[] = [];
    if (known === undefined)
      events.push({ ...event, type: 'recording.paused', occurredAt: new Date(gap.startMs) });
    // A gap that lasts until the end was never resumed.
    const resumed = gap.endMs !== null && gap.endMs !== row.ended_at?.getTime();
    if (resumed && (known === undefined || known.endMs === null))
      events.push({ ...event, type: 'recording.resumed', occurredAt: new Date(gap.endMs) });
    return events;
  });
}
