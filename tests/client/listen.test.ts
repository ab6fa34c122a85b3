import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientOptions, RoomtapeClient } from '../../client/core/client.ts';
import { createRoomtapeClient } from '../../client/core/client.ts';
import { RoomtapeError } from '../../client/core/error.ts';
import { RecordingEventsDocument, ViewerDocument } from '../../client/generated/graphql.ts';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { openTestHouse, testApiKeys } from '../support/house.ts';
import { startPublisher } from '../support/publisher.ts';

interface Wire {
  readonly url: string;
  /** Cuts what is connected and takes nothing new until it is mended. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** A wire to the server that can be cut. */
async function layWire(target: string): Promise<Wire> {
  const ends = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(Number(new URL(target).port), '127.0.0.1');
    for (const end of [near, far]) {
      ends.add(end);
      end.on('error', () => undefined);
      end.on('close', () => {
        ends.delete(end);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    cut() {
      isCut = true;
      for (const end of ends) end.destroy();
    },
    mend() {
      isCut = false;
    },
    async close() {
      for (const end of ends) end.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function publish(house: TestHouse, userId: string): Promise<void> {
  const { createJoinTicket } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
    `mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }`,
    { input: { room: { number: 7 }, userId } },
  );
  expect((await startPublisher(createJoinTicket.ticket.rtmpUrl, 2, '320x180').ended).code).toBe(0);
  await eventually(`${userId} is ready`, async () => {
    const { recordings } = await house.ask<{ recordings: { totalCount: number } }>(
      `query ($userId: String!) { recordings(filter: { userId: $userId, states: [READY] }) { totalCount } }`,
      { userId },
    );
    return recordings.totalCount === 1;
  });
}

describe('a client that listens', () => {
  let house: TestHouse;
  let wire: Wire;
  const clients: RoomtapeClient[] = [];
  const open = (
    token: string,
    url: string = wire.url,
    told: Pick<ClientOptions, 'onUnauthenticated' | 'onConnection'> = {},
  ) => {
    const client = createRoomtapeClient({ url, token: () => token, ...told });
    clients.push(client);
    return client;
  };

  beforeAll(async () => {
    house = await openTestHouse();
    wire = await layWire(house.url);
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await wire.close();
    await house.close();
  });

  it('misses and repeats nothing when its connection is lost', async () => {
    const { eventCursor } = await house.ask<{ eventCursor: string }>('{ eventCursor }');
    const errors: RoomtapeError[] = [];
    const hear = (client: RoomtapeClient): readonly string[] => {
      const heard: string[] = [];
      client.listen(
        RecordingEventsDocument,
        { after: eventCursor },
        {
          onNext: ({ recordingEvents }) => heard.push(recordingEvents.cursor),
          onError: (error) => errors.push(error),
          cursorOf: ({ recordingEvents }) => recordingEvents.cursor,
        },
      );
      return heard;
    };
    const throughAll = hear(open(testApiKeys.admin, house.url));
    let isConnected = false;
    const onConnection = (is: boolean): void => {
      isConnected = is;
    };
    const cutOff = open(testApiKeys.admin, wire.url, { onConnection });
    const changes: boolean[] = [];
    const unwatch = cutOff.connection.watch(() => changes.push(cutOff.connection.stands()));
    const throughTheWire = hear(cutOff);
    await publish(house, 'ada');
    await eventually('ada is heard of', () => throughTheWire.length > 0);
    wire.cut();
    let before: number;
    try {
      // Until then what was on its way still comes.
      await eventually('the client knows that its connection is lost', () => !isConnected);
      before = throughTheWire.length;
      await publish(house, 'bob');
      expect(throughTheWire).toHaveLength(before);
    } finally {
      wire.mend();
    }
    await eventually('both have heard the same', () => throughTheWire.length >= throughAll.length);
    expect(throughAll.length).toBeGreaterThan(before);
    expect(throughTheWire).toEqual(throughAll);
    expect(errors).toEqual([]);
    expect([changes[0], changes.includes(false), changes.at(-1)]).toEqual([true, true, true]);
    unwatch();
  });

  it('tells a token that is not known, and does not try again', async () => {
    let told = 0;
    const client = open('rt_admin_wrong_wrong_wrong', wire.url, {
      onUnauthenticated: () => {
        told += 1;
      },
    });
    const error = await new Promise<RoomtapeError>((resolve) => {
      client.listen(RecordingEventsDocument, {}, { onNext: () => undefined, onError: resolve });
    });
    expect(error.code).toBe('UNAUTHENTICATED');
    expect(told).toBe(1);
    await expect(client.ask(ViewerDocument, {})).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('tells what a token may not do as the code of the schema', async () => {
    const { createViewerToken } = await house.ask<{ createViewerToken: { token: string } }>(
      `mutation ($input: CreateViewerTokenInput!) { createViewerToken(input: $input) { token } }`,
      { input: { scope: { application: 1400000123 }, actions: ['READ'] } },
    );
    const error = await new Promise<RoomtapeError>((resolve) => {
      open(createViewerToken.token).listen(
        RecordingEventsDocument,
        {},
        { onNext: () => undefined, onError: resolve },
      );
    });
    expect(error).toBeInstanceOf(RoomtapeError);
    expect(error.code).toBe('FORBIDDEN');
  });

  it('may be closed while it connects, and nothing fails', async () => {
    const silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const failures: unknown[] = [];
    const onFailure = (failure: unknown): void => {
      failures.push(failure);
    };
    process.on('unhandledRejection', onFailure);
    try {
      const client = open('rt_any', `http://127.0.0.1:${String((silent.address() as AddressInfo).port)}`);
      const errors: RoomtapeError[] = [];
      client.listen(
        RecordingEventsDocument,
        {},
        { onNext: () => undefined, onError: (error) => errors.push(error) },
      );
      const [caller] = (await once(silent, 'connection')) as [Socket];
      client.close();
      const gone = once(caller, 'close');
      caller.destroy();
      await gone;
      silent.close();
      await once(silent, 'close');
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(failures).toEqual([]);
      expect(errors).toEqual([]);
    } finally {
      process.off('unhandledRejection', onFailure);
    }
  });

  it('says NETWORK where nobody answers', async () => {
    const client = createRoomtapeClient({ url: 'http://127.0.0.1:9', token: () => null });
    await expect(client.ask(ViewerDocument, {})).rejects.toMatchObject({ code: 'NETWORK' });
    client.close();
  });
});
