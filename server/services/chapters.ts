import { createHmac, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import { printChapters } from '../../domain/recording/markers.ts';
import { cutToFile, placeFiles, type FilePlace } from '../../domain/recording/media-time.ts';
import type { MarkStore } from '../ports/marks.ts';
import type { RecordingRecord, RecordStore } from '../ports/records.ts';

/** A recording's markers and quality marks in media time, as plain JSON. */
export interface MarkersDocument {
  readonly recordingId: string;
  readonly fileId: string | null;
  readonly durationSeconds: number | null;
  readonly markers: readonly {
    readonly id: string;
    readonly seconds: number;
    readonly at: string;
    readonly label: string;
    readonly kind: string;
    readonly data: Readonly<Record<string, unknown>>;
  }[];
  readonly quality: readonly {
    readonly code: string;
    readonly level: string;
    readonly seconds: number;
    readonly startedAt: string;
    readonly endedAt: string | null;
    readonly detail: string;
  }[];
}

/** What a player loads beside the media. `fileId` (our record's id) gives the times of that file of a split recording. */
export interface Chapters {
  vtt(recording: RecordingRecord, fileId: string | null): Promise<string>;
  json(recording: RecordingRecord, fileId: string | null): Promise<MarkersDocument>;
}

interface Window extends Pick<FilePlace, 'startMs' | 'endMs'> {
  readonly isLast: boolean;
}

export function openChapters(
  records: Pick<RecordStore, 'filesByRecordingIds'>,
  marks: Pick<MarkStore, 'markersByRecordingIds' | 'marksByRecordingIds'>,
): Chapters {
  const windowOf = async (recording: RecordingRecord, fileId: string | null): Promise<Window | null> => {
    if (fileId === null) return null;
    const files = await records.filesByRecordingIds([recording.id]);
    const wanted = files.find(({ id }) => id === fileId);
    if (wanted === undefined)
      throw new DomainError('NOT_FOUND', 'caller', 'The recording has no such file.', { field: 'file' });
    const places = placeFiles(
      files
        .filter(({ format }) => format === wanted.format)
        .map(({ id, startedAt, durationMs }) => ({
          id,
          startedAtMs: startedAt.getTime(),
          durationMs: durationMs ?? 0,
        })),
    );
    const place = places.find((candidate) => candidate.fileId === fileId)!;
    return { ...place, isLast: place === places.at(-1) };
  };
  const cut = <T extends { readonly mediaMs: number }>(
    items: readonly T[],
    window: Window | null,
  ): readonly T[] => (window === null ? items : cutToFile(items, window, window.isLast));
  const lengthOf = (recording: RecordingRecord, window: Window | null): number | null =>
    window === null ? recording.durationMs : window.endMs - window.startMs;

  return {
    async vtt(recording, fileId) {
      const window = await windowOf(recording, fileId);
      const markers = await marks.markersByRecordingIds([recording.id]);
      return printChapters(cut(markers, window), lengthOf(recording, window));
    },

    async json(recording, fileId) {
      const window = await windowOf(recording, fileId);
      const [markers, quality] = await Promise.all([
        marks.markersByRecordingIds([recording.id]),
        marks.marksByRecordingIds([recording.id]),
      ]);
      const durationMs = lengthOf(recording, window);
      const placed = quality.flatMap((mark) =>
        mark.mediaMs === null ? [] : [{ ...mark, mediaMs: mark.mediaMs }],
      );
      return {
        recordingId: recording.id,
        fileId,
        durationSeconds: durationMs === null ? null : durationMs / 1000,
        markers: cut(markers, window).map(({ id, mediaMs, at, label, kind, data }) => ({
          ...{ id, seconds: mediaMs / 1000, at: at.toISOString(), label, kind, data },
        })),
        quality: cut(placed, window).map(({ code, level, mediaMs, startedAt, endedAt, detail }) => ({
          ...{ code, level, seconds: mediaMs / 1000, startedAt: startedAt.toISOString() },
          ...{ endedAt: endedAt?.toISOString() ?? null, detail },
        })),
      };
    },
  };
}

/** Signs addresses that a `<track>` element can load, since it sends no header. */
export interface ChapterGrants {
  /** The query to be put behind a path. */
  sign(path: string, expiresAt: Date): string;
  isValid(path: string, expires: string, sign: string, now: Date): boolean;
}

export function openChapterGrants(secret: string): ChapterGrants {
  const digest = (path: string, expires: string): Buffer =>
    createHmac('sha256', secret).update(`chapters\n${path}\n${expires}`).digest();
  return {
    sign(path, expiresAt) {
      const expires = String(Math.floor(expiresAt.getTime() / 1000));
      return `expires=${expires}&sign=${digest(path, expires).toString('hex')}`;
    },
    isValid(path, expires, sign, now) {
      if (!/^\d{1,12}$/.test(expires) || !/^[0-9a-f]{64}$/.test(sign)) return false;
      if (Number(expires) * 1000 <= now.getTime()) return false;
      return timingSafeEqual(digest(path, expires), Buffer.from(sign, 'hex'));
    },
  };
}
