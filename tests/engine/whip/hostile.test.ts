import { createHmac, randomBytes } from 'node:crypto';
import type { Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openUdpPorts } from '../../../engine/ingest/whip/udp-ports.ts';
import { whipEndpoint } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import type { VodEngine } from '../../support/vod-engine.ts';
import { openVodEngine } from '../../support/vod-engine.ts';
import { shortOffer } from '../../support/whip-offer.ts';

const attribute = (type: number, value: Buffer): Buffer => {
  const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  padded.writeUInt16BE(type, 0);
  padded.writeUInt16BE(value.length, 2);
  value.copy(padded, 4);
  return padded;
};

/** A check of ICE as a publisher sends it (RFC 8445, 7.2.2). */
function printCheck(ufrag: string, password: string): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(1, 0);
  head.writeUInt32BE(0x2112a442, 4);
  const body = Buffer.concat([
    ...[head, randomBytes(12), attribute(0x0006, Buffer.from(`${ufrag}:abcd`))],
    attribute(0x0025, Buffer.alloc(0)),
  ]);
  body.writeUInt16BE(body.length - 20 + 24, 2);
  const integrity = createHmac('sha1', password).update(body).digest();
  return Buffer.concat([body, attribute(0x0008, integrity)]);
}

describe('a publisher by WHIP who means no good', () => {
  let house: VodEngine;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    house = await openVodEngine();
  });
  afterAll(async () => {
    for (const socket of sockets) socket.close();
    await house.close();
  });

  /** Enters, and is known by its address from then on. */
  const enter = async (userId: string) => {
    const { url, token } = whipEndpoint(house.engine.ports['http']!, { room: 'bad', userId });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/sdp' };
    const answer = await fetch(url, { method: 'POST', headers, body: shortOffer });
    const sdp = await answer.text();
    const of = (name: string): string => new RegExp(`a=${name}:(\\S+)`).exec(sdp)![1]!;
    const port = Number(/a=candidate:\S+ 1 udp \d+ \S+ (\d+)/i.exec(sdp)![1]);
    const socket = createSocket('udp4');
    sockets.push(socket);
    let answers = 0;
    socket.on('message', () => (answers += 1));
    const send = (bytes: Buffer) =>
      new Promise<void>((resolve, reject) => {
        socket.send(bytes, port, '127.0.0.1', (error) => {
          if (error === null) resolve();
          else reject(error);
        });
      });
    const check = async () => {
      const before = answers;
      await eventually('the check is answered', async () => {
        await send(printCheck(of('ice-ufrag'), of('ice-pwd')));
        return answers > before;
      });
    };
    await check();
    return { send, check };
  };
  const isAlive = async () => {
    const health = await fetch(`http://127.0.0.1:${String(house.engine.ports['http'])}/healthz`);
    expect(health.status).toBe(200);
  };

  it('takes nothing down with records of DTLS that are cut short, or with noise', async () => {
    const { send } = await enter('short');
    for (let length = 1; length < 40; length++)
      for (const first of [20, 22, 23, 63]) await send(Buffer.alloc(length, first));
    for (let round = 0; round < 300; round++) {
      const noise = randomBytes(1 + (round % 200));
      noise[0] = [20, 21, 22, 23, 24, 128, 191][round % 7]!;
      await send(noise);
    }
    await isAlive();
    const honest = await enter('honest');
    await honest.check();
  });

  it('is sent nothing at port 0, which cannot be sent to', async () => {
    const ports = await openUdpPorts('127.0.0.1', { first: 0, last: 0 }, () => undefined);
    expect(() => {
      ports.pick().send(Buffer.from('answer'), { host: '127.0.0.1', port: 0 });
    }).not.toThrow();
    await ports.close();
  });
});
