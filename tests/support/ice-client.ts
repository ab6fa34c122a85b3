import { createHmac } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

/** Where a session of the engine is reached, as its answer says. */
export interface IceServer {
  readonly port: number;
  readonly ufrag: string;
  readonly password: string;
}

function attribute(type: number, value: Buffer): Buffer {
  const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  padded.writeUInt16BE(type, 0);
  padded.writeUInt16BE(value.length, 2);
  value.copy(padded, 4);
  return padded;
}

/** A Binding request (RFC 8489) with USE-CANDIDATE, as a full ICE agent sends it. */
function printCheck({ ufrag, password }: IceServer): Buffer {
  const header = Buffer.from('000100002112a442000102030405060708090a0b', 'hex');
  const open = Buffer.concat([
    header,
    attribute(0x0006, Buffer.from(`${ufrag}:test`)),
    attribute(0x0025, Buffer.alloc(0)),
  ]);
  open.writeUInt16BE(open.length - 20 + 24, 2);
  return Buffer.concat([open, attribute(0x0008, createHmac('sha1', password).update(open).digest())]);
}

/** Checks, sends datagrams from the address that was checked, and checks again; tells which checks were answered. */
export async function sendDatagrams(
  server: IceServer,
  datagrams: readonly Buffer[],
): Promise<{ before: boolean; after: boolean }> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  let answers = 0;
  socket.on('message', (bytes) => {
    if (bytes.readUInt16BE(0) === 0x0101) answers += 1;
  });
  const check = async (): Promise<boolean> => {
    const known = answers;
    for (let tries = 0; tries < 50 && answers === known; tries++) {
      socket.send(printCheck(server), server.port, '127.0.0.1');
      await setTimeout(200);
    }
    return answers > known;
  };
  try {
    const before = await check();
    for (const bytes of datagrams) socket.send(bytes, server.port, '127.0.0.1');
    return { before, after: await check() };
  } finally {
    socket.close();
  }
}
