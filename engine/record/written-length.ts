import type { SampleTable } from '../containers/mp4-sample-table.ts';

/** How long a file plays: from the first thing shown or heard to the end of the last, and how many pictures it has. */
export function lengthOf(tables: readonly SampleTable[]): {
  readonly durationMs: number;
  readonly frames: number;
} {
  const used = tables.filter((table) => table.count > 0);
  const begin = Math.min(...used.map(({ start, track }) => start / track.timescale));
  const end = Math.max(...used.map(({ presentationEnd, track }) => presentationEnd / track.timescale));
  const frames = used.find(({ track }) => track.kind === 'video')?.count ?? 0;
  return { durationMs: used.length === 0 ? 0 : Math.round((end - begin) * 1000), frames };
}
