import { audioRunFlags, keySampleFlags, videoRunFlags } from './mp4-fragment.ts';
import type { IndexedSample } from './mp4-sample-table.ts';

/** A fragment found whole in bytes that an interrupted recording left. */
export interface ScannedFragment {
  readonly sequence: number;
  readonly runs: readonly {
    readonly trackId: number;
    readonly dataOffset: number;
    readonly samples: readonly IndexedSample[];
  }[];
}

/** A box header at the beginning of `bytes`, or null when it is torn or says nonsense. */
export function readBoxHeader(bytes: Buffer): { readonly type: string; readonly size: number } | null {
  if (bytes.length < 8) return null;
  const size = bytes.readUInt32BE();
  return size >= 8 ? { type: bytes.toString('latin1', 4, 8), size } : null;
}

/** Reads a `moof` that {@link printFragment} wrote; null when it is anything else. */
export function readMoof(moof: Buffer): ScannedFragment | null {
  try {
    return parseMoof(moof);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function parseMoof(moof: Buffer): ScannedFragment | null {
  const sequence = moof.readUInt32BE(20);
  const runs: ScannedFragment['runs'][number][] = [];
  let at = 24;
  while (at < moof.length) {
    const size = moof.readUInt32BE(at);
    if (moof.toString('latin1', at + 4, at + 8) !== 'traf' || at + size > moof.length) return null;
    const run = parseTraf(moof, at);
    if (run === null) return null;
    runs.push(run);
    at += size;
  }
  return { sequence, runs };
}

/** tfhd (16 bytes), tfdt (20), trun: the one form we write. */
function parseTraf(moof: Buffer, traf: number): ScannedFragment['runs'][number] | null {
  const trackId = moof.readUInt32BE(traf + 8 + 12);
  let decodeTime = Number(moof.readBigUInt64BE(traf + 8 + 16 + 12));
  const trun = traf + 8 + 16 + 20;
  const flags = moof.readUInt32BE(trun + 8) & 0xffffff;
  if (flags !== videoRunFlags && flags !== audioRunFlags) return null;
  const count = moof.readUInt32BE(trun + 12);
  const dataOffset = moof.readUInt32BE(trun + 16);
  const entry = flags === videoRunFlags ? 16 : 8;
  if (trun + 20 + count * entry > moof.length) return null;
  const samples: IndexedSample[] = [];
  for (let index = 0; index < count; index++) {
    const at = trun + 20 + index * entry;
    const duration = moof.readUInt32BE(at);
    const video = entry === 16;
    samples.push({
      decodeTime,
      duration,
      size: moof.readUInt32BE(at + 4),
      key: !video || moof.readUInt32BE(at + 8) === keySampleFlags,
      compositionOffset: video ? moof.readInt32BE(at + 12) : 0,
    });
    decodeTime += duration;
  }
  return { trackId, dataOffset, samples };
}
