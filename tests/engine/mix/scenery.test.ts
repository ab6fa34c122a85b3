import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backgroundYuv } from '../../../domain/mixing/background.ts';
import { gridLayout, plainLayout, type MixLayout } from '../../../domain/mixing/layout.ts';
import { readMixForm, type MixForm } from '../../../domain/mixing/mix-form.ts';
import { fetchPublicFile } from '../../../engine/mix/fetch-picture.ts';
import { loadScenery } from '../../../engine/mix/load-scenery.ts';
import { startMix } from '../../../engine/mix/mix.ts';
import { isPublicAddress } from '../../../engine/network/public-address.ts';
import { findProgram } from '../../../engine/process/find-program.ts';
import { createProcessRoom, type ProcessRoom } from '../../../engine/process/process-room.ts';
import { decodeMix, looksLike, pixelAt, type Yuv } from './decoded-mix.ts';
import { CollectingSink } from './synthetic-stream.ts';

const log = pino({ level: 'silent' });
const corner = { x: 0, y: 120, width: 60, height: 60 };
const yuv = (rgb: number): Yuv => {
  const { y, u, v } = backgroundYuv(rgb, { width: 320, height: 180 });
  return [y, u, v];
};

let ffmpegPath: string;
let processes: ProcessRoom;
let server: Server;
let base: string;
const asked: string[] = [];

/** A picture file of one colour, as ffmpeg writes it. */
function pictureFile(format: 'png' | 'mjpeg' | 'bmp', size = '64x36', color = 'red'): Buffer {
  const source = ['-f', 'lavfi', '-i', `color=c=${color}:s=${size}`, '-frames:v', '1'];
  return execFileSync('ffmpeg', [
    ...['-v', 'error', ...source, '-c:v', format, '-q:v', '2', '-f', 'image2pipe', 'pipe:1'],
  ]);
}

beforeAll(async () => {
  ffmpegPath = (await findProgram('ffmpeg', null))!;
  processes = createProcessRoom({ log });
  const png = pictureFile('png');
  const bomb = Buffer.from(png);
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);
  const answers: Readonly<Record<string, Buffer>> = {
    ...{ '/a.png': png, '/a.jpg': pictureFile('mjpeg', '64x36', 'blue'), '/a.bmp': pictureFile('bmp') },
    ...{ '/page.png': Buffer.from('<html>no picture</html>'), '/bomb.png': bomb },
    ...{ '/large.png': Buffer.concat([png, Buffer.alloc(2 * 1024 * 1024)]), '/cut.png': png.subarray(0, 60) },
  };
  server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (path === '/moved.png') response.writeHead(302, { location: '/a.png' }).end();
    else if (path === '/never.png') response.writeHead(200).write('x');
    else if (answers[path] === undefined) response.writeHead(404).end();
    else response.end(answers[path]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await processes.close();
});

function formOf(backgroundImageUrl: string | null, layout: MixLayout = gridLayout): MixForm {
  const { encode } = readMixForm(
    {
      encode: {
        ...{ audioSampleRate: 48_000, audioBitrateKbps: 32, audioChannels: 1, backgroundColor: 0x00ff00 },
        ...{ width: 320, height: 180, videoBitrateKbps: 2000, frameRate: 10, gopSeconds: 1 },
        backgroundImageUrl,
      },
      layout: { template: 'grid' },
    },
    { encode: 'encode', layout: 'layout' },
  );
  return { encode, layout };
}

function load(form: MixForm, trustedHosts: readonly string[] = ['127.0.0.1']) {
  return loadScenery(form, { ffmpegPath, processes, trustedHosts });
}

describe('what a mix is decorated with', () => {
  it('is a background from an address, a watermark over it, and place holders for who is awaited', async () => {
    const awaited = { x: 160, y: 0, width: 160, height: 90 };
    const layout: MixLayout = {
      ...{ ...plainLayout, template: 'custom', placeHolders: true },
      watermark: { url: `${base}/a.jpg`, rect: corner },
      regions: [
        {
          ...{ userId: 'ada', streamType: 'main', rect: awaited, zOrder: 1 },
          ...{ renderMode: 'crop', media: 'both' },
        },
      ],
    };
    const form = formOf(`${base}/a.png`, layout);
    const mix = startMix({ ...form, scenery: await load(form), ffmpegPath, processes, log });
    const out = new CollectingSink();
    mix.output.subscribe(out);
    await out.until(({ videoMs }) => videoMs >= 500, 60_000);
    mix.change({ layout: gridLayout, scenery: await load(formOf(`${base}/a.bmp`)) });
    const changedMs = out.videoMs;
    await out.until(({ videoMs }) => videoMs >= changedMs + 1000, 60_000);
    await mix.stop();
    const decoded = decodeMix(out.packets);
    const [first, last] = [decoded.pictures[2]!.data, decoded.pictures.at(-1)!.data];
    expect(looksLike(pixelAt(decoded, first, 20, 20), yuv(0xff0000))).toBe(true);
    expect(looksLike(pixelAt(decoded, first, 30, 150), yuv(0x0000ff))).toBe(true);
    expect(pixelAt(decoded, first, 240, 36)[0]).toBeGreaterThan(130);
    expect(pixelAt(decoded, first, 170, 10)[0]).toBeLessThan(90);
    expect(looksLike(pixelAt(decoded, last, 30, 150), yuv(0xff0000))).toBe(true);
    expect(looksLike(pixelAt(decoded, last, 240, 36), yuv(0xff0000))).toBe(true);
  });

  it.each([
    ['/page.png', 'no png, jpg or bmp file'],
    ['/bomb.png', '60000×60000 pixels'],
    ['/large.png', 'more than 2097152 bytes'],
    ['/cut.png', 'cannot be decoded'],
    ['/moved.png', 'status 302'],
    ['/gone.png', 'status 404'],
  ])('is refused where %s is no picture, and says why', async (path, reason) => {
    await expect(load(formOf(`${base}${path}`))).rejects.toMatchObject({
      code: 'BAD_INPUT',
      faults: [
        {
          field: 'EncodeParams.backgroundImageUrl',
          allowed: expect.stringContaining(reason) as string,
        },
      ],
    });
  });

  it('is not waited for longer than five seconds', async () => {
    await expect(fetchPublicFile(`${base}/never.png`, { trustedHosts: ['127.0.0.1'] })).rejects.toThrow(
      'did not come within 5 s',
    );
  }, 60_000);

  it('never comes from this machine or its network, by name, by address or by a way of writing one', async () => {
    const before = asked.length;
    const { port } = new URL(base);
    for (const host of [
      '127.0.0.1',
      'localhost',
      '0x7f000001',
      '2130706433',
      '127.1',
      '[::ffff:127.0.0.1]',
      '[::1]',
    ])
      await expect(
        fetchPublicFile(`http://${host}:${port}/a.png`, { trustedHosts: [] }),
        host,
      ).rejects.toThrow('is not a public address');
    expect(asked.length).toBe(before);
  });

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.16.0.1', '192.168.1.1'],
    ...['198.18.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:10.0.0.1', 'fe80::1', 'fd00::1'],
    ...['64:ff9b::a00:1', '2002:a00:1::', '2001:db8::1', 'ff02::1', 'no address'],
  ])('does not take %s for a public address', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['1.1.1.1', '172.32.0.1', '198.20.0.1', '2606:4700:4700::1111'])('takes %s for one', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});
