import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { command, setChunkSize } from '../../../bench/rtmp-messages.ts';
import type { MediaPacket } from '../../../engine/ingest/media-packet.ts';
import { isKeyFrame, isMedia } from '../../../engine/ingest/packet-body.ts';
import type { PublishDecision, PublishRequest } from '../../../engine/ingest/publisher.ts';
import type { RtmpServer, RtmpServerOptions } from '../../../engine/ingest/rtmp/server.ts';
import { startRtmpServer } from '../../../engine/ingest/rtmp/server.ts';

const faults: unknown[] = [];
const running: RtmpServer[] = [];

async function start(
  gate: RtmpServerOptions['gate'],
  limits: RtmpServerOptions['limits'] = {},
): Promise<RtmpServer> {
  const note = (fields: Readonly<Record<string, unknown>>): void => {
    faults.push(fields['err']);
  };
  const server = await startRtmpServer({
    host: '127.0.0.1',
    port: 0,
    gate,
    limits,
    log: { warn: note, error: note },
  });
  running.push(server);
  return server;
}

afterEach(async () => {
  faults.length = 0;
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** A gate that lets everybody in and keeps what they send. */
function recordingGate(): {
  gate: RtmpServerOptions['gate'];
  requests: PublishRequest[];
  packets: MediaPacket[];
  ended: Promise<undefined>;
} {
  const requests: PublishRequest[] = [];
  const packets: MediaPacket[] = [];
  const { promise: ended, resolve } = Promise.withResolvers<undefined>();
  const decision: PublishDecision = {
    accepted: true,
    sink: {
      packet: (packet) => packets.push({ ...packet, payload: Buffer.from(packet.payload) }),
      end: () => {
        resolve(undefined);
      },
    },
    onKick: () => undefined,
  };
  return {
    gate: (request) => {
      requests.push(request);
      return Promise.resolve(decision);
    },
    requests,
    packets,
    ended,
  };
}

/** Three seconds of 15 pictures and a tone, sent as fast as the server takes them. */
async function publish(
  port: number,
  key: string,
  codecs: readonly string[] = ['-c:v', 'libx264', '-g', '15', '-c:a', 'aac'],
): Promise<{ code: number; said: string }> {
  const source = [
    '-f',
    'lavfi',
    '-i',
    'testsrc=size=320x180:rate=15:duration=3',
    '-f',
    'lavfi',
    '-i',
    'sine=duration=3:sample_rate=48000',
  ];
  const child = spawn(
    'ffmpeg',
    [
      '-hide_banner',
      '-loglevel',
      'info',
      ...source,
      ...codecs,
      '-pix_fmt',
      'yuv420p',
      '-f',
      'flv',
      `rtmp://127.0.0.1:${String(port)}/push/${key}`,
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

const connected = [...setChunkSize(), ...command('connect', 1, { app: 'push' })];
const published = command('publish', 5, null, 'room1?sdkappid=1&userid=u&usersig=x', 'live');

/** A connection behind its handshake that does not close when the server does. */
async function greeted(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(2 * 1536)]));
  await once(socket, 'connect');
  return socket;
}

function closeOf(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => socket.once('close', resolve));
}

describe('the RTMP server', () => {
  it('takes every picture a real publisher sends, with its address', async () => {
    const { gate, requests, packets, ended } = recordingGate();
    const { port } = await start(gate);
    const { code } = await publish(port, 'room1?sdkappid=1400000123&userid=rexchang&usersig=x');
    await ended;
    expect(code).toBe(0);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ room: { kind: 'string', value: 'room1' }, userId: 'rexchang' });
    const video = packets.filter((packet) => packet.kind === 'video' && isMedia(packet));
    expect(video).toHaveLength(45);
    expect(video.filter(isKeyFrame)).toHaveLength(3);
    expect(video.at(-1)!.timestampMs - video[0]!.timestampMs).toBeGreaterThanOrEqual(2930);
    // 3 s of 1024-sample AAC frames, and the encoder's priming.
    expect(
      packets.filter((packet) => packet.kind === 'audio' && isMedia(packet)).length,
    ).toBeGreaterThanOrEqual(140);
  });

  it('refuses before media is taken, and the publisher sees why', async () => {
    const { port } = await start(() =>
      Promise.resolve({ accepted: false, fault: 'user', reason: 'usersig has expired' }),
    );
    const { code, said } = await publish(port, 'room1?sdkappid=1400000123&userid=rexchang&usersig=x');
    expect(code).not.toBe(0);
    expect(said).toContain('usersig has expired');
  });

  it('names the field of a bad address without asking the gate', async () => {
    const { gate, requests } = recordingGate();
    const { port } = await start(gate);
    const { said } = await publish(port, 'room1?sdkappid=1400000123&userid=a%2Fb&usersig=x');
    expect(said).toContain('userid is "a/b"');
    expect(requests).toEqual([]);
  });

  it('ends a stream in a codec that is not taken, saying which are', async () => {
    const { gate, ended } = recordingGate();
    const { port } = await start(gate);
    const { said, code } = await publish(port, 'room1?sdkappid=1&userid=u&usersig=x', [
      '-c:v',
      'flv1',
      '-c:a',
      'aac',
    ]);
    await ended;
    expect(code).not.toBe(0);
    expect(said).toBeTruthy();
  });

  it('goes on serving a publisher while others send noise', async () => {
    const { gate, packets, ended } = recordingGate();
    const { port } = await start(gate, { handshakeMs: 1000 });
    const hostile = Array.from({ length: 20 }, async (_, index) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.resume();
      const noise = Buffer.alloc(4000, (index * 37) & 0xff);
      if (index % 2 === 0) noise[0] = 3;
      socket.write(noise);
      await once(socket, 'close');
    });
    const { code } = await publish(port, 'room1?sdkappid=1&userid=u&usersig=x');
    await ended;
    expect(code).toBe(0);
    expect(packets.filter((packet) => packet.kind === 'video' && isMedia(packet))).toHaveLength(45);
    await Promise.all(hostile);
    expect(faults).toHaveLength(20);
  });

  it('lets nobody hold a connection without publishing', async () => {
    const { gate } = recordingGate();
    const { port } = await start(gate, { handshakeMs: 50 });
    const socket = connect(port, '127.0.0.1').resume();
    await once(socket, 'close');
    expect(String(faults[0])).toContain('no publishing within the time allowed');
  });

  it('closes who was refused and neither reads nor closes', async () => {
    const { port } = await start(() =>
      Promise.resolve({ accepted: false, fault: 'user', reason: 'usersig has expired' }),
    );
    const socket = await greeted(port);
    socket.write(Buffer.concat([...connected, ...published]));
    // Reads to the end of what is said, and keeps its own side open.
    socket.resume();
    const closed = closeOf(socket);
    await once(socket, 'end');
    // Who has let go of a connection answers what still comes with a reset.
    const knocking = setInterval(() => socket.write(Buffer.alloc(16)), 100);
    await closed;
    clearInterval(knocking);
    expect(faults).toEqual([]);
  });

  it('throws out a publisher who asks on and reads no answers', async () => {
    const { gate, ended } = recordingGate();
    const { port } = await start(gate);
    const socket = await greeted(port);
    const closed = closeOf(socket);
    socket.write(Buffer.concat([...connected, ...published]));
    await once(socket, 'data');
    socket.pause();
    // More than both ends of a connection keep for who does not read.
    const asking = Buffer.concat(Array.from({ length: 2000 }, () => command('createStream', 4, null)).flat());
    for (let time = 0; time < 400 && socket.writable; time++) socket.write(asking);
    await ended;
    expect(String(faults[0])).toContain('reads no answers');
    socket.resume();
    await closed;
  });

  it('rejects a port that is taken', async () => {
    const { gate } = recordingGate();
    const { port } = await start(gate);
    const log = { warn: () => undefined, error: () => undefined };
    await expect(startRtmpServer({ host: '127.0.0.1', port, gate, log })).rejects.toThrow('EADDRINUSE');
  });
});
