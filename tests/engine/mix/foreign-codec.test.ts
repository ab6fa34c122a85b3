import path from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, it } from 'vitest';
import { gridLayout } from '../../../domain/mixing/layout.ts';
import { startMix } from '../../../engine/mix/mix.ts';
import { findProgram } from '../../../engine/process/find-program.ts';
import { createProcessRoom } from '../../../engine/process/process-room.ts';
import { enhancedTestPicture, takenBodies } from '../../support/enhanced-flv.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';
import { decodeMix, looksLike, pixelAt, toneOnsets, yuvOf } from './decoded-mix.ts';
import { CollectingSink, makeStream, publish } from './synthetic-stream.ts';

const folder = openTemporaryFolder();
afterAll(() => {
  folder.close();
});

it('mixes the sound of a picture that it cannot decode, and everybody else', async () => {
  const foreign = takenBodies(
    enhancedTestPicture(path.join(folder.path, 'foreign.flv'), 'hevc', {
      seconds: 8,
      sound: String.raw`aevalsrc=0.5*sin(2*PI*2000*t)*lt(mod(t\,1)\,0.1):s=48000:d=8`,
    }),
  );
  const plain = await makeStream({ color: 'red', seconds: 8 });
  const warnings: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => warnings.push(line) });
  const processes = createProcessRoom({ log });
  const mix = startMix({
    encode: {
      audioSampleRate: 48_000,
      audioBitrateKbps: 64,
      audioChannels: 2,
      width: 640,
      height: 360,
      videoBitrateKbps: 800,
      frameRate: 15,
      gopSeconds: 2,
      backgroundColor: 0x00ff00,
      backgroundImageUrl: null,
    },
    layout: gridLayout,
    ffmpegPath: (await findProgram('ffmpeg', null))!,
    processes,
    log,
  });
  const out = new CollectingSink();
  mix.output.subscribe(out);
  const ending = new AbortController();
  const published = [
    publish(plain, mix.addInput('a', { userId: 'alice', streamType: 'main' }), ending.signal),
    publish(foreign, mix.addInput('b', { userId: 'bob', streamType: 'main' }), ending.signal),
  ];
  await out.until(({ videoMs }) => videoMs > 5500);
  ending.abort();
  await Promise.all(published);
  await mix.stop();
  await processes.close();

  const decoded = decodeMix(out.packets);
  expect(toneOnsets(decoded.sound, 2000).length).toBeGreaterThanOrEqual(3);
  const late = decoded.pictures.filter(({ ms }) => ms > 2500 && ms < 5500);
  const red = late.filter(({ data }) => looksLike(pixelAt(decoded, data, 160, 180), yuvOf.red));
  expect(red.length / late.length).toBeGreaterThan(0.7);
  // Said once, and no decoder was started in vain.
  expect(warnings.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
    'this picture cannot be mixed; its sound is',
  ]);
}, 120_000);
