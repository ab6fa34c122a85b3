import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import { gridLayout, plainLayout } from '../../../domain/mixing/layout.ts';
import type { StreamFact } from '../../../domain/recording/facts.ts';
import type { Store } from '../../../server/adapters/postgres/store.ts';
import { openStore } from '../../../server/adapters/postgres/store.ts';
import { newestFirst } from '../../../server/ports/recording-search.ts';
import { defaultEncode } from '../../../server/services/mixing.ts';
import { everything } from '../../../server/services/access/principal.ts';
import { openDeadlines } from '../../../server/services/pass-deadlines.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';

const sdkAppId = 1_400_000_400;
const room = { kind: 'string', value: 'waits' } as const;
const identity = { room, userId: 'u', streamType: 'main', userDefineRecordId: null } as const;
const minute = 60_000;
const hour = 60 * minute;
const began = Date.now() - 10 * minute;

/** What is told of a recording of ten minutes, as far as it is told. */
function told(streamId: string, types: readonly StreamFact['type'][]): StreamFact[] {
  const [startMs, endMs] = [began, began + 10 * minute];
  const size = { width: 640, height: 360 };
  const status = { sessionId: `session-${streamId}`, format: 'mp4' } as const;
  const fileId = `file-${streamId}`;
  const all: StreamFact[] = [
    { type: 'push-started', sequence: streamId, atMs: startMs, ...size, identity },
    { type: 'push-ended', sequence: streamId, atMs: endMs, startedAtMs: startMs, ...size, identity },
    { type: 'record-started', ...status, atMs: startMs, resumeTimeoutSeconds: 0 },
    { type: 'record-ended', ...status, atMs: endMs },
    {
      ...{ type: 'file-announced', fileId, format: 'mp4', identity, bytes: 1, startMs, endMs },
      durationMs: endMs - startMs,
    },
    {
      ...{ type: 'file-confirmed', fileId, name: 'n', mediaUrl: 'http://m', bytes: 1, ...size },
      ...{ durationMs: endMs - startMs, createdAtMs: endMs },
    },
  ];
  return all.filter(({ type }) => types.includes(type));
}

