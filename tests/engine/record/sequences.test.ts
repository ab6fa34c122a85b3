import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import { adtsHeaderBytes, readAdtsLength } from '../../../engine/containers/adts.ts';
import { FlvStreamReader, flvTagTypes } from '../../../engine/containers/flv-stream.ts';
import { parsePlaylist } from '../../../engine/containers/hls-playlist.ts';
import { videoTrackId } from '../../../engine/containers/track.ts';
import type { MediaPacket } from '../../../engine/ingest/media-packet.ts';
import { scanFragments } from '../../../engine/record/fragment-scan.ts';
import type { RecordedFile } from '../../../engine/record/recorded-file.ts';
import { createRecorders } from '../../../engine/record/recorders.ts';
import { codedTestPicture } from '../../support/flv-packets.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';
import { allFormats, log, makePlan, openNotebook, place } from './notebook.ts';

const folder = openTemporaryFolder();
afterAll(() => {
  folder.close();
});

/** Two configurations of each kind: pictures of two sizes, sound at 48 and 44.1 kHz. */
let pictureConfigs: readonly MediaPacket[];
const soundConfigs: readonly MediaPacket[] = [
  [0x11, 0x90],
  [0x12, 0x10],
].map((config) => ({ kind: 'audio', timestampMs: 0, payload: Buffer.from([0xaf, 0, ...config]) }));
beforeAll(() => {
  pictureConfigs = ['320:180', '640:360'].map((size, at) =>
    codedTestPicture(path.join(folder.path, `${String(at)}.flv`), 1, [
      ...['-vf', `scale=${size}`, '-c:v', 'libx264', '-an'],
    ]).find(({ kind, payload }) => kind === 'video' && payload[1] === 0)!,
  );
});

/** What may befall a stream between two groups of pictures. */
type Incident =
  | { readonly what: 'leap'; readonly toMs: number }
  | { readonly what: 'hold'; readonly afterPackets: number; readonly groups: number }
  | { readonly what: 'return'; readonly toMs: number }
  | { readonly what: 'picture-change' | 'sound-change' | 'nothing' };

interface Group {
  readonly incident: Incident;
  readonly pictures: number;
  readonly pictureMs: number;
  readonly hasSound: boolean;
  /** Sound alone, as of a camera that is off; not after a join, where sound waits for the picture. */
  readonly isDark: boolean;
}

const anyTime = fc.integer({ min: 0, max: 0xffffffff });
const incident: fc.Arbitrary<Incident> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ what: 'nothing' as const }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('leap' as const), toMs: anyTime }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('hold' as const),
      afterPackets: fc.nat(20),
      groups: fc.nat(2),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('return' as const), toMs: anyTime }) },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constantFrom('picture-change' as const, 'sound-change' as const) }),
  },
);
const group: fc.Arbitrary<Group> = fc.record({
  incident,
  pictures: fc.integer({ min: 1, max: 40 }),
  pictureMs: fc.constantFrom(33, 40, 66, 67, 1000),
  hasSound: fc.boolean(),
  isDark: fc.boolean(),
});
const script = fc.record({
  groups: fc.array(group, { minLength: 1, maxLength: 14 }),
  maxFileSeconds: fc.constantFrom(null, 2, 5),
});

/** A picture or a sound that can be told from all others wherever it is found. */
function coded(kind: 'video' | 'audio', id: number, timestampMs: number, key: boolean): MediaPacket {
  const mark = Buffer.alloc(4);
  mark.writeUInt32BE(id);
  const payload =
    kind === 'video'
      ? Buffer.concat([Buffer.from([key ? 0x17 : 0x27, 1, 0, 0, 0, 0, 0, 0, 8, 0x65, 0, 0, 0]), mark])
      : Buffer.concat([Buffer.from([0xaf, 1]), mark, Buffer.alloc(4)]);
  return { kind, timestampMs: timestampMs >>> 0, payload };
}
const pictureMarkAt = 8;

