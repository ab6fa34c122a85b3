import { live } from 'tencentcloud-sdk-nodejs/tencentcloud/services/live/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClients } from '../../server/adapters/tencent/clients.ts';
import { testApplication, testCredential } from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { openTestHouse } from '../support/house.ts';
import { startPublisher } from '../support/publisher.ts';

interface Recording {
  readonly state: string;
  readonly kind: string;
  readonly userId: string | null;
  readonly streamType: string | null;
  readonly method: string | null;
  readonly files: readonly { readonly format: string; readonly name: string | null }[];
}
interface Setting {
  readonly name: string;
  readonly state: string;
  readonly detail: string | null;
}

const { sdkAppId } = testApplication;
const times = String.raw`_\d{4}(-\d\d){5}_\d{4}(-\d\d){5}$`;
const named = (head: string): RegExp => new RegExp(`^${head}${times}`);

describe('the ways of recording through the whole house', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openTestHouse();
  });
  afterAll(async () => {
    await house.close();
  });

  let changes = 0;
  const change = (settings: object) =>
    house.ask(
      'mutation ($input: UpdateRecordingSettingsInput!) { updateRecordingSettings(input: $input) { application { sdkAppId } } }',
      { input: { settings, idempotencyKey: `change ${String(++changes)}` } },
    );
  const publish = async (seconds: number, join: object) => {
    const { createJoinTicket: made } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
      'mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }',
      { input: { sdkAppId, ...join } },
    );
    return startPublisher(made.ticket.rtmpUrl, seconds);
  };
  const ended = async (publishers: readonly Awaited<ReturnType<typeof publish>>[]) => {
    for (const publisher of publishers) expect((await publisher.ended).code).toBe(0);
  };
  const list = async (filter: object): Promise<readonly Recording[]> => {
    const { recordings } = await house.ask<{ recordings: { edges: { node: Recording }[] } }>(
      `query ($filter: RecordingFilterInput) { recordings(first: 50, filter: $filter) { edges { node {
        state kind userId streamType method files { format name } } } } }`,
      { filter },
    );
    return recordings.edges.map(({ node }) => node);
  };
  const ready = (what: string, filter: object, count: number) =>
    eventually(
      `${String(count)} recordings of ${what} are ready`,
      async () => {
        const found = await list(filter);
        return found.length === count && found.every(({ state }) => state === 'READY') ? found : null;
      },
      90_000,
    );
  /** A stream that was not to be recorded is known, and over, before its absence among recordings says anything. */
  const over = (userId: string) =>
    eventually(`the stream of ${userId} is over`, async () => {
      const { rooms } = await house.ask<{
        rooms: { edges: { node: { streams: { userId: string; endedAt: string | null }[] } }[] };
      }>('{ rooms(first: 50) { edges { node { streams { userId endedAt } } } } }');
      return rooms.edges
        .flatMap(({ node }) => node.streams)
        .some((stream) => stream.userId === userId && stream.endedAt !== null);
    });
  const nameOf = ({ files }: Recording): string => {
    const names = new Set(files.map(({ name }) => name));
    expect(names.size).toBe(1);
    return [...names][0]!;
  };
  const inEffect = async (): Promise<ReadonlyMap<string, Setting>> => {
    const { application } = await house.ask<{ application: { settingsInEffect: Setting[] } }>(
      `{ application(sdkAppId: ${String(sdkAppId)}) { settingsInEffect { name state detail } } }`,
    );
    return new Map(application.settingsInEffect.map((setting) => [setting.name, setting]));
  };

  it('automatic: every stream of every user, camera and screen each into its own files', async () => {
    const room = { text: 'all' };
    const chosen = { room, userId: 'bert', userDefineRecordId: 'lesson_7' };
    await ended(
      await Promise.all([
        publish(3, { room, userId: 'anna' }),
        publish(3, { room, userId: 'anna', streamType: 'AUX' }),
        publish(3, chosen),
        // Of an id that says nothing of camera or screen.
        publish(3, { ...chosen, streamType: 'AUX', streamId: 'screen_of_bert' }),
        publish(3, { room, userId: 'carl', streamId: 'studio' }),
      ]),
    );
    const found = await ready('all', { roomName: room }, 5);
    for (const { method, files } of found) {
      expect(method).toBe('GLOBAL_AUTO');
      expect(files.map(({ format }) => format).toSorted()).toEqual(['HLS', 'MP4']);
    }
    const of = (userId: string, streamType: string): string =>
      nameOf(found.find((one) => one.userId === userId && one.streamType === streamType)!);
    expect(of('anna', 'MAIN')).toMatch(named(`${String(sdkAppId)}_all_anna_main`));
    expect(of('anna', 'AUX')).toMatch(named(`${String(sdkAppId)}_all_anna_aux`));
    expect(of('bert', 'MAIN')).toMatch(named('lesson_7_main'));
    expect(of('bert', 'AUX')).toMatch(named('lesson_7_aux'));
    expect(of('carl', 'MAIN')).toMatch(named('studio'));
    // Whose files they are is found by the beginning of their names.
    expect(await list({ namePrefix: 'lesson_7' })).toHaveLength(2);
    expect(await list({ namePrefix: 'lesson%7' })).toEqual([]);
    expect(await list({ namePrefix: `${String(sdkAppId)}_all_anna_main` })).toHaveLength(1);
  });

  it('changed while it records: what runs goes on as it began, and the next publisher is asked for his id', async () => {
    const room = { text: 'change' };
    const running = await publish(12, { room, userId: 'early' });
    await eventually('the early one is recorded', async () => (await list({ userId: 'early' })).length === 1);
    await change({ method: 'CHOSEN_USERS', formats: ['FLV'] });
    await ended(
      await Promise.all([
        publish(3, { room, userId: 'silent' }),
        publish(3, { room, userId: 'named', userDefineRecordId: 'claim_main' }),
      ]),
    );
    await ended([running]);
    const [early] = await ready('early', { userId: 'early' }, 1);
    expect(early!.method).toBe('GLOBAL_AUTO');
    expect(early!.files.map(({ format }) => format).toSorted()).toEqual(['HLS', 'MP4']);
    expect(nameOf(early!)).toMatch(named(`${String(sdkAppId)}_change_early_main`));
    const [chosen] = await ready('named', { userId: 'named' }, 1);
    expect(chosen).toMatchObject({ method: 'SDK_PARAMETERS', files: [{ format: 'FLV' }] });
    expect(nameOf(chosen!)).toMatch(named('claim_main'));
    await over('silent');
    expect(await list({ userId: 'silent' })).toEqual([]);
  });

  it('mixed by a call: one film under its record id, and nobody for himself who was not chosen', async () => {
    const room = { text: 'mixed' };
    const publishers = await Promise.all(['dora', 'emil'].map((userId) => publish(12, { room, userId })));
    const roomId = await eventually('both are in', async () => {
      const { rooms } = await house.ask<{
        rooms: { edges: { node: { id: string; name: string; streams: unknown[] } }[] };
      }>('{ rooms(first: 50) { edges { node { id name streams { userId } } } } }');
      const found = rooms.edges.find(({ node }) => node.name === 'mixed')?.node;
      return found?.streams.length === 2 ? found.id : null;
    });
    const start = (key: string, recordId: string) =>
      house.ask(
        'mutation ($input: StartMixedRecordingInput!) { startMixedRecording(input: $input) { mix { state } } }',
        { input: { room: { id: roomId }, recordId, idempotencyKey: key } },
      );
    await expect(start('bad', 'a/b')).rejects.toThrow(/input\.recordId is "a\/b"; allowed/);
    await start('good', 'film_4711');
    await expect(start('again', 'film_4712')).rejects.toThrow('is being mixed already');
    await ended(publishers);
    const [mix] = await ready('the mix', { roomName: room }, 1);
    expect(mix).toMatchObject({ kind: 'MIX', method: 'REST_MIX', userId: null });
    expect(nameOf(mix!)).toMatch(named('film_4711'));
    await over('dora');
    await over('emil');
    expect(await list({ roomName: room })).toHaveLength(1);
  });

  it('contradicted by the cloud: each setting says what was seen against it', async () => {
    // Somebody changes the vendor's console behind our back.
    const endpoint = `127.0.0.1:${String(house.engine.ports['http'])}/api`;
    const clients = openClients({ ...testCredential, endpoint, region: 'ap-guangzhou' });
    await clients.own!.request('ModifyApplication', { SdkAppId: sdkAppId, RecordingMethod: 'global-auto' });
    clients.close();
    const vendor = new live.v20180801.Client({
      ...{ credential: testCredential, region: 'ap-guangzhou' },
      profile: { httpProfile: { protocol: 'http://', endpoint } },
    });
    const { Rules } = await vendor.DescribeLiveRecordRules(null);
    const rule = Rules.find(({ AppName }) => AppName === `trtc_${String(sdkAppId)}`)!;
    const { createSubApplication: all } = await house.ask<{
      createSubApplication: { subApplications: { subAppId: number; name: string }[] };
    }>(
      `mutation { createSubApplication(input: { name: "school", idempotencyKey: "school" }) {
        subApplications { subAppId name } } }`,
    );
    const VodSubAppId = all.subApplications.find(({ name }) => name === 'school')!.subAppId;
    const param = { Enable: 1, RecordInterval: 7200, VodSubAppId };
    await vendor.ModifyLiveRecordTemplate({
      TemplateId: rule.TemplateId!,
      ...{ FlvParam: param, AacParam: param },
    });
    await ended([await publish(3, { room: { text: 'behind' }, userId: 'stray' })]);
    await ready('stray', { userId: 'stray' }, 1);
    const settings = await inEffect();
    expect(settings.get('method')).toMatchObject({
      state: 'CONTRADICTED',
      detail: '1 streams were recorded although their users were not chosen.',
    });
    expect(settings.get('formats')).toMatchObject({
      state: 'CONTRADICTED',
      detail: 'Files came in a format that is switched off: aac.',
    });
    expect(settings.get('subAppId')).toMatchObject({
      state: 'CONTRADICTED',
      detail: expect.stringContaining(`Files were put into ${String(VodSubAppId)}`) as string,
    });
    expect(settings.get('retentionDays')).toMatchObject({ state: 'APPLIED', detail: null });
    // The next change of ours is the cloud's again.
    await change({ method: 'GLOBAL_AUTO', subAppId: null });
    expect(new Set([...(await inEffect()).values()].map(({ state }) => state))).toEqual(new Set(['APPLIED']));
  });

  it('excluded by the kind of the application: every refusal names the field and what is allowed', async () => {
    const { createApplication: made } = await house.ask<{
      createApplication: { application: { sdkAppId: number } };
    }>(
      'mutation { createApplication(input: { name: "tasks", kind: TASK, idempotencyKey: "app" }) { application { sdkAppId } } }',
    );
    const task = made.application.sdkAppId;
    const update = (input: object) =>
      house.ask(
        'mutation ($input: UpdateRecordingSettingsInput!) { updateRecordingSettings(input: $input) { application { sdkAppId } } }',
        { input },
      );
    await expect(
      update({ sdkAppId: task, settings: { method: 'CHOSEN_USERS' }, idempotencyKey: 'method' }),
    ).rejects.toThrow(
      /^BAD_INPUT .*input\.settings is method; allowed: nothing: the application \d+ is of the newer kind, .*startRecording/,
    );
    const start = (sdk: number, key: string) =>
      house.ask('mutation ($input: StartRecordingInput!) { startRecording(input: $input) { task { id } } }', {
        input: { sdkAppId: sdk, room: { text: 'nobody' }, idempotencyKey: key },
      });
    await expect(start(sdkAppId, 'legacy')).rejects.toThrow(
      `UNSUPPORTED The application ${String(sdkAppId)} is of the legacy kind: it is recorded by its settings.`,
    );
    await update({ sdkAppId: task, declaredAutomaticRecording: true, idempotencyKey: 'declare' });
    await expect(start(task, 'declared')).rejects.toThrow(
      `UNSUPPORTED The vendor’s console records the application ${String(task)} by itself, as declared; both together would record and bill twice.`,
    );
    await update({ sdkAppId: task, declaredAutomaticRecording: false, idempotencyKey: 'take back' });
    expect(await start(task, 'allowed')).toMatchObject({
      startRecording: { task: { id: expect.anything() as string } },
    });
  });
});
