import type { RecordingPageQuery } from '../../../client/generated/graphql.ts';

type Detail = NonNullable<RecordingPageQuery['recording']>;

/** Something that lies at a place of a recording, or of its time where the media has no place for it. */
export interface Entry {
  readonly key: string;
  /** Seconds into the media; null where it has no place there. */
  readonly seconds: number | null;
  readonly what: 'marker' | 'mark' | 'gap';
  readonly label: string;
  readonly detail: string;
  readonly color: string;
  /** Of a marker: its id, to take it away by. */
  readonly markerId: string | null;
}

const levelColors = { INFO: 'blue', WARNING: 'orange', ERROR: 'red' } as const;
const reasons = { COMMAND: 'paused by command', CONSENT: 'the user did not consent' } as const;

function lengthOf(startedAt: string, endedAt: string | null): string {
  if (endedAt === null) return 'still lasts';
  return `${((Date.parse(endedAt) - Date.parse(startedAt)) / 1000).toFixed(1)} s`;
}

/** Markers, quality marks and gaps of a recording in the order of the media; what has no place there comes first. */
export function timelineOf(recording: Pick<Detail, 'markers' | 'marks' | 'gaps'>): readonly Entry[] {
  const entries: Entry[] = [
    ...recording.markers.edges.map(({ node: { id, label, kind, mediaSeconds } }) => ({
      ...{ key: id, seconds: mediaSeconds, what: 'marker' as const, label },
      ...{ detail: kind, color: 'teal', markerId: id },
    })),
    ...recording.marks.map(({ code, level, detail, startedAt, endedAt, mediaSeconds }) => ({
      ...{ key: `${code}/${startedAt}`, seconds: mediaSeconds, what: 'mark' as const, markerId: null },
      ...{ label: code, detail: `${detail} · ${lengthOf(startedAt, endedAt)}`, color: levelColors[level] },
    })),
    ...recording.gaps.map(({ startedAt, endedAt, mediaSeconds, reason }) => ({
      ...{ key: `gap/${startedAt}`, seconds: mediaSeconds, what: 'gap' as const, markerId: null },
      label: 'left out',
      detail: `${reason === null ? 'no reason told' : reasons[reason]} · ${lengthOf(startedAt, endedAt)}`,
      color: 'grape',
    })),
  ];
  return entries.toSorted((one, other) => (one.seconds ?? -1) - (other.seconds ?? -1));
}
