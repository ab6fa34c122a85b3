import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arrange } from '../../../domain/mixing/arrange.ts';
import type { EncodeParams } from '../../../domain/mixing/encode-params.ts';
import { gridLayout, plainLayout, type MixLayout, type MixStream } from '../../../domain/mixing/layout.ts';
import type { MediaPacket } from '../../../engine/ingest/media-packet.ts';
import { startMix } from '../../../engine/mix/mix.ts';
import { findProgram } from '../../../engine/process/find-program.ts';
import { createProcessRoom, type ProcessRoom } from '../../../engine/process/process-room.ts';
import { eventually } from '../../support/eventually.ts';
import { decodeNewest } from './decoded-mix.ts';
import { CollectingSink, makeStream } from './synthetic-stream.ts';
import { backgroundColor, compareTiles, expectedMap, tileColors } from './tile-map.ts';

const log = pino({ level: 'silent' });
const size = { width: 160, height: 90 };
const encode: EncodeParams = {
  ...{ audioSampleRate: 48_000, audioBitrateKbps: 32, audioChannels: 1 },
  ...{ width: 320, height: 180, videoBitrateKbps: 3000, frameRate: 10, gopSeconds: 1 },
  ...{ backgroundColor, backgroundImageUrl: null },
};
const scenery = { backgroundColor, background: null, watermark: null };

/** Small regions on a large one, out of order and at odd pixels; the last is drawn first. */
function regionsFor(count: number): Extract<MixLayout, { template: 'custom' }>['regions'] {
  const plain = { userId: null, streamType: 'main', media: 'both' } as const;
  return Array.from({ length: count }, (_, index) =>
    index === count - 1
      ? {
          ...{ ...plain, zOrder: 0, renderMode: 'scale' },
          rect: { x: 11, y: 5, width: 290, height: 170 },
        }
      : {
          ...{ ...plain, userId: `u${String(index)}`, zOrder: 20 - index },
          renderMode: (['crop', 'scale', 'fit'] as const)[index % 3]!,
          rect: { x: 7 + (index % 4) * 77, y: 3 + Math.floor(index / 4) * 44, width: 61, height: 41 },
        },
  );
}

function layoutsFor(count: number): readonly MixLayout[] {
  const [u0, u1] = ['u0', 'u1'].map((userId) => ({ userId, streamType: 'main' }) as const);
  const last = { userId: `u${String(count - 1)}`, streamType: 'main' } as const;
  return [
    gridLayout,
    { ...plainLayout, template: 'float', main: last },
    { ...plainLayout, template: 'screen-share', main: last, mainOnRight: count % 2 === 0 },
    {
      ...{ ...plainLayout, template: 'picture-in-picture', main: u0! },
      small: { ...u1!, rect: { x: 201, y: 9, width: 110, height: 62 } },
    },
    { ...plainLayout, template: 'custom', regions: regionsFor(count), placeHolders: false },
  ];
}

let ffmpegPath: string;
let sources: MediaPacket[][];
let processes: ProcessRoom;

beforeAll(async () => {
  ffmpegPath = (await findProgram('ffmpeg', null))!;
  processes = createProcessRoom({ log });
  sources = [];
  for (const rgb of tileColors)
    sources.push(
      await makeStream({
        ...{ color: `0x${rgb.toString(16).padStart(6, '0')}`, flashes: false },
        ...{ seconds: 1, size: `${String(size.width)}x${String(size.height)}`, frameRate: 4 },
      }),
    );
}, 60_000);

afterAll(async () => {
  await processes.close();
});

describe('a film whose layout changes while it runs', () => {
  it.each([1, 2, 3, 4, 9, 16])(
    'shows %i inputs in each template where the layout says, without a gap',
    async (count) => {
      const streams = Array.from({ length: count }, (_, index): MixStream => ({
        ...{ id: `s${String(index)}`, userId: `u${String(index)}`, streamType: 'main', hasPicture: true },
      }));
      const mix = startMix({ encode, layout: gridLayout, ffmpegPath, processes, log });
      const out = new CollectingSink();
      mix.output.subscribe(out);
      for (const [index, { id, userId, streamType }] of streams.entries()) {
        const sink = mix.addInput(id, { userId, streamType });
        for (const packet of sources[index]!) sink.packet(packet);
      }
      for (const layout of layoutsFor(count)) {
        mix.change({ layout, scenery });
        const map = expectedMap(arrange(layout, streams, encode), encode, {
          size,
          indexOf: (id) => Number(id.slice(1)),
        });
        const said = `${layout.template} of ${String(count)}`;
        const seen = await eventually(
          said,
          async () => {
            const from = out.videoMs;
            await out.until(({ videoMs }) => videoMs >= from + 300, 60_000);
            const found = compareTiles(encode, await decodeNewest(out.packets), map);
            return found.wrong < 0.001 ? found.seen : null;
          },
          60_000,
        );
        if (layout.template !== 'picture-in-picture')
          for (let index = 0; index < count; index += 1) expect(seen.get(index), said).toBeGreaterThan(20);
      }
      await mix.stop();

      const times = out.packets
        .filter(({ kind, payload }) => kind === 'video' && payload[1] === 1)
        .map(({ timestampMs }) => timestampMs);
      expect(times.slice(1).filter((ms, index) => ms - times[index]! > 150)).toEqual([]);
    },
    120_000,
  );
});