interface Seen {
  readonly pictures: number[];
  readonly sounds: number[];
}

async function readFlv(
  file: string,
): Promise<Seen & { readonly times: Record<'video' | 'audio', number[]> }> {
  const seen = {
    pictures: [] as number[],
    sounds: [] as number[],
    times: { video: [] as number[], audio: [] as number[] },
  };
  new FlvStreamReader(({ type, timestampMs, body }) => {
    if (type === flvTagTypes.script || body[1] === 0) return;
    const isPicture = type === flvTagTypes.video;
    (isPicture ? seen.pictures : seen.sounds).push(body.readUInt32BE(isPicture ? 5 + pictureMarkAt : 2));
    seen.times[isPicture ? 'video' : 'audio'].push(timestampMs);
  }).push(await readFile(file));
  return seen;
}

async function readAac(file: string): Promise<number[]> {
  const bytes = await readFile(file);
  const ids: number[] = [];
  for (let at = 0; at < bytes.length; at += readAdtsLength(bytes.subarray(at))!)
    ids.push(bytes.readUInt32BE(at + adtsHeaderBytes));
  return ids;
}

async function readHls(playlist: string): Promise<Seen & { readonly overlaps: number }> {
  const seen = { pictures: [] as number[], sounds: [] as number[] };
  const ends = new Map<number, number>();
  let overlaps = 0;
  const { segments } = parsePlaylist(await readFile(playlist, 'utf8'));
  for (const [at, { uri, map }] of segments.entries()) {
    const file = path.join(path.dirname(playlist), uri);
    const bytes = await readFile(file);
    const handle = await open(file, 'r');
    const fragments = await scanFragments(handle, at + 1).finally(() => handle.close());
    expect(fragments).toHaveLength(1);
    // Another map may mean another unit of time.
    if (map !== undefined) ends.clear();
    for (const { trackId, dataOffset, samples } of fragments[0]!.runs) {
      let offset = dataOffset;
      for (const { size, decodeTime, duration } of samples) {
        const isPicture = trackId === videoTrackId;
        (isPicture ? seen.pictures : seen.sounds).push(
          bytes.readUInt32BE(offset + (isPicture ? pictureMarkAt : 0)),
        );
        offset += size;
        if (decodeTime < (ends.get(trackId) ?? 0)) overlaps += 1;
        ends.set(trackId, decodeTime + duration);
      }
    }
  }
  return { ...seen, overlaps };
}

let runs = 0;

