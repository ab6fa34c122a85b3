import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TargetState } from '../../../domain/relay/relay-lifecycle.ts';
import type { Store } from '../../../server/adapters/postgres/store.ts';
import { openStore } from '../../../server/adapters/postgres/store.ts';
import { everything } from '../../../server/services/access/principal.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';

const sdkAppId = 1_400_000_500;
const url = 'rtmp://livepush.roomtape/live/a?secret';
const room = { kind: 'string', value: 'relays' } as const;
const afterAllCommands = (): Date => new Date(Date.now() + 60_000);

describe('relays in the store', () => {
  let database: TestDatabase;
  let store: Store;
  let roomId: string;

  beforeAll(async () => {
    database = await openTestDatabase();
    store = openStore(database.serverUrl);
    const fact = { type: 'user-entered', atMs: Date.now(), userId: 'ann', reason: 1 } as const;
    await store.facts.take([{ about: 'room', sdkAppId, room, fact }]);
    roomId = (await store.records.activeRoom(sdkAppId, room))!.id;
  });
  afterAll(async () => {
    await store.close();
    await database.close();
  });

  async function request(): Promise<{ readonly id: string; readonly robotUserId: string }> {
    const id = randomUUID();
    const robotUserId = `relay_${id.replaceAll('-', '').slice(0, 24)}`;
    await store.relays.request({
      ...{ id, sdkAppId, roomId, robotUserId, userId: 'ann', streamType: 'main', streamId: 'a' },
      ...{ urls: [url], requestedAt: new Date(), maxIdleSeconds: 30 },
    });
    return { id, robotUserId };
  }
  const tell = (robotUserId: string, state: TargetState, atMs = Date.now()): Promise<void> =>
    store.facts.take([
      {
        ...{ about: 'relay', sdkAppId, robotUserId },
        fact: { type: 'relay-target', taskId: `task-${robotUserId}`, url, state, message: '', atMs },
      },
    ]);
  const find = async (id: string) => (await store.relays.find(id, everything))!;

  it('are settled by what is told, and tell each change once', async () => {
    const { id, robotUserId } = await request();
    await store.relays.settle(id, { to: 'START_UNCONFIRMED', failure: 'no answer' });
    expect(await find(id)).toMatchObject({ state: 'UNCONFIRMED', failure: 'no answer', taskId: null });
    const atMs = Date.now();
    for (let time = 0; time < 2; time++) await tell(robotUserId, 'running', atMs);
    expect(await find(id)).toMatchObject({
      ...{ state: 'RUNNING', failure: null, taskId: `task-${robotUserId}` },
      targets: [{ url, state: 'running' }],
    });
    await tell(robotUserId, 'idle', atMs + 1);
    expect((await find(id)).state).toBe('STOPPED');
    await database.eventsGivenOut();
    const events = await store.events.read(null, {}, everything, 100);
    const own = events.filter(({ data }) => data['id'] === id);
    expect(own.map(({ type }) => type)).toEqual([
      ...[
        'relay.requested',
        'relay.started',
        'relay.target_changed',
        'relay.stopped',
        'relay.target_changed',
      ],
    ]);
    expect(JSON.stringify(own)).not.toContain('secret');
  });

  it('whose start nothing shows in time were refused', async () => {
    const { id } = await request();
    await store.relays.settle(id, { to: 'START_UNCONFIRMED', failure: 'no answer' });
    expect(await store.relays.lapse(new Date(Date.now() - 60_000))).toBe(0);
    expect(await store.relays.lapse(afterAllCommands())).toBe(1);
    expect(await find(id)).toMatchObject({ state: 'REFUSED' });
    expect(await store.relays.lapse(afterAllCommands())).toBe(0);
  });

  it('whose stop nothing shows in time run on', async () => {
    const { id, robotUserId } = await request();
    await store.relays.settle(id, { to: 'RUNNING', failure: null, taskId: `task-${robotUserId}` });
    await tell(robotUserId, 'running');
    await store.relays.settle(id, { to: 'STOP_UNCONFIRMED', failure: 'no answer' });
    expect((await find(id)).state).toBe('UNCONFIRMED');
    expect(await store.relays.lapse(afterAllCommands())).toBe(1);
    expect(await find(id)).toMatchObject({ state: 'RUNNING' });
    await store.relays.settle(id, { to: 'STOPPED', failure: null });
    expect((await find(id)).state).toBe('STOPPED');
  });

  it('are seen by who may see their room or their user', async () => {
    const { id } = await request();
    const scope = { ...everything, userId: 'bob' };
    expect(await store.relays.find(id, scope)).toBeNull();
    expect(await store.relays.find(id, { ...everything, sdkAppIds: [1] })).toBeNull();
    expect(await store.relays.find(id, { ...everything, userId: 'ann' })).not.toBeNull();
    expect(await store.relays.find('none', everything)).toBeNull();
    await store.relays.settle(id, { to: 'REFUSED', failure: 'x' });
  });

  it('of a room that is over for longer than their idle time are over too', async () => {
    const { id } = await request();
    await store.relays.settle(id, { to: 'RUNNING', failure: null, taskId: 'task' });
    const fact = { type: 'room-dismissed', atMs: Date.now(), userId: null, reason: null } as const;
    await store.facts.take([{ about: 'room', sdkAppId, room, fact }]);
    expect(await store.relays.lapse(new Date(Date.now() + 20_000))).toBe(0);
    expect(await store.relays.lapse(new Date(Date.now() + 90_000))).toBe(1);
    expect((await find(id)).state).toBe('STOPPED');
  });
});
