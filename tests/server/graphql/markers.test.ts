import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../server/adapters/postgres/store.ts';
import { openStore } from '../../../server/adapters/postgres/store.ts';
import { openClients } from '../../../server/adapters/tencent/clients.ts';
import { openTaskProvider } from '../../../server/adapters/tencent/task-provider.ts';
import { openTencentProvider } from '../../../server/adapters/tencent/provider.ts';
import { openApi } from '../../../server/api.ts';
import type { HttpServer } from '../../../server/http/server.ts';
import type { SubjectFact } from '../../../server/ports/inbox.ts';
import { openTestApplications } from '../../support/test-applications.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { testApiKeys } from '../../support/house.ts';
import { openShelfPorts } from '../../support/shelf-ports.ts';

const sdkAppId = 1400000123;
const began = Math.floor(Date.now() / 1000) * 1000 - 600_000;

/** One user recorded in a room: two MP4 files of 60 and 20 seconds, unless the recording still runs. */
function recorded(number: number, ended: boolean): SubjectFact[] {
  const name = String(number);
  const room = { kind: 'int', value: number } as const;
  const identity = { room, userId: `u${name}`, streamType: 'main', userDefineRecordId: null } as const;
  const about = { about: 'stream', sdkAppId, streamId: `s${name}` } as const;
  const push = { sequence: name, width: 640, height: 360, identity };
  const status = { sessionId: name, format: 'mp4' } as const;
  const facts: SubjectFact[] = [
    { about: 'room', sdkAppId, room, fact: { type: 'room-created', atMs: began, userId: 'u', reason: null } },
    { ...about, fact: { type: 'push-started', atMs: began, ...push } },
    { ...about, fact: { type: 'record-started', ...status, atMs: began } as never },
  ];
  if (!ended) return facts;
  const file = (fileId: string, fromSeconds: number, seconds: number): SubjectFact => ({
    ...about,
    fact: {
      ...{ type: 'file-announced', fileId, format: 'mp4', identity, bytes: 5 },
      ...{ startMs: began + fromSeconds * 1000, endMs: began + (fromSeconds + seconds) * 1000 },
      durationMs: seconds * 1000,
    },
  });
  return [
    ...facts,
    { ...about, fact: { type: 'push-ended', atMs: began + 80_000, startedAtMs: began, ...push } },
    { ...about, fact: { type: 'record-ended', ...status, atMs: began + 80_000 } as never },
    file(`${name}a`, 0, 60),
    file(`${name}b`, 60, 20),
  ];
}

function mark(number: number, phase: 'begin' | 'end', seconds: number, code = 'silence'): SubjectFact {
  const atMs = began + seconds * 1000;
  return {
    ...{ about: 'stream', sdkAppId, streamId: `s${String(number)}` },
    fact: {
      ...{ type: 'quality-mark', sessionId: String(number), markId: `${code}-1`, phase, code, atMs },
      ...{ level: 'warning', mediaMs: seconds * 1000, detail: 'nothing is heard' },
    },
  };
}