describe('a recorder, whatever befalls its stream', () => {
  it('keeps every picture and sound that can be decoded, once, in order, in times that only grow', async () => {
    await fc.assert(
      fc.asyncProperty(script, async ({ groups, maxFileSeconds }) => {
        const name = String(runs++);
        const where = place(folder.path, name);
        const { listener, told, of } = openNotebook();
        let nowMs = 1_700_000_000_000;
        const recorders = createRecorders({
          ...where,
          listener,
          log,
          clock: () => nowMs,
          patience: { openMs: 60_000, writeMs: 1e9, finishMs: 60_000 },
        });
        const rules = { maxFileSeconds, resumeTimeoutSeconds: 600 };
        const session = recorders.record(makePlan(name, rules));
        const expected: Seen = { pictures: [], sounds: [] };
        const configs = [0, 0];
        let id = 0;
        let atMs = 0;
        let heldGroups = 0;
        let holdAfter = -1;
        const send = (packet: MediaPacket): void => {
          nowMs += 3;
          session.packet(packet);
        };
        const sendConfigs = (): void => {
          send(pictureConfigs[configs[0]! % 2]!);
          send(soundConfigs[configs[1]! % 2]!);
        };
        sendConfigs();
        let isJoined = false;
        for (const { incident: befalls, pictures, pictureMs, hasSound, isDark } of groups) {
          if (heldGroups > 0 && --heldGroups === 0) {
            session.release('command');
            isJoined = true;
          }
          if (befalls.what === 'leap' || befalls.what === 'return') atMs = befalls.toMs;
          // Of what has sent nothing nobody waits for the return.
          if (befalls.what === 'return' && id > 0) {
            session.end();
            expect(recorders.record(makePlan(`${name}-again`, rules))).toBe(session);
            isJoined = true;
          }
          if (befalls.what === 'picture-change') configs[0]! += 1;
          if (befalls.what === 'sound-change') configs[1]! += 1;
          if (befalls.what !== 'nothing') sendConfigs();
          if (befalls.what === 'hold' && heldGroups === 0) {
            holdAfter = befalls.afterPackets;
            heldGroups = befalls.groups + 1;
          }
          const dark = isDark && !isJoined;
          if (heldGroups === 0) isJoined = false;
          let soundMs = 0;
          for (let n = 0; n < pictures; n++) {
            const pictureAtMs = n * pictureMs;
            const due: { kind: 'video' | 'audio'; timeMs: number }[] = dark
              ? []
              : [{ kind: 'video', timeMs: pictureAtMs }];
            for (; (hasSound || dark) && soundMs <= pictureAtMs; soundMs += 21)
              due.push({ kind: 'audio', timeMs: soundMs });
            for (const { kind, timeMs } of due) {
              if (holdAfter === 0) session.hold('command');
              if (holdAfter >= 0) holdAfter -= 1;
              id += 1;
              send(coded(kind, id, atMs + timeMs, n === 0));
              if (heldGroups === 0 || holdAfter >= 0)
                expected[kind === 'video' ? 'pictures' : 'sounds'].push(id);
            }
          }
          // A hold that the group was too short for begins at its end.
          if (holdAfter >= 0) session.hold('command');
          holdAfter = -1;
          atMs += pictures * pictureMs;
        }
        session.stop();
        await session.done;
        const pathOf = ({ path: file }: RecordedFile): string => path.join(where.mediaFolder, file);
        const failures = told.filter((line) => line.startsWith('failed'));
        const isThere = (format: RecordingFormat): boolean => of(format).length > 0;
        if (expected.pictures.length + expected.sounds.length > 0) {
          const hls = await readHls(pathOf(of('hls')[0]!));
          expect(hls.pictures).toEqual(expected.pictures);
          expect(hls.sounds).toEqual(expected.sounds);
          expect(hls.overlaps).toBe(0);
          const flv = await Promise.all(of('flv').map((file) => readFlv(pathOf(file))));
          expect(flv.flatMap(({ pictures: ids }) => ids)).toEqual(expected.pictures);
          expect(flv.flatMap(({ sounds }) => sounds)).toEqual(expected.sounds);
          for (const { times } of flv) {
            for (const list of [times.video, times.audio])
              expect(list).toEqual([...list].sort((one, other) => one - other));
          }
          const frames = of('mp4').reduce((sum, { video }) => sum + (video?.frames ?? 0), 0);
          expect(frames).toBe(expected.pictures.length);
          if (isThere('aac')) {
            const aac = await Promise.all(of('aac').map((file) => readAac(pathOf(file))));
            expect(aac.flat()).toEqual(expected.sounds);
          }
          expect(failures.filter((line) => !line.startsWith('failed aac'))).toEqual([]);
        }
        expect(isThere('aac')).toBe(expected.sounds.length > 0);
        for (const format of allFormats) {
          const files = of(format);
          for (const [at, file] of files.entries()) {
            expect(file.endedAtMs).toBeGreaterThanOrEqual(file.startedAtMs);
            if (at > 0) expect(file.startedAtMs).toBeGreaterThanOrEqual(files[at - 1]!.endedAtMs);
          }
          const ends = told.filter((line) => line === `ended ${format}`);
          expect(ends).toHaveLength(told.includes(`started ${format}`) ? 1 : 0);
        }
      }),
      { numRuns: 40 },
    );
  });
});
