import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { WrittenFile } from './format-writer.ts';
import type { RecordedFile } from './recorded-file.ts';
import type { RecordingTracks } from './sample-assembler.ts';

/** Puts together what the library is told about a finished file. */
export function describeFile(
  written: WrittenFile,
  facts: {
    readonly fileId: string;
    readonly format: RecordingFormat;
    readonly startedAtMs: number;
    readonly endedAtMs: number;
    readonly tracks: RecordingTracks;
    readonly recovered: boolean;
  },
): RecordedFile {
  const { fileId, format, startedAtMs, endedAtMs, recovered } = facts;
  const { video, audio } = facts.tracks;
  return {
    fileId,
    format,
    path: `${fileId}/${written.name}`,
    startedAtMs,
    endedAtMs,
    durationMs: written.durationMs,
    bytes: written.bytes,
    video:
      video === null || format === 'aac'
        ? null
        : { codec: video.codec, width: video.width, height: video.height, frames: written.frames },
    audio: audio === null ? null : { codec: 'aac', sampleRate: audio.sampleRate, channels: audio.channels },
    recovered,
  };
}
