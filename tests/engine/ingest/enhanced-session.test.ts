import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { printFlvTag } from '../../../engine/containers/flv-stream.ts';
import type { MediaPacket } from '../../../engine/ingest/media-packet.ts';
import type { Amf0Value } from '../../../engine/ingest/rtmp/amf0.ts';
import { parseAmf0, printAmf0 } from '../../../engine/ingest/rtmp/amf0.ts';
import { ChunkReader } from '../../../engine/ingest/rtmp/chunk-reader.ts';
import { printMessage } from '../../../engine/ingest/rtmp/chunk-writer.ts';
import type { RtmpServer } from '../../../engine/ingest/rtmp/server.ts';
import { startRtmpServer } from '../../../engine/ingest/rtmp/server.ts';
import { eventually } from '../../support/eventually.ts';

const types = {
  setChunkSize: 1,
  audio: 8,
  video: 9,
  data3: 15,
  command3: 17,
  data0: 18,
  command0: 20,
  aggregate: 22,
};

/** A publisher made of bytes, to send what no program at hand sends. */
class Client {
  readonly commands: (readonly Amf0Value[])[] = [];
  readonly #socket: Socket;
  readonly #reader = new ChunkReader(({ type, payload }) => {
    if (type === types.setChunkSize) this.#reader.chunkSize = payload.readUInt32BE();
    if (type === types.command0) this.commands.push(parseAmf0(Buffer.from(payload)));
  });

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async open(port: number): Promise<Client> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const client = new Client(socket);
    socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(1536)]));
    let greeting = Buffer.alloc(0);
    await new Promise<void>((resolve) => {
      const greet = (bytes: Buffer): void => {
        greeting = Buffer.concat([greeting, bytes]);
        if (greeting.length < 1 + 2 * 1536) return;
        socket.off('data', greet);
        socket.on('data', (later: Buffer) => {
          client.#reader.push(later);
        });
        resolve();
      };
      socket.on('data', greet);
    });
    socket.write(Buffer.alloc(1536));
    return client;
  }

  send(type: number, payload: Buffer): void {
    this.#socket.write(printMessage({ chunkStreamId: 3, type, streamId: 1, payload }, 128));
  }

  /** A command as AMF3 clients send it: one byte in front, the rest as ever. */
  command3(...values: readonly Amf0Value[]): void {
    this.send(types.command3, Buffer.concat([Buffer.from([0]), printAmf0(...values)]));
  }

  close(): void {
    this.#socket.destroy();
  }
}

describe('a publisher of the enhanced form', () => {
  const open: { server: RtmpServer; client: Client }[] = [];
  afterEach(async () => {
    for (const { server, client } of open.splice(0)) {
      client.close();
      await server.close();
    }
  });

  async function start(): Promise<{ client: Client; packets: MediaPacket[]; faults: unknown[] }> {
    const packets: MediaPacket[] = [];
    const faults: unknown[] = [];
    const note = (fields: Readonly<Record<string, unknown>>): void => {
      faults.push(fields['err']);
    };
    const server = await startRtmpServer({
      host: '127.0.0.1',
      port: 0,
      log: { warn: note, error: note },
      gate: () =>
        Promise.resolve({
          accepted: true,
          onKick: () => undefined,
          sink: {
            packet: (packet) => packets.push({ ...packet, payload: Buffer.from(packet.payload) }),
            end: () => undefined,
          },
        }),
    });
    const client = await Client.open(server.port);
    open.push({ server, client });
    return { client, packets, faults };
  }

  const named = (client: Client, name: string): Promise<readonly Amf0Value[]> =>
    eventually(name, () => client.commands.find(([first]) => first === name));

  async function publish(client: Client): Promise<void> {
    client.send(
      types.command0,
      printAmf0('publish', 3, null, 'room?sdkappid=1400000123&userid=u&usersig=x', 'live'),
    );
    expect((await named(client, 'onStatus'))[3]).toMatchObject({ code: 'NetStream.Publish.Start' });
  }

  it('is told which codecs are taken', async () => {
    const { client } = await start();
    client.send(
      types.command0,
      printAmf0('connect', 1, { app: 'push', fourCcList: ['hvc1', 'vp09'], capsEx: 15 }),
    );
    const [, , properties] = await named(client, '_result');
    expect(properties).toMatchObject({
      fourCcList: ['avc1', 'hvc1', 'av01', 'mp4a'],
      videoFourCcInfoMap: { avc1: 4, hvc1: 4, av01: 4 },
      audioFourCcInfoMap: { mp4a: 4 },
      capsEx: 4,
    });
  });

  it('and one that offers nothing is told nothing new', async () => {
    const { client } = await start();
    client.command3('connect', 1, { app: 'push', objectEncoding: 3 });
    const [, , properties] = await named(client, '_result');
    expect(Object.keys(properties as object).sort()).toEqual(['capabilities', 'fmsVer']);
  });

  it('sends its packets alone, in aggregates, and among metadata of any form', async () => {
    const { client, packets, faults } = await start();
    client.command3('connect', 1, { app: 'push' });
    await publish(client);
    const config = Buffer.from('90687663310102', 'hex');
    const key = Buffer.from('916876633100000001aa', 'hex');
    const sound = Buffer.from('916d703461bb', 'hex');
    client.send(types.data3, Buffer.concat([Buffer.from([0]), printAmf0('@setDataFrame', 'onMetaData', {})]));
    client.send(types.data0, Buffer.from([0xff, 0xff, 0xff]));
    client.send(types.video, config);
    client.send(
      types.aggregate,
      Buffer.concat(
        [
          { type: types.video, timestampMs: 70, body: key },
          { type: types.command0, timestampMs: 70, body: printAmf0('deleteStream', 0, null, 1) },
          { type: types.audio, timestampMs: 93, body: sound },
        ].flatMap(printFlvTag),
      ),
    );
    await eventually('the sound', () => packets.some(({ kind }) => kind === 'audio'));
    expect(
      packets
        .filter(({ kind }) => kind !== 'metadata')
        .map(({ kind, timestampMs, payload }) => [kind, timestampMs, payload.toString('hex')]),
    ).toEqual([
      ['video', 0, config.toString('hex')],
      ['video', 0, key.toString('hex')],
      ['audio', 23, 'af01bb'],
    ]);
    expect(faults).toEqual([]);
  });

  it('of a codec that is not taken reads why', async () => {
    const { client } = await start();
    client.send(types.command0, printAmf0('connect', 1, { app: 'push' }));
    await publish(client);
    client.send(types.video, Buffer.from('9076703039aa', 'hex'));
    const refusal = await eventually('the refusal', () =>
      client.commands.filter(([name]) => name === 'onStatus').at(1),
    );
    expect(refusal[3]).toMatchObject({
      level: 'error',
      description: 'video codec vp09 is not taken; allowed: avc1 (H.264), hvc1 (HEVC), av01 (AV1)',
    });
  });
});
