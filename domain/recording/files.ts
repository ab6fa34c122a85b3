import type { StreamFactOf } from './facts.ts';
import type { FactsOfOneSession } from './fact-groups.ts';
import type { RecordingFormat } from './formats.ts';
import { placeOnShelf, type ShelfPlace } from './shelf.ts';

export interface DerivedFile extends ShelfPlace {
  readonly fileId: string;
  readonly format: RecordingFormat;
  /** 1 for a format's first file, 2 where a recording was split and went on … */
  readonly part: number;
  readonly name: string | null;
  readonly mediaUrl: string | null;
  readonly bytes: number;
  readonly durationMs: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly startMs: number;
  readonly endMs: number;
  readonly createdAtMs: number | null;
  readonly subAppId: number | null;
}

function inOrder(one: StreamFactOf<'file-announced'>, other: StreamFactOf<'file-announced'>): number {
  return one.startMs - other.startMs || one.endMs - other.endMs || one.fileId.localeCompare(other.fileId);
}

/** The files of a session in the order in which their media begins. */
export function deriveFiles(facts: FactsOfOneSession): readonly DerivedFile[] {
  const confirmedById = new Map(facts.of('file-confirmed').map((fact) => [fact.fileId, fact]));
  const shelf = Map.groupBy(facts.shelf(), ({ fileId }) => fileId);
  const givenUp = new Set(
    facts
      .of('deadline-passed')
      .filter(({ wait }) => wait === 'file')
      .map(({ about }) => about),
  );
  const parts = new Map<RecordingFormat, number>();
  return facts
    .of('file-announced')
    .toSorted(inOrder)
    .map((announced): DerivedFile => {
      const { fileId, format, startMs, endMs } = announced;
      const confirmed = confirmedById.get(fileId);
      const place = placeOnShelf(confirmed !== undefined, shelf.get(fileId) ?? []);
      const part = (parts.get(format) ?? 0) + 1;
      parts.set(format, part);
      return {
        ...{ fileId, format, part, startMs, endMs },
        ...place,
        state: place.state === 'PENDING' && givenUp.has(fileId) ? 'FAILED' : place.state,
        name: confirmed?.name ?? null,
        mediaUrl: confirmed?.mediaUrl ?? null,
        // The library measures to the millisecond; the callback knows whole seconds.
        bytes: confirmed?.bytes ?? announced.bytes,
        durationMs: confirmed?.durationMs ?? announced.durationMs,
        width: confirmed?.width ?? null,
        height: confirmed?.height ?? null,
        createdAtMs: confirmed?.createdAtMs ?? null,
        subAppId: confirmed?.subAppId ?? null,
      };
    });
}

/** The longest of the formats, each with all its parts; null while there is no file. */
export function lengthOf(files: readonly DerivedFile[]): number | null {
  const lengths = new Map<RecordingFormat, number>();
  for (const file of files) lengths.set(file.format, (lengths.get(file.format) ?? 0) + file.durationMs);
  return lengths.size === 0 ? null : Math.max(...lengths.values());
}
