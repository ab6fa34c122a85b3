import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaPacket } from '../../../engine/ingest/media-packet.ts';
import { createRecorders } from '../../../engine/record/recorders.ts';
import { codedTestPicture } from '../../support/flv-packets.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';
import { decode, log, makePlan, onlyGrows, openNotebook, place } from './notebook.ts';

const folder = openTemporaryFolder();
afterAll(() => {
  folder.close();
});

/** Eight seconds, a key frame every second, and two pictures between any two that others are predicted from. */
let packets: MediaPacket[];
beforeAll(() => {
  const bFrames = ['-bf', '2', '-b_strategy', '0'];
  const args = ['-c:v', 'libx264', '-g', '15', ...bFrames, '-c:a', 'aac'];
  packets = codedTestPicture(path.join(folder.path, 'source.flv'), 8, args);
});

const isPicture = ({ kind, payload }: MediaPacket): boolean => kind === 'video' && payload[1] === 1;

describe('a recording that is held in the middle of a group of pictures', () => {
  it.each([50, 51, 52, 53, 54, 55])(
    'shows what follows after all that it showed before (after %i pictures)',
    async (shown) => {
      const where = place(folder.path, String(shown));
      const { listener, of } = openNotebook();
      const session = createRecorders({ ...where, listener, log }).record(makePlan(String(shown)));
      const last = packets.indexOf(packets.filter(isPicture)[shown - 1]!);
      for (const packet of packets.slice(0, last + 1)) session.packet(packet);
      session.hold('command');
      session.release('command');
      for (const packet of packets.slice(last + 1)) session.packet(packet);
      session.end();
      await session.done;
      for (const format of ['hls', 'mp4', 'flv'] as const) {
        const { pictures, pictureTimes, decodeTimes } = decode(
          path.join(where.mediaFolder, of(format)[0]!.path),
        );
        expect(pictures).toBe(shown + 4 * 15);
        expect(onlyGrows([pictureTimes, ...decodeTimes])).toBe(true);
      }
    },
  );
});
