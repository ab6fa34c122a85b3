import type { FileHandle } from 'node:fs/promises';
import { open, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { HlsSegment } from '../containers/hls-playlist.ts';
import {
  initialSegmentName,
  printPlaylist,
  printPlaylistHead,
  printSegment,
} from '../containers/hls-playlist.ts';
import { fileType } from '../containers/mp4-box.ts';
import { initialMovie, printFragment } from '../containers/mp4-fragment.ts';
import type { Track } from '../containers/track.ts';
import { writeAll } from './file-sink.ts';
import type { FormatWriter, WrittenFile } from './format-writer.ts';
import type { MediaFragment } from './fragmenter.ts';

export const playlistName = 'playlist.m3u8';
/** Announced while segments to come are not known; the finished playlist says the true one. */
const growingTargetSeconds = 12;

export function segmentName(index: number): string {
  return `${String(index)}.m4s`;
}

/** An HLS folder: one segment a fragment, a playlist that grows by whole lines and is printed anew at the end. */
export class HlsWriter implements FormatWriter {
  readonly #folder: string;
  readonly #playlist: FileHandle;
  readonly #segments: HlsSegment[] = [];
  #queue: Promise<void> = Promise.resolve();
  #bytes: number;
  #frames = 0;
  #count = 0;
  failure: Error | null = null;
  queuedBytes = 0;

  private constructor(folder: string, playlist: FileHandle, initialBytes: number) {
    this.#folder = folder;
    this.#playlist = playlist;
    this.#bytes = initialBytes;
  }

  static async create(folder: string, tracks: readonly Track[]): Promise<HlsWriter> {
    const initial = Buffer.concat([fileType, initialMovie(tracks)]);
    await writeFile(path.join(folder, initialSegmentName(1)), initial, { flag: 'wx' });
    const playlist = await open(path.join(folder, playlistName), 'ax', 0o644);
    await playlist.appendFile(printPlaylistHead(growingTargetSeconds, 'EVENT'));
    return new HlsWriter(folder, playlist, initial.length);
  }

  append({ runs, durationSeconds }: MediaFragment): void {
    const uri = segmentName(this.#count++);
    const { buffers, bytes } = printFragment(this.#count, runs);
    const first = this.#count === 1;
    this.queuedBytes += bytes;
    this.#queue = this.#queue.then(async () => {
      try {
        if (this.failure !== null) return;
        await this.#write(uri, buffers);
        const segment: HlsSegment = {
          uri,
          durationSeconds,
          ...(first ? { map: initialSegmentName(1) } : {}),
        };
        await this.#playlist.appendFile(printSegment(segment));
        this.#segments.push(segment);
        this.#bytes += bytes;
        this.#frames += runs.find(({ track }) => track.kind === 'video')?.samples.length ?? 0;
      } catch (error) {
        this.failure ??= error instanceof Error ? error : new Error(String(error));
      } finally {
        this.queuedBytes -= bytes;
      }
    });
  }

  async finish(): Promise<WrittenFile | null> {
    await this.#queue;
    await this.#playlist.close();
    if (this.#segments.length === 0) return null;
    const text = printPlaylist(this.#segments);
    await replaceFile(path.join(this.#folder, playlistName), text);
    const seconds = this.#segments.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
    return {
      name: playlistName,
      bytes: this.#bytes + Buffer.byteLength(text),
      durationMs: Math.round(seconds * 1000),
      frames: this.#frames,
    };
  }

  /** The finished playlist is its own note. */
  settle(): Promise<void> {
    return Promise.resolve();
  }

  async #write(uri: string, buffers: readonly Buffer[]): Promise<void> {
    const file = await open(path.join(this.#folder, uri), 'wx', 0o644);
    try {
      await writeAll(file, buffers, 0);
    } finally {
      await file.close();
    }
  }
}

/** A reader sees the old text or the new, never half of one. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const fresh = `${file}.new`;
  await writeFile(fresh, text);
  await rename(fresh, file);
}
