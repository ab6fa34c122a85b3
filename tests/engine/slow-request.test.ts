import { connect } from 'node:net';
import { afterAll, beforeAll, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import type { VodEngine } from '../support/vod-engine.ts';
import { openVodEngine } from '../support/vod-engine.ts';

let house: VodEngine;
beforeAll(async () => {
  house = await openVodEngine();
});
afterAll(async () => {
  await house.close();
});

it.concurrent.each([
  ['/api', 'application/json'],
  ['/whip/room?sdkappid=1400000123&userid=u', 'application/sdp'],
])(
  'a request to %s whose body does not come loses its connection',
  async (path, type) => {
    const socket = connect(house.engine.ports['http']!, '127.0.0.1');
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
