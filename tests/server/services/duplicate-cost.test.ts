import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamFact } from '../../../domain/recording/facts.ts';
import { openStore, type Store } from '../../../server/adapters/postgres/store.ts';
import { newestFirst } from '../../../server/ports/recording-search.ts';
import { everything } from '../../../server/services/access/principal.ts';
import { eventually } from '../../support/eventually.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';

const sdkAppId = 1_600_000_001;
const began = Date.UTC(2026, 8, 10, 3, 0, 0);
const identity = { room: null, userId: 'u', streamType: 'main', userDefineRecordId: null } as const;
const push = { type: 'push-started', sequence: '1', width: 1280, height: 720, identity } as const;
const begun = (taskId: string, format: 'mp4' | 'hls', seconds: number): StreamFact => ({
  ...{ type: 'record-started', sessionId: taskId, taskId, format, atMs: began + seconds * 1000 },
});
const ended = (taskId: string, format: 'mp4' | 'hls', seconds: number): StreamFact => ({
  ...{ type: 'record-ended', sessionId: taskId, taskId, format, atMs: began + seconds * 1000 },
});

describe('a second recording of one stream', () => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await openTestDatabase();
    store = openStore(database.serverUrl);
  });
  afterAll(async () => {
    await store.close();
    await database.close();
  });

  const take = (streamId: string, fact: StreamFact) =>
    store.facts.take([{ about: 'stream', sdkAppId, streamId, fact }]);
  const recordings = async (streamId: string) => {
    const page = { first: 10, after: null, offset: 0 };
    const { rows } = await store.search.search({ streamId }, newestFirst, everything, page);
    return rows.map(({ row }) => row).toReversed();
  };
  /** Once the log has given out the end of a recording, it has given out all before. */
  const told = (streamId: string) =>
    eventually('an end is told', async () => {
      const types = ['recording.duplicate_cost', 'recording.ended'] as const;
      const events = (await store.events.read(null, { types }, everything, 100)).filter(
        ({ data }) => data['streamId'] === streamId,
      );
      return events.some(({ type }) => type === 'recording.ended')
        ? events.filter(({ type }) => type === 'recording.duplicate_cost')
        : null;
    });

  it('is told once, with both recordings and what the second costs, however often its facts come', async () => {
    for (let round = 0; round < 2; round += 1) {
      await take('two', { ...push, atMs: began });
      await take('two', begun('a', 'mp4', 1));
      await take('two', begun('b', 'hls', 2));
      await take('two', begun('b', 'mp4', 2));
    }
    await take('two', ended('b', 'mp4', 60));
    const [first, second] = await recordings('two');
    expect(first).toMatchObject({ state: 'RECORDING', duplicateOf: null, streamRecordId: first!.id });
    expect(second).toMatchObject({ state: 'RECORDING', duplicateOf: first!.id, streamRecordId: first!.id });
    await take('two', ended('b', 'hls', 60));
    const events = await told('two');
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      recordingId: second!.id,
      data: { id: second!.id, duplicateOf: first!.id },
    });
    const channels = await store.usage.recordingChannels(sdkAppId, began, began + 120_000);
    const own = channels.filter(({ recordingId }) => recordingId === second!.id);
    // Each format is charged at the size of the stream, though the stream is held by the first.
    expect(own.map(({ format, width, height }) => [format, width, height]).toSorted()).toEqual([
      ['hls', 1280, 720],
      ['mp4', 1280, 720],
    ]);
  });

  it('stands alone again where it turns out that the first was over', async () => {
    await take('late', { ...push, atMs: began });
    await take('late', begun('a', 'mp4', 1));
    await take('late', begun('b', 'mp4', 30));
    expect((await recordings('late'))[1]!.duplicateOf).not.toBeNull();
    await take('late', ended('a', 'mp4', 29));
    expect((await recordings('late')).map(({ duplicateOf }) => duplicateOf)).toEqual([null, null]);
    expect(await told('late')).toHaveLength(1);
  });
});
