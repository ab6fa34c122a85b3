import type { FileHandle } from 'node:fs/promises';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { HlsAnnouncement, HlsSegment } from '../containers/hls-playlist.ts';
import {
  initialSegmentName,
  playlistEnd,
  printAnnouncement,
  printPlaylist,
  printPlaylistHead,
  printSegment,
} from '../containers/hls-playlist.ts';
import type { Track } from '../containers/track.ts';
import { isDiskFull } from './disk-full.ts';
import { closeAfterFailure, writeAll } from './file-sink.ts';
import type { FormatWriter, WrittenFile } from './format-writer.ts';
import type { MediaFragment } from './fragmenter.ts';
import type { SegmentContainer, SegmentForm } from './segment-form.ts';
import { segmentFormOf, segmentName } from './segment-form.ts';
import { syncFile } from './sync-file.ts';

export const playlistName = 'playlist.m3u8';
/** Announced while segments to come are not known; the finished playlist says the true one. */
const growingTargetSeconds = 12;

/**
 * An HLS folder: one segment a fragment, a playlist that grows by whole lines and is printed anew at the end. Where times
 * or codecs do not continue, a discontinuity stands before the segment; other codecs have another initialisation segment,
 * where there is one at all.
 */
export class HlsWriter implements FormatWriter {
  readonly #folder: string;
  readonly #playlist: FileHandle;
  readonly #segments: HlsSegment[] = [];
  #queue: Promise<void> = Promise.resolve();
  readonly #form: SegmentForm;
  #tracks: readonly Track[];
  #maps = 0;
  /** Written since the last sync. */
  #unsynced: string[] = [];
  #bytes = 0;
  /** Of the growing playlist's whole lines. */
  #playlistBytes = 0;
  #frames = 0;
  #count = 0;
  failure: Error | null = null;
  queuedBytes = 0;

  private constructor(folder: string, playlist: FileHandle, tracks: readonly Track[], form: SegmentForm) {
    this.#folder = folder;
    this.#playlist = playlist;
    this.#tracks = tracks;
    this.#form = form;
  }

  /** Rejects where the container cannot hold the tracks. */
  static async create(
    folder: string,
    tracks: readonly Track[],
    container: SegmentContainer,
  ): Promise<HlsWriter> {
    const form = segmentFormOf(container, tracks);
    const playlist = await open(path.join(folder, playlistName), 'ax', 0o644);
    const writer = new HlsWriter(folder, playlist, tracks, form);
    try {
      await writer.#writeInitial();
      await writer.#appendLines(printPlaylistHead(growingTargetSeconds, 'EVENT', container));
      return writer;
    } catch (error) {
      await closeAfterFailure(playlist);
      throw error;
    }
  }

