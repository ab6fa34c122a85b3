import type { Store } from '../../server/adapters/postgres/store.ts';
import { openStore } from '../../server/adapters/postgres/store.ts';
import { newestFirst } from '../../server/ports/recording-search.ts';
import type { RecordingFileRecord, RecordingRecord } from '../../server/ports/records.ts';
import { openApiKeys } from '../../server/services/access/api-keys.ts';
import { everything, type Principal } from '../../server/services/access/principal.ts';
import { openApplications } from '../../server/services/applications.ts';
import { openShelfParts, openShelfServices, type ShelfParts } from '../../server/shelf.ts';
import { pino } from 'pino';
import { openTestDatabase } from './database.ts';
import { openMemoryShelf, type MemoryShelf } from './memory-shelf.ts';
import { fileIdOf, type Recorded, recordedFacts } from './recorded-facts.ts';

export interface ShelfRoom {
  readonly store: Store;
  readonly shelf: MemoryShelf;
  readonly parts: ShelfParts;
  readonly services: ReturnType<typeof openShelfServices>;
  readonly admin: Principal;
  readonly frontend: Principal;
  /** The clock; tests move it. */
  now: Date;
  readonly databaseUrl: string;
  /** Takes facts of a finished recording in, with its files in the media library; answers its id. */
  record(recorded: Partial<Recorded> & { readonly streamId: string }): Promise<string>;
  recording(id: string): Promise<RecordingRecord>;
  files(id: string): Promise<readonly RecordingFileRecord[]>;
  /** Types of all events about a recording, oldest first. */
  events(id: string): Promise<readonly string[]>;
  eventsGivenOut(): Promise<void>;
  close(): Promise<void>;
}

/** The services of the shelf on a real database, before a media library in memory that fails on demand. */
export async function openShelfRoom(trashDays = 7): Promise<ShelfRoom> {
  const database = await openTestDatabase();
  const store = openStore(database.serverUrl);
  const shelf = openMemoryShelf();
  const keys = openApiKeys({ admin: 'a', frontend: 'f', finance: 'i', partner: 'p' });
  const clock = (): Date => room.now;
  const parts = openShelfParts(
    {
      ...store,
      shelf,
      signer: {
        sign: ({ mediaUrl }, { grantId }) => Promise.resolve(`${mediaUrl}?us=${grantId}`),
        psign: () => Promise.resolve(null),
      },
      revoker: { isImmediate: true, revoke: () => Promise.resolve() },
      watching: { isAttributed: true, served: () => Promise.resolve([]) },
    },
    trashDays,
    clock,
  );
  const applications = openApplications(() => [
    { sdkAppId: 1400000123, name: 'tests', formats: ['hls', 'mp4'], cohort: 'css-live-recording' },
  ]);
  const room: ShelfRoom = {
    store,
    shelf,
    parts,
    services: openShelfServices(parts, applications, true, pino({ level: 'silent' })),
    admin: keys.find('a')!,
    frontend: keys.find('f')!,
    now: new Date(),
    databaseUrl: database.serverUrl,
    eventsGivenOut: () => database.eventsGivenOut(),
    async record(recorded) {
      const { streamId } = recorded;
      const whole = {
        ...{ userId: 'ada', room: { kind: 'string' as const, value: 'r' }, atMs: Date.now() - 60_000 },
        ...recorded,
      } as const;
      await store.facts.take(recordedFacts(whole));
      shelf.add(...(whole.formats ?? (['hls', 'mp4'] as const)).map((format) => fileIdOf(streamId, format)));
      const page = { first: 1, after: null, offset: 0 };
      const found = await store.search.search({ streamId }, newestFirst, everything, page);
      return found.rows[0]!.row.id;
    },
    async recording(id) {
      return (await store.records.recordingsByIds([id], everything))[0]!;
    },
    files: (id) => store.records.filesByRecordingIds([id]),
    async events(id) {
      await database.eventsGivenOut();
      return (await store.events.read(null, { recordingId: id }, everything, 200)).map(({ type }) => type);
    },
    async close() {
      await store.close();
      await database.close();
    },
  };
  return room;
}
