import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { Track } from '../containers/track.ts';
import { readAudioTrack, readVideoTrack } from '../containers/track.ts';
import { describeFile } from './described-file.ts';
import { removeSideFile } from './fast-start.ts';
import type { WrittenFile } from './format-writer.ts';
import type { Journal, JournalEntry, JournalFile } from './journal.ts';
import { aacFileName } from './aac-writer.ts';
import { flvFileName } from './flv-writer.ts';
import { playlistName } from './hls-writer.ts';
import { mp4FileName } from './mp4-writer.ts';
import { recoverAac } from './recover-aac.ts';
import { recoverFlv } from './recover-flv.ts';
import type { RecordedFile, RecordingListener } from './recorded-file.ts';
import { recoverHls } from './recover-hls.ts';
import { recoverMp4 } from './recover-mp4.ts';
import type { RecordingTracks } from './sample-assembler.ts';
import { nothingToRecord } from './session-recorder.ts';

function tracksOf({ video, audio }: JournalFile): RecordingTracks {
  return {
    video: video === null ? null : readVideoTrack(Buffer.from(video, 'base64')),
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
  const list = [tracks.video, tracks.audio].filter((track): track is Track => track !== null);
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

/** Finishes what a process before this one began: every file whole, told, and then forgotten. */
export async function recoverSession(
  { plan, files }: JournalEntry,
  options: { readonly mediaFolder: string; readonly journal: Journal; readonly listener: RecordingListener },
): Promise<void> {
  const { mediaFolder, journal, listener } = options;
  let kept = files;
  let endedAtMs = 0;
  for (const file of files) {
    const closed = file.closed ?? (await recoverFile(mediaFolder, file));
    if (closed !== null) {
      kept = kept.map((entry) => (entry.fileId === file.fileId ? { ...entry, closed } : entry));
      await journal.write({ plan, files: kept });
      if (file.format === 'mp4') await removeSideFile(path.join(mediaFolder, file.fileId, mp4FileName));
      await listener.fileClosed(plan, closed);
    }
    endedAtMs = Math.max(endedAtMs, closed?.endedAtMs ?? file.startedAtMs);
  }
  for (const format of new Set(files.map((file) => file.format))) {
    const isThere = kept.some((file) => file.format === format && file.closed !== null);
    if (!isThere) listener.failed(plan, format, nothingToRecord, endedAtMs);
    listener.ended(plan, format, endedAtMs);
  }
  await journal.forget(plan.sessionId);
}
