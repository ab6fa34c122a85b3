import { connect } from 'node:net';
import { openPublisher } from '../../bench/publisher.ts';
import { command, message, setChunkSize } from '../../bench/rtmp-messages.ts';
import type { FlvTag } from '../../engine/containers/flv-stream.ts';
import type { ClipTags } from '../support/content/numbered-clip.ts';
import type { Random } from './seeded-random.ts';

/** Where noise is made, and with what. */
export interface RtmpDoor {
  readonly port: number;
  readonly random: Random;
  readonly clip: ClipTags;
  /** A key that lets in. */
  readonly goodKey: () => string;
}

/** A connection that sends what it is given and waits, no longer than this, to be thrown out. */
const patienceMs = 1500;

function shout(port: number, parts: readonly Buffer[]): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const timer = setTimeout(() => socket.destroy(), patienceMs);
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
    for (const part of parts) socket.write(part);
  });
}

function handshake(random: Random): Buffer {
  return Buffer.concat([Buffer.from([3]), random.bytes(1536 * 2)]);
}

const greeting = { app: 'push', type: 'nonprivate', flashVer: 'FMLE/3.0', tcUrl: 'rtmp://127.0.0.1/push' };

/** A right message with some of its bytes changed. */
function spoil(parts: readonly Buffer[], random: Random): Buffer {
  const bytes = Buffer.concat(parts);
  for (let change = random.whole(1, 6); change > 0; change -= 1)
    bytes[random.whole(0, bytes.length - 1)] = random.whole(0, 255);
  return bytes;
}

function spoilTag(tag: FlvTag, random: Random): FlvTag {
  const body = Buffer.from(tag.body);
  switch (random.whole(0, 5)) {
    case 0:
      return { ...tag, body: body.subarray(0, random.whole(0, Math.min(12, body.length))) };
    case 1:
      return { ...tag, timestampMs: random.whole(0, 0xfffffe) };
    case 2:
      return { ...tag, body: random.bytes(random.whole(1, 400)) };
    case 3:
      return { ...tag, type: random.pick([8, 9, 18, 15, 22]) };
    case 4:
      body[random.whole(0, Math.min(8, body.length - 1))] = random.whole(0, 255);
      return { ...tag, body };
    default:
      return tag;
  }
}

/** Ways to be a nuisance to an RTMP server, by their names. Each ends by itself. */
export const rtmpNoises: Readonly<Record<string, (door: RtmpDoor) => Promise<void>>> = {
  'random bytes': ({ port, random }) => shout(port, [random.bytes(random.whole(1, 8000))]),
  'random chunks': ({ port, random }) =>
    shout(port, [handshake(random), random.bytes(random.whole(1, 4000))]),
  'a message that says it is huge': ({ port, random }) => {
    const head = Buffer.from([
      random.whole(2, 63),
      0,
      0,
      0,
      0xff,
      0xff,
      0xff,
      random.whole(0, 255),
      0,
      0,
      0,
      0,
    ]);
    return shout(port, [handshake(random), head, random.bytes(3000)]);
  },
  'spoilt commands': ({ port, random }) =>
    shout(port, [
      handshake(random),
      ...setChunkSize(),
      spoil(command('connect', 1, greeting), random),
      spoil(command('createStream', 4, null), random),
      spoil(command('publish', 5, null, 'room?sdkappid=1', 'live'), random),
    ]),
  'deep objects': ({ port, random }) => {
    const deep = Buffer.concat(Array.from({ length: 3000 }, () => Buffer.from([3, 0, 1, 0x61])));
    return shout(port, [handshake(random), ...setChunkSize(), ...message(20, 0, 0, deep)]);
  },
  'nothing at all': ({ port }) => shout(port, []),
  'a half handshake': ({ port, random }) => shout(port, [Buffer.from([3]), random.bytes(700)]),
  'a stranger': async ({ port, random }) => {
    const key = `room?sdkappid=${random.whole(0, 1e10)}&userid=${random.whole(0, 1e9)}&usersig=${random.whole(0, 1e9)}`;
    await openPublisher({ protocol: 'rtmp', port, key }, () => undefined).then(
      (publisher) => {
        publisher.close();
        throw new Error('a stranger was let in');
      },
      () => undefined,
    );
  },
  'a welcome publisher of spoilt media': async ({ port, random, clip, goodKey }) => {
    const publisher = await openPublisher({ protocol: 'rtmp', port, key: goodKey() }, () => undefined);
    const first = random.whole(0, clip.media.length - 200);
    const tags = [...clip.head, ...clip.media.slice(first, first + random.whole(1, 200))];
    for (const tag of tags) publisher.send([random.fraction() < 0.1 ? spoilTag(tag, random) : tag], 0);
    publisher.close();
  },
};
