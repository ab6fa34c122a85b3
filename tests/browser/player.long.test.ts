import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoCodec } from '../../engine/containers/track.ts';
import type { MediaPacket } from '../../engine/ingest/media-packet.ts';
import type { RecordingRules } from '../../engine/record/recorded-file.ts';
import { enhancedTestPicture, takenBodies } from '../support/enhanced-flv.ts';
import type { Played, PlayerPage } from '../support/player-page.ts';
import { startPlayerPage } from '../support/player-page.ts';
import type { Recorded } from '../support/recorded.ts';
import { recordPackets } from '../support/recorded.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';

const seconds = 4;

describe('the player', { timeout: 120_000 }, () => {
  const folder = openTemporaryFolder();
  let player: PlayerPage;
  beforeAll(async () => {
    player = await startPlayerPage(folder.path);
  });
  afterAll(async () => {
    await player.close();
    folder.close();
  });

  const coded = (codec: VideoCodec, size: string): MediaPacket[] =>
    takenBodies(
      enhancedTestPicture(path.join(folder.path, `${codec}-${size}.flv`), codec, { seconds, size }),
    );
  const record = (packets: readonly MediaPacket[], rules: Partial<RecordingRules> = {}): Promise<Recorded> =>
    recordPackets(folder.path, packets, ['hls', 'mp4', 'flv', 'aac'], rules);

  const play = (file: string, format: 'HLS' | 'MP4' | 'FLV' | 'AAC'): Promise<Played> =>
    player.play(`${player.url}/${path.relative(folder.path, file)}`, format);

  /** To the end without a hole. A busy browser decodes a picture twice or leaves one out, so those are counted nearly. */
  function expectWhole(what: string, played: Played, length = seconds, width = 320): void {
    expect({ what, ...played }).toMatchObject({ what, ended: true, faults: [], width });
    expect(Math.abs(played.seconds - length), what).toBeLessThan(0.4);
    expect(Math.abs(played.playedSeconds - length), what).toBeLessThan(0.4);
    expect(Math.abs(played.frames - length * 15), what).toBeLessThan(length * 3);
  }

  it('plays H.264 in every format to the end', async () => {
    const recorded = await record(coded('h264', '320x180'));
    expect(recorded.failures).toEqual([]);
    for (const format of ['hls', 'mp4', 'flv'] as const) {
      expectWhole(format, await play(recorded.pathOf(format), format.toUpperCase() as 'HLS' | 'MP4' | 'FLV'));
    }
    expect(await play(recorded.pathOf('aac'), 'AAC')).toMatchObject({ ended: true, faults: [] });
  });

  it('plays transport streams through hls.js to the end', async () => {
    const recorded = await record(coded('h264', '320x180'), { hlsSegments: 'ts' });
    expectWhole('ts', await play(recorded.pathOf('hls'), 'HLS'));
  });

  it.each(['fmp4', 'ts'] as const)(
    'plays on where the size changes in the middle (%s)',
    async (hlsSegments) => {
      const later = coded('h264', '640x360').map((packet) => ({
        ...packet,
        timestampMs: packet.timestampMs + seconds * 1000,
      }));
      const recorded = await record([...coded('h264', '320x180'), ...later], { hlsSegments });
      const playlist = recorded.pathOf('hls');
      expect(readFileSync(playlist, 'utf8').match(/#EXT-X-DISCONTINUITY/g)).toHaveLength(1);
      expectWhole(hlsSegments, await play(playlist, 'HLS'), 2 * seconds, 640);
    },
  );

  it('plays AV1 as MP4, as HLS, and through mpegts.js as FLV', async () => {
    const recorded = await record(coded('av1', '320x180'));
    for (const format of ['mp4', 'hls', 'flv'] as const) {
      expectWhole(format, await play(recorded.pathOf(format), format.toUpperCase() as 'HLS' | 'MP4' | 'FLV'));
    }
  });

  it('says so when it cannot', async () => {
    const torn = path.join(folder.path, 'torn.flv');
    writeFileSync(torn, Buffer.alloc(4096, 'no FLV at all '));
    const { faults, ended } = await play(torn, 'FLV');
    expect(ended).toBe(false);
    expect(faults[0]).toContain('The recording cannot be played');
  });
});
