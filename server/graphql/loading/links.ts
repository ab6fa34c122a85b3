import type { MarkStore } from '../../ports/marks.ts';
import type { RecordingFileRecord, RecordStore, VisibleScope } from '../../ports/records.ts';
import { RecordingMark } from '../recording/mark.types.ts';
import { RecordingMarker } from '../recording/marker.types.ts';
import type { HoldRecord, HoldStore } from '../../ports/holds.ts';
import type { RetentionStore } from '../../ports/retention.ts';
import type { Relays } from '../../services/relays.ts';
import { StreamRelay } from '../cdn-relay/relay.types.ts';
import { Mix } from '../mixing/mix.types.ts';
import { RecordingFile } from '../recording/recording-file.types.ts';
import { Recording } from '../recording/recording.types.ts';
import { Room } from '../room/room.types.ts';
import { Stream } from '../room/stream.types.ts';
import { Prefetched } from './prefetched.ts';

type Maybe<T> = T | Promise<T>;

/** What links are read from. */
export interface LinkSources {
  readonly records: RecordStore;
  readonly marks: MarkStore;
  readonly holds: Pick<HoldStore, 'holdsOver'>;
  readonly retentionEnds: Pick<RetentionStore, 'endsOf'>;
  readonly relays: Pick<Relays, 'ofRooms'>;
}

/** Every link from one type to another, batched, within what the caller may see. Made for each request. */
export class Links {
  readonly rooms: Prefetched<Room | null>;
  readonly streams: Prefetched<Stream | null>;
  readonly recordings: Prefetched<Recording | null>;
  readonly filesOfRecordings: Prefetched<readonly RecordingFile[]>;
  readonly marksOfRecordings: Prefetched<readonly RecordingMark[]>;
  readonly markersOfRecordings: Prefetched<readonly RecordingMarker[]>;
  readonly streamsOfRooms: Prefetched<readonly Stream[]>;
  readonly recordingsOfRooms: Prefetched<readonly Recording[]>;
  readonly mixesOfRooms: Prefetched<readonly Mix[]>;
  readonly relaysOfRooms: Prefetched<readonly StreamRelay[]>;
  readonly holdsOfRecordings: Prefetched<readonly HoldRecord[]>;
  readonly endsOfRetention: Prefetched<Date | null>;

  constructor(
    { records, marks, holds, retentionEnds, relays }: LinkSources,
    scope: VisibleScope,
    remembers: boolean,
  ) {
    this.rooms = new Prefetched(
      async (ids) => byId(await records.roomsByIds(ids, scope), (row) => new Room(row)),
      null,
      remembers,
    );
    this.streams = new Prefetched(
      async (ids) => byId(await records.streamsByIds(ids, scope), (row) => new Stream(row)),
      null,
      remembers,
    );
    this.recordings = new Prefetched(
      async (ids) => byId(await records.recordingsByIds(ids, scope), (row) => new Recording(row)),
      null,
      remembers,
    );
    this.filesOfRecordings = new Prefetched(
      async (ids) =>
        grouped(
          await records.filesByRecordingIds(ids),
          (row) => row.recordingId,
          (row) => new RecordingFile(row),
        ),
      [],
      remembers,
    );
    this.marksOfRecordings = new Prefetched(
      async (ids) =>
        grouped(
          await marks.marksByRecordingIds(ids),
          (row) => row.recordingId,
          (row) => new RecordingMark(row),
        ),
      [],
      remembers,
    );
    this.markersOfRecordings = new Prefetched(
      async (ids) =>
        grouped(
          await marks.markersByRecordingIds(ids),
          (row) => row.recordingId,
          (row) => new RecordingMarker(row),
        ),
      [],
      remembers,
    );
    this.streamsOfRooms = new Prefetched(
      async (ids) =>
        grouped(
          await records.streamsByRoomIds(ids, scope),
          (row) => row.roomId,
          (row) => new Stream(row),
        ),
      [],
      remembers,
    );
    this.recordingsOfRooms = new Prefetched(
      async (ids) =>
        grouped(
          await records.recordingsByRoomIds(ids, scope),
          (row) => row.roomId,
          (row) => new Recording(row),
        ),
      [],
      remembers,
    );
    this.mixesOfRooms = new Prefetched(
      async (ids) =>
        grouped(
          await records.mixesByRoomIds(ids, scope),
          (row) => row.roomId,
          (row) => new Mix(row),
        ),
      [],
      remembers,
    );
    this.relaysOfRooms = new Prefetched(
      async (ids) =>
        grouped(
          await relays.ofRooms(ids, scope),
          (row) => row.roomId,
          (row) => new StreamRelay(row),
        ),
      [],
      remembers,
    );
    this.holdsOfRecordings = new Prefetched(
      async (ids) =>
        grouped(
          await holds.holdsOver(ids),
          (row) => row.recordingId,
          (row): HoldRecord => row,
        ),
      [],
      remembers,
    );
    this.endsOfRetention = new Prefetched((ids) => retentionEnds.endsOf(ids), null, remembers);
  }

  room(id: string): Maybe<Room | null> {
    return this.rooms.load(id);
  }

  stream(id: string): Maybe<Stream | null> {
    return this.streams.load(id);
  }

  recording(id: string): Maybe<Recording | null> {
    return this.recordings.load(id);
  }

  /** After a change, within the same request. */
  forget(): void {
    for (const loader of [this.rooms, this.streams, this.recordings]) loader.forget();
    for (const loader of [
      this.filesOfRecordings,
      this.marksOfRecordings,
      this.markersOfRecordings,
      this.streamsOfRooms,
      this.recordingsOfRooms,
      this.mixesOfRooms,
      this.relaysOfRooms,
      this.holdsOfRecordings,
    ])
      loader.forget();
    this.endsOfRetention.forget();
  }
}

/** The records behind files, for services that know no GraphQL. */
export function recordsOf(files: readonly RecordingFile[]): readonly RecordingFileRecord[] {
  return files.map(({ record }) => record);
}

function byId<Row extends { readonly id: string }, View>(
  rows: readonly Row[],
  view: (row: Row) => View,
): Map<string, View> {
  return new Map(rows.map((row) => [row.id, view(row)]));
}

function grouped<Row, View>(
  rows: readonly Row[],
  keyOf: (row: Row) => string | null,
  view: (row: Row) => View,
): Map<string, View[]> {
  const groups = new Map<string, View[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [view(row)]);
    else group.push(view(row));
  }
  return groups;
}
