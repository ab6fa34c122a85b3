import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { Track } from '../containers/track.ts';
import { readAudioTrack } from '../containers/audio-track.ts';
import { readVideoTrack } from '../containers/video-track.ts';
import { describeFile } from './described-file.ts';
import { removeSideFile } from './fast-start.ts';
import type { WrittenFile } from './format-writer.ts';
import type { Journal } from './journal.ts';
import type { JournalEntry, JournalFile, JournalTracks } from './journal-entry.ts';
import { aacFileName } from './aac-writer.ts';
import { flvFileName } from './flv-writer.ts';
import { playlistName } from './hls-writer.ts';
import { mp4FileName } from './mp4-writer.ts';
import { recoverAac } from './recover-aac.ts';
import { recoverFlv } from './recover-flv.ts';
import type { RecordedFile, RecordingListener } from './recorded-file.ts';
import { recoverHls } from './recover-hls.ts';
import { recoverMp4 } from './recover-mp4.ts';
import { listTracks } from './session-files.ts';
import type { RecordingTracks } from './sample-assembler.ts';
import { nothingToRecord } from './nothing-to-record.ts';

function tracksOf({ video, videoCodec = 'h264', audio }: JournalTracks): RecordingTracks {
  return {
    video: video === null ? null : readVideoTrack(videoCodec, Buffer.from(video, 'base64')),
    audio: audio === null ? null : readAudioTrack(Buffer.from(audio, 'base64')),
  };
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    },
  );
}

const recoveries: Readonly<
  Record<RecordingFormat, (folder: string, tracks: readonly Track[]) => Promise<WrittenFile | null>>
> = { hls: recoverHls, mp4: recoverMp4, flv: recoverFlv, aac: recoverAac };
const fileNames: Readonly<Record<RecordingFormat, string>> = {
  hls: playlistName,
  mp4: mp4FileName,
  flv: flvFileName,
  aac: aacFileName,
};

/** Finishes one file where a kill left it: null when it holds nothing. */
async function recoverFile(mediaFolder: string, file: JournalFile): Promise<RecordedFile | null> {
  const folder = path.join(mediaFolder, file.fileId);
  const tracks = tracksOf(file);
  // What the index of the last fragments is read by: an HLS recording goes on through changes of its codecs.
  const list = listTracks(tracksOf(file.later?.at(-1) ?? file));
  // A kill can come after the note and before the file.
  const isThere = await exists(path.join(folder, fileNames[file.format]));
  const written = isThere ? await recoveries[file.format](folder, list) : null;
  if (written === null) {
    await rm(folder, { recursive: true, force: true });
    return null;
  }
  return describeFile(written, {
    fileId: file.fileId,
    format: file.format,
    startedAtMs: file.startedAtMs,
    endedAtMs: file.startedAtMs + written.durationMs,
    tracks,
    recovered: true,
  });
}

/** Finishes what a process before this one, or an earlier try, began: every file whole, told, and then forgotten. */
export async function recoverSession(
  entry: JournalEntry,
  options: { readonly mediaFolder: string; readonly journal: Journal; readonly listener: RecordingListener },
): Promise<void> {
  const { plan, started, begun } = entry;
  const { mediaFolder, journal, listener } = options;
  let { files } = entry;
  let endedAtMs = entry.endedAtMs ?? entry.heldSinceMs ?? 0;
  for (const file of entry.files) {
    const closed = file.closed ?? (await recoverFile(mediaFolder, file));
    if (closed !== null) {
      files = files.map((each) => (each.fileId === file.fileId ? { ...each, closed } : each));
      if (file.closed === null) await journal.write({ ...entry, files });
      if (file.format === 'mp4') await removeSideFile(path.join(mediaFolder, file.fileId, mp4FileName));
      await listener.fileClosed(plan, closed);
    }
    if (entry.endedAtMs === null) endedAtMs = Math.max(endedAtMs, closed?.endedAtMs ?? file.startedAtMs);
  }
  for (const format of started) {
    const isThere = files.some((file) => file.format === format && file.closed !== null);
    if (begun && !isThere) listener.failed(plan, format, nothingToRecord, endedAtMs);
    await listener.ended(plan, format, endedAtMs);
  }
  await journal.forget(plan.sessionId);
}
