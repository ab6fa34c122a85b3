import { createReadStream } from 'node:fs';
import { truncate } from 'node:fs/promises';
import path from 'node:path';
import type { FlvTag } from '../containers/flv-stream.ts';
import { FlvStreamReader, flvTagTypes } from '../containers/flv-stream.ts';
import { isMedia } from '../ingest/packet-body.ts';
import type { Track } from '../containers/track.ts';
import { flvFileName, patchFlvLength } from './flv-writer.ts';
import type { WrittenFile } from './format-writer.ts';

const headerBytes = 13;
const aroundBytes = 11 + 4;

interface Seen {
  firstMs: number | null;
  lastMs: number;
  /** Distance of the last two: how long the last one lasts. */
  stepMs: number;
  count: number;
}

/** Ends an FLV that a kill left: its torn last tag goes, its length is written in. Null when it holds no media. */
export async function recoverFlv(folder: string, tracks: readonly Track[]): Promise<WrittenFile | null> {
  const file = path.join(folder, flvFileName);
  let whole = headerBytes;
  const seen = { video: fresh(), audio: fresh() };
  const reader = new FlvStreamReader((tag) => {
    whole += aroundBytes + tag.body.length;
    note(seen, tag);
  });
  for await (const chunk of createReadStream(file)) reader.push(chunk as Buffer);
  const kinds = Object.values(seen).filter(({ count }) => count > 0);
  if (kinds.length === 0) return null;
  await truncate(file, whole);
  const begin = Math.min(...kinds.map(({ firstMs }) => firstMs!));
  const end = Math.max(...kinds.map(({ lastMs, stepMs }) => lastMs + stepMs));
  const durationMs = end - begin;
  return {
    name: flvFileName,
    bytes: await patchFlvLength(file, tracks, durationMs),
    durationMs,
    frames: seen.video.count,
  };
}

function fresh(): Seen {
  return { firstMs: null, lastMs: 0, stepMs: 0, count: 0 };
}

function note(seen: { video: Seen; audio: Seen }, { type, timestampMs, body }: FlvTag): void {
  if (type === flvTagTypes.script) return;
  const name = type === flvTagTypes.video ? 'video' : 'audio';
  if (!isMedia({ kind: name, timestampMs, payload: body })) return;
  const kind = seen[name];
  if (kind.firstMs === null) kind.firstMs = timestampMs;
  else kind.stepMs = timestampMs - kind.lastMs;
  kind.lastMs = timestampMs;
  kind.count += 1;
}
