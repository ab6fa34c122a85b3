import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeUserSig } from '../../wire/user-sig.ts';
import { testApplication } from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { openTestHouse, testApiKeys } from '../support/house.ts';
import { startPublisher } from '../support/publisher.ts';

const update = `mutation ($input: UpdateRecordingSettingsInput!) { updateRecordingSettings(input: $input) { application {
  formats settings { enabled method formats maxFileMinutes retentionDays callbackUrl hasCallbackKey }
  settingsInEffect { name state detail } } } }`;
const create = `mutation ($input: CreateApplicationInput!) { createApplication(input: $input) { secretKey callbackKey
  application { sdkAppId kind name declaredAutomaticRecording settingsInEffect { name state } } } }`;

interface Updated {
  readonly updateRecordingSettings: {
    readonly application: {
      readonly settings: Readonly<Record<string, unknown>>;
      readonly settingsInEffect: readonly { readonly name: string; readonly state: string }[];
    };
  };
}
interface Created {
  readonly createApplication: {
    readonly secretKey: string | null;
    readonly callbackKey: string | null;
    readonly application: { readonly sdkAppId: number; readonly kind: string };
  };
}

describe('settings of applications through the whole house', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openTestHouse();
  });
  afterAll(async () => {
    await house.close();
  });

  const change = (input: object) => house.ask<Updated>(update, { input });
  const statesOf = ({ updateRecordingSettings: { application } }: Updated) =>
    new Set(application.settingsInEffect.map(({ state }) => state));
  const ticket = async (input: object): Promise<string> => {
    const made = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
      'mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }',
      { input: { sdkAppId: testApplication.sdkAppId, ...input } },
    );
    return made.createJoinTicket.ticket.rtmpUrl;
  };
  const recordings = async (filter: object) => {
    const query = `query ($filter: RecordingFilterInput) { recordings(filter: $filter) { edges { node {
      state userId method files { format name } } } } }`;
    const shape = await house.ask<{
      recordings: {
        edges: {
          node: {
            state: string;
            userId: string;
            method: string | null;
            files: { format: string; name: string | null }[];
          };
        }[];
      };
    }>(query, { filter });
    return shape.recordings.edges.map(({ node }) => node);
  };

  it('are kept, applied to the cloud, and followed by what is recorded next', async () => {
    const changed = await change({
      settings: { method: 'CHOSEN_USERS', formats: ['FLV'], maxFileMinutes: 30, retentionDays: 7 },
      idempotencyKey: 'one',
    });
    expect(changed.updateRecordingSettings.application.settings).toMatchObject({
      enabled: true,
      method: 'CHOSEN_USERS',
      formats: ['FLV'],
      maxFileMinutes: 30,
      retentionDays: 7,
      hasCallbackKey: true,
    });
    expect(statesOf(changed)).toEqual(new Set(['APPLIED']));
    const room = { text: 'settings' };
    const publishing = await Promise.all([
      ticket({ room, userId: 'chosen', userDefineRecordId: 'lesson_7' }),
      ticket({ room, userId: 'other' }),
    ]);
    const ended = await Promise.all(publishing.map((address) => startPublisher(address, 2).ended));
    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    const [recording] = await eventually('a recording is ready', async () => {
      const found = await recordings({ userId: 'chosen' });
      return found[0]?.state === 'READY' ? found : null;
    });
    expect(recording!.files).toMatchObject([
      { format: 'FLV', name: expect.stringMatching(/^lesson_7_\d{4}-/) as string },
    ]);
    expect(recording!.method).toBe('SDK_PARAMETERS');
    expect(await recordings({ method: 'SDK_PARAMETERS' })).toHaveLength(1);
    expect(await recordings({ userId: 'other' })).toEqual([]);
  });

  it('take another key at once, and our doors go on taking callbacks', async () => {
    await change({ settings: { callbackKey: 'another0key0123' }, idempotencyKey: 'key' });
    const address = await ticket({ room: { text: 'keys' }, userId: 'keyed', userDefineRecordId: 'keyed' });
    expect((await startPublisher(address, 2).ended).code).toBe(0);
    await eventually('a recording is ready', async () =>
      (await recordings({ userId: 'keyed' })).some(({ state }) => state === 'READY'),
    );
  });

  it('name every fault at once and change nothing', async () => {
    const bad = { maxFileMinutes: 121, retentionDays: -1, formats: [], callbackKey: '' };
    const refused = change({ settings: bad, idempotencyKey: 'bad' });
    await expect(refused).rejects.toThrow(
      /maxFileMinutes is 121.*retentionDays is -1.*formats is \[\].*callbackKey is empty/s,
    );
    const partner = house.ask(update, { input: { idempotencyKey: 'p' } }, testApiKeys.partner);
    await expect(partner).rejects.toThrow('CONFIGURE');
    const { application } = await house.ask<{ application: { settings: object } }>(
      `{ application(sdkAppId: ${testApplication.sdkAppId}) { settings { maxFileMinutes retentionDays } } }`,
    );
    expect(application.settings).toEqual({ maxFileMinutes: 30, retentionDays: 7 });
  });

  it('are the server’s intent while the cloud is away, and applied when it is back', async () => {
    await house.engine.stop();
    const changed = await change({ settings: { method: 'GLOBAL_AUTO' }, idempotencyKey: 'away' });
    expect(statesOf(changed)).toEqual(new Set(['PENDING']));
    house.engine = await house.startEngine();
    await eventually(
      'the cloud has taken it',
      async () => {
        const { application } = await house.ask<{ application: { settingsInEffect: { state: string }[] } }>(
          `{ application(sdkAppId: ${testApplication.sdkAppId}) { settingsInEffect { state } } }`,
        );
        return application.settingsInEffect.every(({ state }) => state === 'APPLIED');
      },
      60_000,
    );
  });

  it('belong to created applications too, whose callbacks come in and whose keys are told once', async () => {
    const input = { name: 'second', kind: 'LEGACY', idempotencyKey: 'second' };
    const { createApplication: made } = await house.ask<Created>(create, { input });
    expect(made).toMatchObject({
      application: { kind: 'LEGACY', name: 'second', declaredAutomaticRecording: false },
      callbackKey: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string,
    });
    const again = await house.ask<Created>(create, { input });
    expect(again.createApplication).toMatchObject({
      application: { sdkAppId: made.application.sdkAppId },
      secretKey: null,
      callbackKey: null,
    });

    // The server starts anew: what it knows of the application is in its database.
    await house.server.stop();
    house.server = await house.startServer();
    const { sdkAppId } = made.application;
    const userSig = makeUserSig(
      { sdkAppId, userId: 'anna', issuedAt: Math.floor(Date.now() / 1000), lifetimeSeconds: 60 },
      made.secretKey!,
    );
    const query = new URLSearchParams({ sdkappid: String(sdkAppId), userid: 'anna', usersig: userSig });
    const address = `rtmp://127.0.0.1:${String(house.rtmpPort)}/push/created?${query.toString()}`;
    expect((await startPublisher(address, 2).ended).code).toBe(0);
    await eventually('a recording of the created application is ready', async () =>
      (await recordings({ sdkAppId })).some(({ state }) => state === 'READY'),
    );

    const task = await house.ask<Created>(create, {
      input: { name: 'tasks', kind: 'TASK', idempotencyKey: 'third' },
    });
    expect(task.createApplication.application.kind).toBe('TASK');
    await expect(
      change({
        sdkAppId: task.createApplication.application.sdkAppId,
        settings: { enabled: true },
        idempotencyKey: 'four',
      }),
    ).rejects.toThrow('is of the newer kind');
  });

  it('put an application, the first or a created one, under permission control and take it out', async () => {
    const { createApplication: made } = await house.ask<Created>(create, {
      input: { name: 'guarded', kind: 'LEGACY', idempotencyKey: 'guarded' },
    });
    const control = async (sdkAppId: number, permissionControl: boolean) => {
      const { updateRecordingSettings: answer } = await house.ask<{
        updateRecordingSettings: {
          application: { permissionControl: boolean; settingsInEffect: { name: string; state: string }[] };
        };
      }>(
        `mutation ($input: UpdateRecordingSettingsInput!) { updateRecordingSettings(input: $input) { application {
          permissionControl settingsInEffect { name state } } } }`,
        {
          input: {
            ...{ sdkAppId, permissionControl },
            idempotencyKey: `control-${String(sdkAppId)}-${String(permissionControl)}`,
          },
        },
      );
      const { application } = answer;
      const state = application.settingsInEffect.find(({ name }) => name === 'permissionControl')?.state;
      return { is: application.permissionControl, state };
    };
    /** Whether who publishes with the ticket's key is let in, and who publishes without it. */
    const letIn = async (sdkAppId: number): Promise<readonly boolean[]> => {
      const address = await ticket({ sdkAppId, room: { text: 'guarded' }, userId: 'guarded_user' });
      const without = new URL(address);
      without.searchParams.delete('privatemapkey');
      const codes = [];
      for (const url of [address, without.href]) codes.push((await startPublisher(url, 1).ended).code);
      return codes.map((code) => code === 0);
    };
    const { sdkAppId } = made.application;
    expect(await letIn(sdkAppId)).toEqual([true, true]);
    expect(await control(sdkAppId, true)).toEqual({ is: true, state: 'APPLIED' });
    expect(await letIn(sdkAppId)).toEqual([true, false]);
    expect(await letIn(testApplication.sdkAppId)).toEqual([true, true]);

    // Another setting leaves it as it is, and so does a server that starts anew.
    await change({ sdkAppId, settings: { retentionDays: 3 }, idempotencyKey: 'beside' });
    await house.server.stop();
    house.server = await house.startServer();
    const { application } = await house.ask<{ application: { permissionControl: boolean } }>(
      `{ application(sdkAppId: ${String(sdkAppId)}) { permissionControl } }`,
    );
    expect(application.permissionControl).toBe(true);
    expect(await control(sdkAppId, false)).toEqual({ is: false, state: 'APPLIED' });
    expect(await letIn(sdkAppId)).toEqual([true, true]);

    expect(await control(testApplication.sdkAppId, true)).toEqual({ is: true, state: 'APPLIED' });
    expect(await letIn(testApplication.sdkAppId)).toEqual([true, false]);
    expect(await control(testApplication.sdkAppId, false)).toEqual({ is: false, state: 'APPLIED' });
  }, 180_000);
});
