import { connect } from 'node:net';
import { afterAll, beforeAll, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { openTestHouse } from '../support/house.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(async () => {
  await house.close();
});

it.concurrent.each([
  ['engine', '/api', 'application/json'],
  ['engine', '/whip/room?sdkappid=1400000123&userid=u', 'application/sdp'],
  ['server', '/graphql', 'application/json'],
])(
  'a request to the %s’s %s whose body does not come loses its connection',
  async (door, path, type) => {
    const port = door === 'engine' ? house.enginePort : Number(new URL(house.url).port);
    const socket = connect(port, '127.0.0.1');
    let over = false;
    socket.on('error', () => undefined).on('close', () => (over = true));
    socket.resume();
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: ${type}\r\ncontent-length: 1000\r\n\r\n{`,
    );
    const drip = setInterval(() => socket.write(' '), 1000);
    try {
      await eventually('the connection is over', () => over, 240_000);
    } finally {
      clearInterval(drip);
      socket.destroy();
    }
  },
  300_000,
);
