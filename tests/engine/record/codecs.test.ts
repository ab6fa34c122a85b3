import { cpSync, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { enhancedTestPicture, takenBodies } from '../../support/enhanced-flv.ts';
import { eventually } from '../../support/eventually.ts';
import { probe } from '../../support/probe.ts';
import { readMedia } from '../../support/read-media.ts';
import { openRecordingDesk, recordPackets } from '../../support/recorded.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';

const folder = openTemporaryFolder();
afterAll(() => {
  folder.close();
});

describe.each(['hevc', 'av1'] as const)('a stream in %s', (codec) => {
  const source = path.join(folder.path, `${codec}.flv`);
  const packets = takenBodies(enhancedTestPicture(source, codec, { seconds: 8, size: '322x182' }));

  it('is recorded whole into every format at once', async () => {
    const recorded = await recordPackets(folder.path, packets, ['hls', 'mp4', 'flv', 'aac']);
    expect(recorded.failures).toEqual([]);
    for (const file of recorded.files) {
      const expected = file.format === 'aac' ? null : { codec, width: 322, height: 182, frames: 120 };
      expect(file.video).toEqual(expected);
      // Reordered pictures are shown later than the sound begins.
      expect(Math.abs(file.durationMs - 8000)).toBeLessThan(200);
    }
    for (const format of ['hls', 'mp4'] as const) {
      const { video, audio, durationSeconds } = await probe(recorded.pathOf(format));
      expect(video).toEqual({ codec, width: 322, height: 182, frames: 120 });
      expect(audio).toEqual({ codec: 'aac', sampleRate: 48000 });
      expect(Math.abs(durationSeconds - 8)).toBeLessThan(0.2);
    }
    const flv = await readMedia(recorded.pathOf('flv'));
    expect(flv.video).toMatchObject({ codec, width: 322, height: 182, packets: 120, frames: 120 });
    expect(Math.abs(flv.video!.firstSeconds - flv.audio!.firstSeconds)).toBeLessThan(0.15);
    expect((await probe(recorded.pathOf('aac'))).audio).toEqual({ codec: 'aac', sampleRate: 48000 });
  });

  it('is finished after a kill, with all that was written whole', async () => {
    const running = path.join(folder.path, `${codec}-running`);
    const killed = path.join(folder.path, `${codec}-killed`);
    const { recorders, plan } = openRecordingDesk(folder.path, ['hls', 'mp4', 'flv'], {}, running);
    const session = recorders.record(plan);
    for (const packet of packets) session.packet(packet);
    await eventually('three segments on the disk', () => {
      const media = path.join(running, 'media');
      const names = existsSync(media) ? readdirSync(media, { recursive: true, encoding: 'utf8' }) : [];
      return names.filter((name) => name.endsWith('.m4s')).length >= 3;
    });
    cpSync(running, killed, { recursive: true });
    session.stop();
    await recorders.close();

    const desk = openRecordingDesk(folder.path, [], {}, killed);
    await desk.recorders.recover();
    const { recorded } = desk;
    expect(recorded.failures).toEqual([]);
    expect(recorded.files.map(({ format }) => format).sort()).toEqual(['flv', 'hls', 'mp4']);
    for (const { format, video } of recorded.files) {
      expect(video).toMatchObject({ codec, width: 322, height: 182 });
      expect(video!.frames).toBeGreaterThanOrEqual(30);
      const read =
        format === 'flv'
          ? (await readMedia(recorded.pathOf(format))).video
          : (await probe(recorded.pathOf(format))).video;
      expect(read).toMatchObject({ codec, frames: video!.frames });
    }
  });
});

it('a stream that changes its codec goes on in new files', async () => {
  const [first, second] = (['hevc', 'h264'] as const).map((codec) =>
    takenBodies(
      enhancedTestPicture(path.join(folder.path, `change-${codec}.flv`), codec, { seconds: 2, sound: false }),
    ),
  );
  const later = second!.map((packet) => ({ ...packet, timestampMs: packet.timestampMs + 2000 }));
  const { files, failures, mediaFolder } = await recordPackets(folder.path, [...first!, ...later], ['mp4']);
  expect(failures).toEqual([]);
  expect(files.map(({ video }) => video?.codec)).toEqual(['hevc', 'h264']);
  for (const file of files)
    expect((await probe(path.join(mediaFolder, file.path))).video).toMatchObject({
      codec: file.video!.codec,
      frames: 30,
    });
});