  append(fragment: MediaFragment): Promise<void> {
    const uri = segmentName(this.#count++, this.#form.container);
    const printed = this.#print(fragment);
    if (printed === null) return Promise.resolve();
    const { buffers, bytes } = printed;
    this.queuedBytes += bytes;
    return this.#enqueue(async () => {
      try {
        await this.#write(uri, fragment, buffers, bytes);
      } finally {
        this.queuedBytes -= bytes;
      }
    });
  }

  sync(): Promise<void> {
    return this.#enqueue(async () => {
      const names = this.#unsynced;
      this.#unsynced = [];
      for (const name of names) await syncFile(path.join(this.#folder, name));
      await this.#playlist.datasync();
      await syncFile(this.#folder);
    });
  }

  async finish(): Promise<WrittenFile | null> {
    await this.#queue;
    const playlistBytes = await this.#endPlaylist();
    if (playlistBytes === null) return null;
    const seconds = this.#segments.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
    return {
      name: playlistName,
      bytes: this.#bytes + playlistBytes,
      durationMs: Math.round(seconds * 1000),
      frames: this.#frames,
    };
  }

  /** Prints the playlist anew; on a full disk the grown one is ended where it stands. Its bytes, or null when it names nothing. */
  async #endPlaylist(): Promise<number | null> {
    try {
      if (this.#segments.length === 0) return null;
      const text = printPlaylist(this.#segments);
      try {
        await replaceFile(path.join(this.#folder, playlistName), text);
        return Buffer.byteLength(text);
      } catch (error) {
        if (!isDiskFull(error)) throw error;
        // A line that did not fit goes.
        await this.#playlist.truncate(this.#playlistBytes);
        await this.#playlist.appendFile(playlistEnd);
        return this.#playlistBytes + playlistEnd.length;
      }
    } finally {
      await this.#playlist.close();
    }
  }

  /** The finished playlist is its own note. */
  settle(): Promise<void> {
    return Promise.resolve();
  }

  /** One thing after the other; after the first failure nothing more is done. */
  #enqueue(work: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      if (this.failure !== null) return;
      try {
        await work();
      } catch (error) {
        this.failure ??= error instanceof Error ? error : new Error(String(error));
      }
    });
    return this.#queue;
  }

  async #write(
    uri: string,
    { runs, durationSeconds, joint }: MediaFragment,
    buffers: readonly Buffer[],
    bytes: number,
  ): Promise<void> {
    const told = joint === undefined ? this.#tellFirst() : await this.#join(joint);
    // What is announced stands in the playlist before the segment does: recovery can name a segment that a kill left unnamed.
    const announcement = printAnnouncement(told);
    if (announcement !== '') await this.#appendLines(announcement);
    await this.#writeSegment(uri, buffers);
    try {
      await this.#appendLines(printSegment({ uri, durationSeconds }));
    } catch (error) {
      // Not named, not there.
      await rm(path.join(this.#folder, uri), { force: true }).catch(() => undefined);
      throw error;
    }
    this.#segments.push({ uri, durationSeconds, ...told });
    this.#unsynced.push(uri);
    this.#bytes += bytes;
    this.#frames += runs.find(({ track }) => track.kind === 'video')?.samples.length ?? 0;
  }

  #print({ runs, joint }: MediaFragment): ReturnType<SegmentForm['print']> | null {
    try {
      if (joint !== undefined) this.#form.change(joint);
      return this.#form.print(this.#count, runs);
    } catch (error) {
      this.failure ??= error instanceof Error ? error : new Error(String(error));
      return null;
    }
  }

  #tellFirst(): HlsAnnouncement {
    return this.#segments.length === 0 && this.#maps > 0 ? { map: initialSegmentName(this.#maps) } : {};
  }

  /** Writes the initialisation segment of the present tracks, where the form has one; answers its name. */
  async #writeInitial(): Promise<string | null> {
    const initial = this.#form.initial(this.#tracks);
    if (initial === null) return null;
    this.#maps += 1;
    const map = initialSegmentName(this.#maps);
    await writeFile(path.join(this.#folder, map), initial, { flag: 'wx' });
    this.#unsynced.push(map);
    this.#bytes += initial.length;
    return map;
  }

  /** A new initialisation segment where the codecs are others than before. */
  async #join(tracks: readonly Track[]): Promise<HlsAnnouncement> {
    const discontinuity = this.#segments.length > 0 ? { discontinuity: true } : {};
    const isSame =
      tracks.length === this.#tracks.length && tracks.every((track, at) => track === this.#tracks[at]);
    if (isSame) return { ...discontinuity, ...this.#tellFirst() };
    this.#tracks = tracks;
    const map = await this.#writeInitial();
    return { ...discontinuity, ...(map === null ? {} : { map }) };
  }

  async #appendLines(lines: string): Promise<void> {
    await this.#playlist.appendFile(lines);
    this.#playlistBytes += lines.length;
  }

  async #writeSegment(uri: string, buffers: readonly Buffer[]): Promise<void> {
    const name = path.join(this.#folder, uri);
    const file = await open(name, 'wx', 0o644);
    try {
      await writeAll(file, buffers, 0);
    } catch (error) {
      // The torn segment's room is better used for the playlist's end.
      await rm(name, { force: true }).catch(() => undefined);
      throw error;
    } finally {
      await file.close();
    }
  }
}

/** A reader sees the old text or the new, never half of one. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const fresh = `${file}.new`;
  try {
    await writeFile(fresh, text);
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true }).catch(() => undefined);
    throw error;
  }
}
