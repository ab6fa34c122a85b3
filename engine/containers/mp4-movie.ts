import { box, fullBox, uint32s } from './mp4-box.ts';
import type { SampleTable } from './mp4-sample-table.ts';
import { movieHeader, movieTimescale, trackBox } from './mp4-track-box.ts';

/** An empty edit's media time. */
const nothing = 0xffffffff;
const normalRate = 0x10000;

function inMovieTicks(ticks: number, timescale: number): number {
  return Math.round((ticks * movieTimescale) / timescale);
}

/**
 * The complete index of a finished file. The movie begins with the earliest presentation of any track; a track that
 * begins later is shifted by an empty edit, and the decoding delay of reordered frames is cut off by the edit's start.
 */
export function finalMovie(tables: readonly SampleTable[]): Buffer {
  const used = tables.filter((table) => table.count > 0);
  const begin = Math.min(...used.map((table) => table.start / table.track.timescale));
  const tracks = used.map((table) => {
    const { track } = table;
    const lead = Math.round((table.start / track.timescale - begin) * movieTimescale);
    const mediaDuration = table.end - table.firstDecode;
    const delay = table.start - table.firstDecode;
    const shown = inMovieTicks(table.presentationEnd - table.start, track.timescale);
    const edits: number[] = [];
    if (lead > 0) edits.push(lead, nothing, normalRate);
    if (lead > 0 || delay > 0) edits.push(shown, delay, normalRate);
    const list =
      edits.length === 0 ? null : fullBox('elst', 0, 0, uint32s([edits.length / 3]), uint32s(edits));
    return { track, table, movieDuration: lead + shown, mediaDuration, edits: list };
  });
  const duration = Math.max(0, ...tracks.map(({ movieDuration }) => movieDuration));
  return box(
    'moov',
    movieHeader(duration),
    ...tracks.map(({ track, table, ...times }) => trackBox(track, table.print(), times)),
  );
}
