import { readFile } from 'node:fs/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishAddress } from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import { openTestHouse, type TestHouse } from '../support/house.ts';
import { startPublisher, type Publisher } from '../support/publisher.ts';

interface Mix {
  readonly id: string;
  readonly state: string;
  readonly layoutState: string;
  readonly template: string;
}
interface Relay {
  readonly id: string;
  readonly state: string;
}

/**
 * Commands whose server is killed while the engine has the call and has not answered: the engine stands still meanwhile, and goes on
 * when the next server is there.
 */
describe('a command whose server dies before its answer', () => {
  let house: TestHouse;
  let sql: postgres.Sql;
  let publisher: Publisher;
  const room = { name: { text: 'hall' } };

  const send = async <T>(name: string, field: 'mix' | 'relay', input: object): Promise<T> => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const wanted = field === 'mix' ? 'id state layoutState template' : 'id state';
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${field} { ${wanted} } } }`;
    return (await house.ask<Record<string, Record<string, T>>>(query, { input }))[name]![field]!;
  };
  const startMix = (idempotencyKey: string): Promise<Mix> =>
    send('startMixedRecording', 'mix', {
      ...{ room, recordId: 'film', encode: { width: 320, height: 180 }, idempotencyKey },
    });
  const layOut = (mixId: string, template: string, idempotencyKey: string): Promise<Mix> =>
    send('updateMixLayout', 'mix', { mixId, layout: { template }, idempotencyKey });
  const stopMix = (mixId: string, idempotencyKey: string): Promise<Mix> =>
    send('stopMixedRecording', 'mix', { mixId, idempotencyKey });
  const startRelay = (idempotencyKey: string): Promise<Relay> =>
    send('startRelay', 'relay', { room, userId: 'ann', idempotencyKey });
  const stopRelay = (relayId: string, idempotencyKey: string): Promise<Relay> =>
    send('stopRelay', 'relay', { relayId, idempotencyKey });

  /** Bytes that wait in the standing engine's sockets: the calls it has got and not read. */
  const unread = async (): Promise<number> => {
    const port = house.enginePort.toString(16).toUpperCase().padStart(4, '0');
    return (await readFile('/proc/net/tcp', 'utf8'))
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[1]?.endsWith(`:${port}`) === true)
      .reduce((sum, fields) => sum + Number.parseInt(fields[4]!.split(':')[1]!, 16), 0);
  };

  /** Kills the server in the middle of a call and starts the next one; `before` sees it while the engine still stands. */
  const killDuring = async (key: string, call: () => Promise<unknown>, before: () => Promise<void>) => {
    process.kill(house.engine.pid, 'SIGSTOP');
    try {
      const lost = call().then(
        () => 'answered',
        () => 'lost',
      );
      await eventually(
        'the intent is stored',
        async () => (await sql`select from idempotency where key = ${key} and result is not null`).length > 0,
        60_000,
      );
      await eventually('the engine has the call', async () => (await unread()) > 0, 60_000);
      process.kill(house.server.pid, 'SIGKILL');
      await house.server.ended;
      expect(await lost).toBe('lost');
      house.server = await house.startServer();
      await before();
    } finally {
      process.kill(house.engine.pid, 'SIGCONT');
    }
  };
  const countOf = async (table: 'mixes' | 'relays'): Promise<number> =>
    (await sql`select from ${sql(table)}`).length;
  const events = async (type: string): Promise<number> =>
    (await sql`select from events where type = ${type}`).length;

  beforeAll(async () => {
    house = await openTestHouse();
    sql = postgres(house.database.serverUrl, { max: 1 });
    publisher = startPublisher(publishAddress(house.rtmpPort, { room: 'hall', userId: 'ann' }), 1200);
    await eventually(
      'the room is open',
      async () => (await sql`select from rooms where state = 'ACTIVE'`).length > 0,
      60_000,
    );
  }, 120_000);
  afterAll(async () => {
    publisher.process.kill('SIGKILL');
    await publisher.ended;
    await sql.end();
    await house.close();
  });

  it('starts one mix, shown by its stream, which is laid out anew and stopped likewise', async () => {
    let mix: Mix | null = null;
    await killDuring(
      'start',
      () => startMix('start'),
      async () => {
        mix = await startMix('start');
        expect(mix.state).toBe('REQUESTED');
        await expect(startMix('other')).rejects.toThrow('CONFLICT');
      },
    );
    const { id } = mix!;
    const now = () => startMix('start');
    await eventually('it is seen to run', async () => (await now()).state === 'RUNNING', 150_000);
    expect(await now()).toMatchObject({ id, state: 'RUNNING' });
    expect([await countOf('mixes'), await events('mix.started')]).toEqual([1, 1]);

    await killDuring(
      'layout',
      () => layOut(id, 'FLOAT', 'layout'),
      async () => {
        expect(await layOut(id, 'FLOAT', 'layout')).toMatchObject({
          layoutState: 'REQUESTED',
          template: 'GRID',
        });
      },
    );
    // Nothing tells of a layout: it is asked for again, by a new command.
    await eventually(
      'its layout is not known',
      async () => (await now()).layoutState === 'UNCONFIRMED',
      240_000,
    );
    expect(await layOut(id, 'FLOAT', 'again')).toMatchObject({ layoutState: 'APPLIED', template: 'FLOAT' });

    await killDuring(
      'stop',
      () => stopMix(id, 'stop'),
      async () => {
        expect((await stopMix(id, 'stop')).state).toBe('UNCONFIRMED');
      },
    );
    await eventually('it is seen to end', async () => (await now()).state === 'STOPPED', 150_000);
    expect(await stopMix(id, 'stop')).toMatchObject({ id, state: 'STOPPED' });
    await expect(stopMix(id, 'late')).rejects.toThrow('MIX_NOT_RUNNING');
    await expect(layOut(id, 'GRID', 'later')).rejects.toThrow('MIX_NOT_RUNNING');
    expect([await events('mix.started'), await events('mix.stopped')]).toEqual([1, 1]);
    // The room is free for the next.
    const next = await startMix('next');
    expect(next.state).toBe('RUNNING');
    expect(next.id).not.toBe(id);
    expect((await stopMix(next.id, 'stop next')).state).toBe('STOPPED');
  }, 900_000);

  it('starts one relay, shown by its callbacks, and stops it likewise', async () => {
    let relay: Relay | null = null;
    await killDuring(
      'relay',
      () => startRelay('relay'),
      async () => {
        relay = await startRelay('relay');
        expect(relay.state).toBe('REQUESTED');
        await expect(stopRelay(relay.id, 'early')).rejects.toThrow('CONFLICT');
      },
    );
    const { id } = relay!;
    const now = () => startRelay('relay');
    await eventually('it is seen to run', async () => (await now()).state === 'RUNNING', 150_000);
    expect((await now()).id).toBe(id);
    expect(await countOf('relays')).toBe(1);

    await killDuring(
      'stop relay',
      () => stopRelay(id, 'stop relay'),
      async () => {
        expect((await stopRelay(id, 'stop relay')).state).toBe('UNCONFIRMED');
      },
    );
    await eventually('it is seen to end', async () => (await now()).state === 'STOPPED', 150_000);
    expect(await stopRelay(id, 'stop relay')).toMatchObject({ id, state: 'STOPPED' });
    await expect(stopRelay(id, 'late relay')).rejects.toThrow('CONFLICT');
    expect([await events('relay.started'), await events('relay.stopped')]).toEqual([1, 1]);
  }, 600_000);
});