interface Answer {
  readonly data: Record<string, never> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

describe('marks and markers', () => {
  let database: TestDatabase;
  let store: Store;
  let server: HttpServer;
  let url: string;
  const clients = openClients({ secretId: 'id', secretKey: 'key', endpoint: '127.0.0.1:1/api', region: 'r' });

  beforeAll(async () => {
    database = await openTestDatabase();
    store = openStore(database.serverUrl);
    const facts = [...recorded(1, true), mark(1, 'end', 30), mark(1, 'begin', 20), ...recorded(2, false)];
    // One by one and late: the order is not the order of the day.
    for (const fact of facts.toReversed()) await store.facts.take([fact]);
    const { secretKeyOf, ...own } = await openTestApplications(store, clients, sdkAppId);
    const provider = openTencentProvider({
      clients,
      secretKeyOf,
      rtmpUrl: 'rtmp://127.0.0.1/push',
      rtmpIntRooms: true,
      whipUrl: null,
    });
    server = await openApi(
      {
        ...{ ...store, provider, ...openShelfPorts(store, clients) },
        taskProvider: openTaskProvider(clients, secretKeyOf),
      },
      {
        ...own,
        apiKeys: testApiKeys,
        hasDeliveryFolder: false,
        tokenSecret: 'token-secret-of-the-tests-0123456789',
        corsOrigins: [],
        consoleFolder: null,
        health: { database: () => Promise.resolve(), provider: () => Promise.resolve() },
        registerCallbacks: () => undefined,
        clock: () => new Date(),
        log: pino({ level: 'silent' }),
      },
    );
    url = `http://127.0.0.1:${String(await server.listen('127.0.0.1', 0))}`;
  });
  afterAll(async () => {
    await server.close();
    clients.close();
    await store.close();
    await database.close();
  });

  async function ask(
    query: string,
    variables: object = {},
    key: string = testApiKeys.admin,
  ): Promise<Answer> {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables }),
    });
    return (await answer.json()) as Answer;
  }
  async function idOf(number: number): Promise<string> {
    const list = await ask('query($u:String){recordings(filter:{userId:$u}){edges{node{id}}}}', {
      u: `u${String(number)}`,
    });
    return (list.data as unknown as { recordings: { edges: { node: { id: string } }[] } }).recordings
      .edges[0]!.node.id;
  }
  const add = async (input: object, key?: string) =>
    ask(
      'mutation($i:AddMarkerInput!){addMarker(input:$i){marker{id mediaSeconds at label kind data} recording{id}}}',
      { i: input },
      key,
    );
  const types = async (): Promise<string[]> => {
    const everything = { sdkAppIds: null, roomIds: null, recordingIds: null, userId: null };
    return (await store.events.read(null, {}, everything, 200)).map(({ type }) => type);
  };

  it('show what was not as it should be, find recordings by it, and tell of both ends once', async () => {
    const id = await idOf(1);
    const shown = await ask(
      'query($id:ID!){recording(id:$id){marks{code level startedAt endedAt mediaSeconds healed detail}}}',
      { id },
    );
    expect(shown).toEqual({
      data: {
        recording: {
          marks: [
            {
              ...{ code: 'silence', level: 'WARNING', mediaSeconds: 20, healed: true },
              startedAt: new Date(began + 20_000).toISOString(),
              endedAt: new Date(began + 30_000).toISOString(),
              detail: 'nothing is heard',
            },
          ],
        },
      },
    });
    const found = 'query($f:RecordingFilterInput){recordings(filter:$f){totalCount}}';
    expect((await ask(found, { f: { markLevels: ['WARNING'] } })).data).toEqual({
      recordings: { totalCount: 1 },
    });
    expect((await ask(found, { f: { markCodes: ['black'] } })).data).toEqual({
      recordings: { totalCount: 0 },
    });
    await store.facts.take([mark(1, 'begin', 20), mark(1, 'end', 30)]);
    // A transaction that runs anywhere on the cluster holds younger events back for its time.
    await eventually('the end of the condition is given out', async () =>
      (await types()).includes('recording.quality_recovered'),
    );
    const told = (await types()).filter((type) => type.startsWith('recording.quality'));
    expect(told).toEqual(['recording.quality_alert', 'recording.quality_recovered']);
    const metrics = await fetch(`${url}/metrics`, {
      headers: { authorization: `Bearer ${testApiKeys.admin}` },
    });
    expect(await metrics.text()).toContain(
      'roomtape_recording_marks{code="silence",level="warning",open="false"} 1',
    );
  });

  it('are added at a moment, at a place and now, changed, removed, and told of', async () => {
    const recordingId = await idOf(1);
    const key = (name: string) => ({ recordingId, idempotencyKey: name });
    const first = await add({ ...key('k1'), label: 'Opening', mediaSeconds: 0, data: { slide: 1 } });
    expect(first.errors).toBeUndefined();
    await add({ ...key('k2'), label: 'Verdict', at: new Date(began + 65_000).toISOString(), kind: 'vote' });
    const again = await add({ ...key('k1'), label: 'Opening', mediaSeconds: 0, data: { slide: 1 } });
    expect(again.data).toEqual(first.data);
    const running = await add({
      ...{ recordingId: await idOf(2), idempotencyKey: 'k3', label: 'Here' },
    });
    expect(running.errors).toBeUndefined();
    const list = await ask(
      'query($id:ID!){recording(id:$id){chaptersVtt markersJson markers(first:1){totalCount pageInfo{hasNextPage endCursor} edges{node{id label mediaSeconds}}}}}',
      { id: recordingId },
    );
    const { recording } = list.data as unknown as {
      recording: { chaptersVtt: string; markersJson: { quality: object[] }; markers: object };
    };
    expect(recording.chaptersVtt).toContain('00:00:00.000 --> 00:01:05.000\nOpening');
    expect(recording.chaptersVtt).toContain('00:01:05.000 --> 00:01:20.000\nVerdict');
    expect(recording.markersJson).toMatchObject({
      markers: [
        { label: 'Opening', seconds: 0, data: { slide: 1 } },
        { label: 'Verdict', seconds: 65, kind: 'vote' },
      ],
      quality: [{ code: 'silence', seconds: 20 }],
    });
    expect(recording.markers).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
    const { marker } = (first.data as unknown as { addMarker: { marker: { id: string } } }).addMarker;
    const changed = await ask(
      'mutation($i:UpdateMarkerInput!){updateMarker(input:$i){marker{label mediaSeconds data}}}',
      { i: { markerId: marker.id, label: 'Welcome', mediaSeconds: 2.5 } },
    );
    expect(changed.data).toEqual({
      updateMarker: { marker: { label: 'Welcome', mediaSeconds: 2.5, data: { slide: 1 } } },
    });
    const node = await ask('query($id:ID!){node(id:$id){... on RecordingMarker{label}}}', { id: marker.id });
    expect(node.data).toEqual({ node: { label: 'Welcome' } });
    const remove = 'mutation($i:RemoveMarkerInput!){removeMarker(input:$i){markerId}}';
    expect((await ask(remove, { i: { markerId: marker.id } })).errors).toBeUndefined();
    expect((await ask(remove, { i: { markerId: marker.id } })).errors?.[0]?.extensions.code).toBe(
      'NOT_FOUND',
    );
    // A transaction that runs anywhere on the cluster holds younger events back for its time.
    await eventually('the last event is given out', async () =>
      (await types()).includes('recording.marker_removed'),
    );
    const told = (await types()).filter((type) => type.startsWith('recording.marker'));
    expect(told).toEqual([
      ...['recording.marker_added', 'recording.marker_added', 'recording.marker_added'],
      ...['recording.marker_updated', 'recording.marker_removed'],
    ]);
  });

  it('come over HTTP with a key, or by a signed path, for all of it and for one file', async () => {
    const id = await idOf(1);
    const answer = await ask('query($id:ID!){recording(id:$id){files{id} chaptersPath}}', { id });
    const { files, chaptersPath } = (
      answer.data as unknown as { recording: { files: { id: string }[]; chaptersPath: string } }
    ).recording;
    const withKey = { headers: { authorization: `Bearer ${testApiKeys.partner}` } };
    const second = files[1]!.id;
    const cut = await fetch(`${url}/recordings/${id}/chapters.vtt?file=${second}`, withKey);
    expect(cut.headers.get('content-type')).toBe('text/vtt; charset=utf-8');
    expect(await cut.text()).toContain('00:00:05.000 --> 00:00:20.000\nVerdict');
    const json = await fetch(`${url}/recordings/${id}/markers.json?file=${files[0]!.id}`, withKey);
    expect(await json.json()).toMatchObject({ durationSeconds: 60, markers: [], quality: [{ seconds: 20 }] });
    const signed = await fetch(`${url}${chaptersPath}`);
    expect(signed.status).toBe(200);
    expect(signed.headers.get('access-control-allow-origin')).toBe('*');
    expect((await fetch(`${url}${chaptersPath}&file=${second}`)).status).toBe(403);
    expect((await fetch(`${url}${chaptersPath.replace('sign=', 'sign=0')}`)).status).toBe(403);
    expect((await fetch(`${url}${chaptersPath.replace(id, await idOf(2))}`)).status).toBe(403);
    expect((await fetch(`${url}/recordings/${id}/chapters.vtt`)).status).toBe(401);
    expect((await fetch(`${url}/recordings/nonsense/markers.json`, withKey)).status).toBe(400);
  });

  it.each([
    [{ label: '', mediaSeconds: 1, kind: 'A B' }, ['input.label', 'input.kind']],
    [{ label: 'x', mediaSeconds: 1, at: '2020-01-01T00:00:00Z' }, ['input.at', 'input.at']],
    [{ label: 'x', mediaSeconds: 99_999 }, ['input.mediaSeconds']],
    [{ label: 'x', mediaSeconds: -1 }, ['input.mediaSeconds']],
    [{ label: 'x' }, []],
  ])('refuse %j with every fault', async (input, fields) => {
    const { errors } = await add({
      ...input,
      recordingId: await idOf(1),
      idempotencyKey: JSON.stringify(input),
    });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_INPUT',
      ...(fields.length === 0 ? {} : { faults: fields.map((field) => ({ field })) }),
    });
  });

  it('are not for everybody', async () => {
    const input = { recordingId: await idOf(1), idempotencyKey: 'p', label: 'x', mediaSeconds: 1 };
    expect((await add(input, testApiKeys.partner)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const both = { ...input, roomId: 'x', userId: 'u1' };
    expect((await add(both)).errors?.[0]?.extensions.code).toBe('BAD_INPUT');
  });
});
