import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RecordingFormat } from '../domain/recording/formats.ts';

/** Pictures and sound frames in a finished file, counted without the engine's own readers. */
export interface FrameCount {
  readonly pictures: number;
  readonly sounds: number;
}

export const countFrames: Readonly<Record<RecordingFormat, (path: string) => Promise<FrameCount>>> = {
  mp4: async (path) => countSampleTables(await readFile(path)),
  hls: countSegments,
  flv: async (path) => countFlvTags(await readFile(path)),
  aac: async (path) => ({ pictures: 0, sounds: countAdtsFrames(await readFile(path)) }),
};

interface Box {
  readonly type: string;
  readonly body: Buffer;
}

/** The boxes of one level (ISO/IEC 14496-12, 4.2). */
function boxesOf(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const short = bytes.readUInt32BE(at);
    const head = short === 1 ? 16 : 8;
    const size = short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short;
    if (size < head) throw new Error(`a box of ${size} bytes at ${at}`);
    boxes.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      body: bytes.subarray(at + head, at + size),
    });
    at += size;
  }
  return boxes;
}

function inside(bytes: Buffer, ...path: readonly string[]): Buffer[] {
  const [type, ...rest] = path;
  if (type === undefined) return [bytes];
  return boxesOf(bytes)
    .filter((box) => box.type === type)
    .flatMap(({ body }) => inside(body, ...rest));
}

/** The kind of each track by its number. */
function trackKinds(movie: Buffer): Map<number, string> {
  return new Map(
    inside(movie, 'moov', 'trak').map((track) => {
      const [head] = inside(track, 'tkhd');
      const [handler] = inside(track, 'mdia', 'hdlr');
      const version = head![0];
      return [head!.readUInt32BE(version === 1 ? 20 : 12), handler!.toString('latin1', 8, 12)];
    }),
  );
}

function countSampleTables(file: Buffer): FrameCount {
  const count = { vide: 0, soun: 0 };
  for (const track of inside(file, 'moov', 'trak')) {
    const kind = inside(track, 'mdia', 'hdlr')[0]!.toString('latin1', 8, 12) as 'vide' | 'soun';
    for (const sizes of inside(track, 'mdia', 'minf', 'stbl', 'stsz')) count[kind] += sizes.readUInt32BE(8);
  }
  return { pictures: count.vide, sounds: count.soun };
}

/** What the playlist names, fragment by fragment. */
async function countSegments(playlist: string): Promise<FrameCount> {
  const text = await readFile(playlist, 'utf8');
  const folder = dirname(playlist);
  const map = /#EXT-X-MAP:URI="([^"]+)"/.exec(text)![1]!;
  const kinds = trackKinds(await readFile(join(folder, map)));
  let [pictures, sounds] = [0, 0];
  for (const uri of text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))) {
    for (const run of inside(await readFile(join(folder, uri)), 'moof', 'traf')) {
      const track = inside(run, 'tfhd')[0]!.readUInt32BE(4);
      const samples = inside(run, 'trun').reduce((sum, body) => sum + body.readUInt32BE(4), 0);
      if (kinds.get(track) === 'vide') pictures += samples;
      else sounds += samples;
    }
  }
  return { pictures, sounds };
}

/** Adobe FLV 10.1, E.3: tags between back-pointers; a body's second byte 0 is a configuration. */
function countFlvTags(file: Buffer): FrameCount {
  let [pictures, sounds] = [0, 0];
  for (let at = 13; at + 11 <= file.length; at += 11 + file.readUIntBE(at + 1, 3) + 4) {
    if (file[at + 12] !== 1) continue;
    if (file[at] === 9) pictures += 1;
    if (file[at] === 8) sounds += 1;
  }
  return { pictures, sounds };
}

/** Each header says how long its frame is (ISO/IEC 13818-7, 6.2). */
function countAdtsFrames(file: Buffer): number {
  let frames = 0;
  for (let at = 0; at + 7 <= file.length; frames += 1) {
    if (file.readUInt16BE(at) >> 4 !== 0xfff) throw new Error(`no ADTS frame at ${at}`);
    at += (file.readUIntBE(at + 3, 3) >> 5) & 0x1fff;
  }
  return frames;
}
