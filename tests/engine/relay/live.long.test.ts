import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { promisify } from 'node:util';
import { live } from 'tencentcloud-sdk-nodejs/tencentcloud/services/live/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flvTagTypes, FlvStreamReader } from '../../../engine/containers/flv-stream.ts';
import { livePath, signLive } from '../../../wire/live-address.ts';
import { publishAddress, testCredential, testPlayKey } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { startPublisher, type Publisher } from '../../support/publisher.ts';
import { openVodEngine, type VodEngine } from '../../support/vod-engine.ts';

const run = promisify(execFile);
const inTenMinutes = (): number => Math.floor(Date.now() / 1000) + 600;

/** A publisher of noise, which fills buffers fast: a key frame each second, some megabytes. */
function startNoise(address: string): ChildProcess {
  const picture = 'color=gray:size=640x360:rate=15,noise=alls=90:allf=t';
  return spawn(
    'ffmpeg',
    [
      ...['-loglevel', 'error', '-nostdin', '-re', '-f', 'lavfi', '-i', picture],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '14', '-g', '15', '-pix_fmt', 'yuv420p'],
      ...['-f', 'flv', address],
    ],
    { stdio: 'ignore' },
  );
}

describe('a stream with an id of its own', () => {
  const agent = new http.Agent({ keepAlive: true });
  let house: VodEngine;
  const publishers: Publisher[] = [];

  const publish = (streamId: string, seconds = 300, size = '320x180'): Publisher => {
    const address = publishAddress(house.engine.ports['rtmp']!, {
      ...{ room: 'air', userId: `u-${streamId}`, extra: `&streamid=${streamId}` },
    });
    const publisher = startPublisher(address, seconds, size);
    publishers.push(publisher);
    return publisher;
  };
  const open = (streamId: string, ending: 'flv' | 'm3u8', expiresAt = inTenMinutes()): string =>
    `http://127.0.0.1:${String(house.engine.ports['http'])}${livePath(streamId, ending)}?${signLive(testPlayKey, streamId, expiresAt)}`;
  const onAir = (streamId: string) =>
    eventually(
      `${streamId} is on the air`,
      async () => (await fetch(open(streamId, 'flv'), { method: 'HEAD' })).ok,
      60_000,
    );
  /** Packets that a foreign reader finds in three seconds of it. */
  const probeLive = async (url: string) => {
    const { stdout } = await run(
      'ffprobe',
      [
        ...['-v', 'error', '-rw_timeout', '30000000', '-read_intervals', '%+3', '-count_packets'],
        ...['-show_entries', 'stream=codec_name,codec_type,width,nb_read_packets', '-of', 'json', url],
      ],
      { timeout: 90_000 },
    );
    const { streams } = JSON.parse(stdout) as {
      readonly streams: readonly {
        readonly codec_name: string;
        readonly codec_type: string;
        readonly width?: number;
        readonly nb_read_packets: string;
      }[];
    };
    return new Map(streams.map((stream) => [stream.codec_type, stream]));
  };
  /** What the vendor's own call says that viewers took. */
  const relayBytes = async (streamId: string): Promise<number> => {
    const endpoint = `127.0.0.1:${String(house.engine.ports['http'])}/api`;
    const client = new live.v20180801.Client({
      ...{ credential: testCredential, region: 'ap-guangzhou' },
      profile: { httpProfile: { protocol: 'http://', endpoint, agent } },
    });
    const { DataInfoList = [] } = await client.DescribeStreamPlayInfoList({
      StartTime: new Date(Date.now() - 3_600_000).toISOString(),
      EndTime: new Date(Date.now() + 60_000).toISOString(),
      StreamName: streamId,
    });
    return Math.round(DataInfoList.reduce((sum, { Flux = 0 }) => sum + Flux, 0) * 1e6);
  };

  beforeAll(async () => {
    house = await openVodEngine();
    publish('class_a');
    await onAir('class_a');
  });
  afterAll(async () => {
    for (const { process } of publishers) process.kill('SIGKILL');
    await Promise.all(publishers.map(({ ended }) => ended));
    await house.close();
    agent.destroy();
  });

  it('plays as HTTP-FLV', async () => {
    const streams = await probeLive(open('class_a', 'flv'));
    expect(streams.get('video')).toMatchObject({ codec_name: 'h264', width: 320 });
    expect(streams.get('audio')).toMatchObject({ codec_name: 'aac' });
    expect(Number(streams.get('video')!.nb_read_packets)).toBeGreaterThan(20);
  });

  it('plays as HLS from a playlist that slides', async () => {
    const streams = await probeLive(open('class_a', 'm3u8'));
    expect(streams.get('video')).toMatchObject({ codec_name: 'h264', width: 320 });
    expect(streams.get('audio')).toMatchObject({ codec_name: 'aac' });
    const playlist = await eventually(
      'a playlist whose beginning has gone',
      async () => {
        const text = await (await fetch(open('class_a', 'm3u8'))).text();
        return /MEDIA-SEQUENCE:([3-9]|\d\d)/.test(text) ? text : null;
      },
      90_000,
    );
    expect(playlist.match(/#EXTINF/g)!.length).toBe(6);
    expect(playlist).not.toContain('ENDLIST');
  });

  it('is decoded from its first byte on without a fault', async () => {
    const { stderr } = await run(
      'ffmpeg',
      ['-v', 'error', '-i', open('class_a', 'flv'), '-t', '3', '-f', 'null', '-'],
      { timeout: 90_000 },
    );
    expect(stderr).toBe('');
  });

  it('opens for nobody without a sign that is right and in time', async () => {
    const status = async (url: string): Promise<number> => (await fetch(url, { method: 'HEAD' })).status;
    expect(await status(open('class_a', 'flv').split('?')[0]!)).toBe(403);
    expect(await status(open('class_a', 'flv', Math.floor(Date.now() / 1000) - 1))).toBe(403);
    expect(await status(open('class_a', 'm3u8').replace(/txSecret=./, 'txSecret=x'))).toBe(403);
    expect(await status(open('nobody', 'flv'))).toBe(404);
    expect(await status(open('nobody', 'm3u8'))).toBe(404);
    const segment = open('class_a', 'm3u8').replace('.m3u8', '/init-1.mp4');
    expect(await status(segment)).toBe(200);
    expect(await status(segment.split('?')[0]!)).toBe(403);
  });

  it('may be fetched from another site', async () => {
    const answer = await fetch(open('class_a', 'flv'), { method: 'OPTIONS' });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const refused = await fetch(open('class_a', 'flv').split('?')[0]!, { method: 'HEAD' });
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('is not on the air without an id of its own', async () => {
    const address = publishAddress(house.engine.ports['rtmp']!, { room: 'quiet', userId: 'u9' });
    publishers.push(startPublisher(address, 300));
    await eventually(
      'it is seen',
      () => house.receiver.trtc.some(({ name, userId }) => name === 'video-started' && userId === 'u9'),
      60_000,
    );
    const answer = await fetch(open('1400000123_quiet_u9_main', 'flv'), { method: 'HEAD' });
    expect(answer.status).toBe(404);
  });

  it('leaves pictures out up to a key frame for who reads too slowly, and nothing for others', async () => {
    const address = publishAddress(house.engine.ports['rtmp']!, {
      ...{ room: 'air', userId: 'noisy', extra: '&streamid=class_b' },
    });
    const noisy = startNoise(address);
    try {
      await onAir('class_b');
      const watch = async () => {
        const request = http.get(open('class_b', 'flv'));
        const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
        const pictures: { readonly atMs: number; readonly isKey: boolean }[] = [];
        const reader = new FlvStreamReader(({ type, timestampMs, body }) => {
          if (type === flvTagTypes.video && body[1] === 1)
            pictures.push({ atMs: timestampMs, isKey: body[0] === 0x17 });
        });
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          reader.push(chunk);
        });
        return { request, answer, pictures, bytes: () => bytes };
      };
      const lazy = await watch();
      lazy.answer.pause();
      const eager = await watch();
      // More than the engine and the system's sockets keep for one who does not read.
      await eventually('the other one has seen much', () => eager.bytes() > 30_000_000, 180_000);
      lazy.answer.resume();
      const jump = await eventually(
        'the slow one is back',
        () => {
          const at = lazy.pictures.findIndex(
            ({ atMs }, n) => n > 0 && atMs - lazy.pictures[n - 1]!.atMs > 900,
          );
          return at > 0 && { before: lazy.pictures[at - 1]!, after: lazy.pictures[at]! };
        },
        60_000,
      );
      expect(jump.after.isKey).toBe(true);
      const steps = eager.pictures.slice(1).map(({ atMs }, n) => atMs - eager.pictures[n]!.atMs);
      expect(Math.max(...steps)).toBeLessThan(900);
      lazy.request.destroy();
      eager.request.destroy();
    } finally {
      noisy.kill('SIGKILL');
      await once(noisy, 'close');
    }
  }, 300_000);

  it('goes on in HLS after it was away, and tells when it does not come back', async () => {
    const first = publish('class_c');
    await onAir('class_c');
    const playlist = async (): Promise<string> => (await fetch(open('class_c', 'm3u8'))).text();
    await eventually('a segment', async () => (await playlist()).includes('#EXTINF'), 60_000);
    first.process.kill('SIGKILL');
    await first.ended;
    const second = publish('class_c');
    await eventually('the joint', async () => (await playlist()).includes('#EXT-X-DISCONTINUITY\n'), 60_000);
    second.process.kill('SIGKILL');
    await second.ended;
    await eventually('the end', async () => (await playlist()).includes('#EXT-X-ENDLIST'), 60_000);
    expect((await fetch(open('class_c', 'flv'), { method: 'HEAD' })).status).toBe(404);
  });

  it('has its bytes counted, also over a restart', async () => {
    const counted = await eventually('bytes', async () => (await relayBytes('class_a')) || null, 60_000);
    expect(counted).toBeGreaterThan(20_000);
    for (const { process } of publishers.splice(0)) process.kill('SIGKILL');
    await house.restart();
    const before = await relayBytes('class_a');
    expect(before).toBeGreaterThanOrEqual(counted);
    publish('class_a');
    await onAir('class_a');
    await probeLive(open('class_a', 'flv'));
    await eventually('more bytes', async () => (await relayBytes('class_a')) > before, 60_000);
  });
});
