import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openPublisher } from '../../../bench/publisher.ts';
import { parsePlaylist } from '../../../engine/containers/hls-playlist.ts';
import type { MediaPacket } from '../../../engine/ingest/media-packet.ts';
import { isKeyFrame } from '../../../engine/ingest/packet-body.ts';
import { startRtmpServer } from '../../../engine/ingest/rtmp/server.ts';
import type { RecordingSession } from '../../../engine/record/recorded-file.ts';
import { createRecorders } from '../../../engine/record/recorders.ts';
import { eventually } from '../../support/eventually.ts';
import { codedTestPicture } from '../../support/flv-packets.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';
import { decode, log, makePlan, openNotebook, place } from './notebook.ts';

const folder = openTemporaryFolder();
afterAll(() => {
  folder.close();
});

/** A picture's configuration and one key frame of that size. */
function oneKeyFrame(size: string): readonly MediaPacket[] {
  const file = path.join(folder.path, `${size.replace(':', 'x')}.flv`);
  const packets = codedTestPicture(file, 1, ['-vf', `scale=${size}`, '-c:v', 'libx264', '-an']);
  const config = packets.find(({ kind, payload }) => kind === 'video' && payload[1] === 0)!;
  return [config, packets.find(isKeyFrame)!];
}

describe('a publisher whose codecs change with every key frame', () => {
  it('is followed twenty times, then told of and recorded in what the files have, in bounded room', async () => {
    const where = place(folder.path, 'flood');
    const { told, files, warnings, of, listener } = openNotebook();
    let nowMs = 1_700_000_000_000;
    const recorders = createRecorders({ ...where, listener, log, clock: () => nowMs });
    let session: RecordingSession | null = null;
    let taken = 0;
    const server = await startRtmpServer({
      host: '127.0.0.1',
      port: 0,
      log,
      gate: () => {
        const recording = recorders.record(makePlan('flood', {}, ['hls', 'mp4', 'flv']));
        session = recording;
        const sink = {
          packet: (packet: MediaPacket) => {
            taken += 1;
            recording.packet(packet);
          },
          end: () => {
            recording.end();
          },
        };
        return Promise.resolve({ accepted: true, sink, onKick: () => undefined });
      },
    });
    const target = {
      protocol: 'rtmp',
      port: server.port,
      key: 'r?sdkappid=1&userid=u&usersig=x',
    } as const;
    const publisher = await openPublisher(target, () => undefined);
    const sizes = ['320:180', '640:360', '160:90'].map(oneKeyFrame);
    let sent = 0;
    const change = (times: number): void => {
      for (let time = 0; time < times; time++) {
        const tags = sizes[sent++ % sizes.length]!.map(({ payload }) => ({
          type: 9,
          timestampMs: sent * 1000,
          body: payload,
        }));
        publisher.send(tags, 0);
      }
    };
    change(1000);
    await eventually('all of it is taken', () => taken >= 2000);
    expect(warnings.map(({ code, phase }) => [code, phase])).toEqual([['codecs-unstable', 'begin']]);
    // A minute later some are affordable again.
    nowMs += 61_000;
    change(100);
    await eventually('all of that too', () => taken >= 2200);
    expect(warnings.map(({ phase }) => phase)).toEqual(['begin', 'end', 'begin']);
    await eventually('the files but the last are closed', () => of('mp4').length >= 30);
    await eventually('the journal forgot them', () => {
      const [name] = readdirSync(where.journalFolder).filter((each) => each.endsWith('.json'));
      const text = readFileSync(path.join(where.journalFolder, name!), 'utf8');
      return (JSON.parse(text) as { files: unknown[] }).files.length <= 7;
    });
    publisher.close();
    await eventually('the stream ended', () => session !== null);
    await session!.done;

    expect(told.filter((line) => line.startsWith('failed'))).toEqual([]);
    // The first, twenty, and ten.
    expect(of('mp4')).toHaveLength(31);
    expect(of('flv')).toHaveLength(31);
    const [hls] = of('hls');
    const { segments } = parsePlaylist(readFileSync(path.join(where.mediaFolder, hls!.path), 'utf8'));
    expect(segments.filter(({ map }) => map !== undefined)).toHaveLength(31);
    // A third of what came is of the size that the files have, and is kept.
    const frames = of('mp4').reduce((sum, { video }) => sum + video!.frames, 0);
    expect(frames).toBeGreaterThan(300);
    expect(frames).toBe(hls!.video!.frames);
    for (const file of files.filter(({ format }) => format === 'mp4')) {
      const decoded = decode(path.join(where.mediaFolder, file.path));
      expect(decoded.complaints).toBe('');
      expect(decoded.pictures).toBe(file.video!.frames);
    }
    await recorders.close();
    await server.close();
  }, 300_000);
});