describe('waits of recordings', () => {
  let database: TestDatabase;
  let store: Store;
  let now = began;
  let running: ReadonlySet<string> | null = new Set();
  let live: ReadonlySet<string> | null = null;
  const answersNothing = (): Promise<void> => Promise.resolve();
  /** What the provider does when it is asked about a stream, or a file. */
  let lookFor: (streamId: string) => Promise<void> = answersNothing;
  let lookUp: (fileIds: readonly string[]) => Promise<void> = answersNothing;
  const deadlines = (ownEngine = true) =>
    openDeadlines({
      liveStreams: () =>
        live === null
          ? Promise.reject(new DomainError('PROVIDER_UNAVAILABLE', 'provider', 'away'))
          : Promise.resolve(live),
      ...{ facts: store.facts, commands: store.commands, recordingCommands: store.recordingCommands },
      relays: store.relays,
      provider: {
        ownEngine,
        runningSessions: () =>
          running === null
            ? Promise.reject(new DomainError('PROVIDER_UNAVAILABLE', 'provider', 'away'))
            : Promise.resolve(running),
      },
      lookFor: ({ streamId }) => lookFor(streamId),
      lookUp: (fileIds) => lookUp(fileIds),
      clock: () => new Date(now),
    });
  const away = () => Promise.reject(new DomainError('PROVIDER_UNAVAILABLE', 'provider', 'away'));
  beforeAll(async () => {
    database = await openTestDatabase();
    store = openStore(database.serverUrl);
  });
  afterEach(() => {
    lookFor = answersNothing;
    lookUp = answersNothing;
  });
  afterAll(async () => {
    await store.close();
    await database.close();
  });

  const take = (streamId: string, ...types: StreamFact['type'][]): Promise<void> =>
    store.facts.take(
      told(streamId, types).map((fact) => ({ about: 'stream' as const, sdkAppId, streamId, fact })),
    );
  async function stateOf(streamId: string): Promise<{ state: string; failure: string | null; id: string }> {
    const page = { first: 5, after: null, offset: 0 };
    const { rows } = await store.search.search({ streamId }, newestFirst, everything, page);
    expect(rows).toHaveLength(1);
    const { state, failure, id } = rows[0]!.row;
    return { state, failure, id };
  }
  async function eventsOf(recordingId: string): Promise<readonly string[]> {
    await database.eventsGivenOut();
    const events = await store.events.read(null, { recordingId }, everything, 100);
    return events.map(({ type }) => type);
  }

  it('end: a recording whose end is not told, then whose files are not, fails and says why, and heals', async () => {
    now = began;
    const { pass } = deadlines();
    await take('silent', 'push-started', 'push-ended', 'record-started');
    expect(await stateOf('silent')).toMatchObject({ state: 'WAITING', failure: null });
    now = began + 14 * minute;
    expect(await pass()).toBe(0);
    now = began + 15 * minute;
    expect(await pass()).toBe(1);
    expect(await stateOf('silent')).toMatchObject({
      state: 'PROCESSING',
      failure: 'The provider never told that it ended; it was taken for over.',
    });
    now = began + 26 * hour;
    expect(await pass()).toBe(1);
    expect(await pass()).toBe(0);
    const failed = await stateOf('silent');
    expect(failed).toMatchObject({
      state: 'FAILED',
      failure:
        'The provider never told that it ended; it was taken for over. No file of mp4 was announced in time.',
    });
    await take('silent', 'record-ended', 'file-announced', 'file-confirmed');
    expect(await stateOf('silent')).toMatchObject({ state: 'READY', failure: null, id: failed.id });
    expect(await eventsOf(failed.id)).toEqual([
      'recording.started',
      'recording.ended',
      'recording.failed',
      'recording.file_announced',
      'recording.file_ready',
      'recording.ready',
    ]);
  });

  it('end: a file that the library never knows fails, is still asked for, and heals', async () => {
    now = began;
    const { pass } = deadlines();
    const types = ['push-started', 'push-ended', 'record-started', 'record-ended', 'file-announced'] as const;
    await take('unknown', ...types);
    expect(await stateOf('unknown')).toMatchObject({ state: 'PROCESSING' });
    now = began + 25 * hour;
    expect(await pass()).toBe(1);
    const { state, failure, id } = await stateOf('unknown');
    expect([state, failure]).toEqual(['FAILED', 'The media library did not know mp4 file-unknown in time.']);
    expect(await store.facts.pendingFiles(10)).toMatchObject([{ fileId: 'file-unknown' }]);
    await take('unknown', 'file-confirmed');
    expect(await stateOf('unknown')).toMatchObject({ state: 'READY', failure: null });
    expect(await eventsOf(id)).toContain('recording.file_failed');
  });

  it('end only after the provider was asked once more: what it then tells is never given up', async () => {
    now = began;
    const { pass } = deadlines();
    const asked: string[] = [];
    lookFor = async (streamId) => {
      asked.push(streamId);
      if (streamId === 'found') await take('found', 'record-ended', 'file-announced', 'file-confirmed');
    };
    await take('found', 'push-started', 'push-ended', 'record-started');
    now = began + 14 * minute;
    await pass();
    expect(asked).not.toContain('found');
    now = began + 15 * minute;
    await pass();
    expect(asked.filter((streamId) => streamId === 'found')).toHaveLength(1);
    const found = await stateOf('found');
    expect(found).toMatchObject({ state: 'READY', failure: null });

    lookUp = async (fileIds) => {
      if (fileIds.includes('file-slow')) await take('slow', 'file-confirmed');
    };
    await take('slow', 'push-started', 'push-ended', 'record-started', 'record-ended', 'file-announced');
    now = began + 25 * hour;
    await pass();
    const slow = await stateOf('slow');
    expect(slow).toMatchObject({ state: 'READY', failure: null });
    for (const { id } of [found, slow])
      expect((await eventsOf(id)).filter((type) => type.endsWith('failed'))).toEqual([]);
  });

  it('outlast a provider that does not answer by an hour, and then say that it did not', async () => {
    now = began;
    const { pass } = deadlines(false);
    live = new Set();
    lookFor = away;
    lookUp = away;
    await take('mute', 'push-started', 'push-ended', 'record-started');
    await take('mute-file', 'push-started', 'push-ended', 'record-started', 'record-ended', 'file-announced');
    const passUntil = async (ms: number): Promise<void> => {
      for (; now <= ms; now += 10 * minute) await pass();
    };
    now = began + 15 * minute;
    await passUntil(began + 74 * minute);
    expect(await stateOf('mute')).toMatchObject({ state: 'WAITING', failure: null });
    now = began + 75 * minute;
    await pass();
    const over = 'The provider never told that it ended, and the provider did not answer when it was asked;';
    expect(await stateOf('mute')).toMatchObject({
      ...{ state: 'PROCESSING', failure: `${over} it was taken for over.` },
    });
    now = began + 24 * hour + 15 * minute;
    await passUntil(began + 25 * hour + 5 * minute);
    expect(await stateOf('mute')).toMatchObject({ state: 'PROCESSING' });
    expect(await stateOf('mute-file')).toMatchObject({ state: 'PROCESSING', failure: null });
    now = began + 25 * hour + 15 * minute;
    await pass();
    expect((await stateOf('mute')).state).toBe('FAILED');
    expect(await stateOf('mute-file')).toMatchObject({
      state: 'FAILED',
      failure:
        'The media library did not know mp4 file-mute-file in time, and the provider did not answer when it was asked.',
    });
    await take('mute', 'record-ended', 'file-announced', 'file-confirmed');
    expect(await stateOf('mute')).toMatchObject({ state: 'READY', failure: null });
  });

  it('end with the room, or when the engine does not know the recording or is away; never while it records', async () => {
    now = began;
    const { pass } = deadlines();
    for (const streamId of ['alive', 'forgotten']) await take(streamId, 'push-started', 'record-started');
    running = new Set(['session-alive']);
    await pass();
    now += 6 * minute;
    await pass();
    expect(await stateOf('alive')).toMatchObject({ state: 'RECORDING' });
    expect(await stateOf('forgotten')).toMatchObject({ state: 'PROCESSING' });
    running = null;
    now += 2 * minute;
    await pass();
    expect(await stateOf('alive')).toMatchObject({ state: 'RECORDING' });
    now += 6 * minute;
    await pass();
    expect(await stateOf('alive')).toMatchObject({ state: 'PROCESSING' });
  });

  it('do not count the time in which this server was away', async () => {
    await take('asleep', 'push-started', 'push-ended', 'record-started');
    now = began + 100 * hour;
    const { pass } = deadlines();
    await pass();
    expect(await stateOf('asleep')).toMatchObject({ state: 'WAITING' });
    now += 5 * minute;
    await pass();
    expect(await stateOf('asleep')).toMatchObject({ state: 'PROCESSING' });
  });

  it('end commands that nobody confirmed', async () => {
    await take('commanded', 'push-started', 'record-started');
    const { id: recordingId } = await stateOf('commanded');
    const id = randomUUID();
    await store.recordingCommands.request({ id, recordingId, kind: 'PAUSE', requestedAt: new Date(now) });
    await store.recordingCommands.settle(id, 'UNCONFIRMED', 'no answer');
    const { pass } = deadlines();
    now += minute;
    await pass();
    expect(await store.recordingCommands.find(id)).toMatchObject({ state: 'UNCONFIRMED' });
    now += 2 * minute;
    await pass();
    expect(await store.recordingCommands.find(id)).toMatchObject({
      state: 'LAPSED',
      failure: 'no answer Nothing showed in time that it was done.',
    });
    expect(await eventsOf(recordingId)).toContain('recording.command_lapsed');
  });

  it('end mixes that nobody confirmed: one whose stream is live runs, another is taken for refused', async () => {
    now = began;
    await store.facts.take([
      {
        ...{ about: 'room', sdkAppId, room },
        fact: { type: 'room-created', atMs: began, userId: 'u', reason: null },
      },
    ]);
    const { id: roomId } = (await store.records.activeRoom(sdkAppId, room))!;
    const request = async (streamId: string, atMs: number): Promise<string> => {
      const id = randomUUID();
      const encode = { ...defaultEncode, width: 640, height: 360 };
      const form = { encode, layout: gridLayout };
      const size = { width: 640, height: 360 };
      const mix = { id, sdkAppId, roomId, streamId, recordId: streamId, form, ...size };
      await store.commands.requestMix({ ...mix, requestedAt: new Date(atMs) });
      return id;
    };
    const [shown, hidden, silent] = [
      await request('mix-shown', began),
      await request('mix-hidden', began),
      await request('mix-silent', began),
    ];
    await store.commands.settleMix(hidden, 'UNCONFIRMED', 'no answer');
    const young = await request('mix-young', began + 2 * minute);
    await take('mix-shown', 'push-started');
    const mixOf = (id: string) => store.records.mixById(id, everything);
    const { pass } = deadlines();
    now = began + minute;
    await pass();
    expect((await mixOf(silent))!.state).toBe('REQUESTED');
    now = began + 3 * minute;
    await pass();
    expect(await mixOf(shown)).toMatchObject({ state: 'RUNNING', failure: null, stoppedAt: null });
    expect(await mixOf(hidden)).toMatchObject({
      ...{ state: 'REFUSED', stoppedAt: expect.any(Date) as Date },
      failure: 'no answer Nothing showed in time that the provider did it.',
    });
    expect((await mixOf(silent))!.state).toBe('REFUSED');
    expect((await mixOf(young))!.state).toBe('REQUESTED');
    await database.eventsGivenOut();
    const events = await store.events.read(null, {}, everything, 1000);
    const told = events.flatMap(({ type, data }) =>
      type === 'mix.started' || type === 'mix.refused' ? [`${type} ${(data as { id: string }).id}`] : [],
    );
    expect(told.toSorted()).toEqual(
      [`mix.started ${shown}`, `mix.refused ${hidden}`, `mix.refused ${silent}`].toSorted(),
    );
    // What lapsed is settled: the next pass does nothing more.
    await pass();
    expect((await mixOf(shown))!.state).toBe('RUNNING');

    // A server that died between a call for a layout and its answer left it open; nothing else tells of layouts.
    const auto = { ...plainLayout, template: 'auto' } as const;
    await store.commands.requestLayout(shown, auto, new Date(began + 3 * minute));
    expect(await mixOf(shown)).toMatchObject({ layoutState: 'REQUESTED', nextLayout: auto });
    now = began + 6 * minute;
    await pass();
    expect(await mixOf(shown)).toMatchObject({
      ...{ state: 'RUNNING', layoutState: 'UNCONFIRMED', nextLayout: auto },
      form: { layout: gridLayout },
    });
    await store.commands.settleLayout(shown, 'APPLIED');
    expect(await mixOf(shown)).toMatchObject({
      ...{ layoutState: 'APPLIED', nextLayout: null, form: { layout: auto } },
    });
  });

  it('end on a cloud that does not say what it records, when the stream is not on', async () => {
    now = began;
    const { pass } = deadlines(false);
    await take('clouded', 'push-started', 'record-started');
    const state = async (): Promise<string> => (await stateOf('clouded')).state;
    for (const known of [null, new Set(['clouded'])])
      for (let hours = 0; hours < 10; hours++) {
        live = known;
        now += hour;
        await pass();
        expect(await state()).toBe('RECORDING');
      }
    live = new Set();
    for (let minutes = 0; minutes <= 10; minutes += 5) {
      now += 5 * minute;
      await pass();
    }
    expect(await state()).not.toBe('RECORDING');
  });
});
