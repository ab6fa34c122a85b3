import type { RecordingFormat } from '../../domain/recording/formats.ts';

/** A file as the library has it. */
export interface MediaFile {
  readonly fileId: string;
  readonly sdkAppId: number;
  readonly room: string;
  readonly userId: string | null;
  readonly streamId: string;
  readonly name: string;
  readonly format: RecordingFormat;
  /** Relative to the media folder. */
  readonly path: string;
  readonly bytes: number;
  readonly durationMs: number;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly createdAt: Date;
  readonly width: number | null;
  readonly height: number | null;
  readonly frames: number | null;
  readonly audioSampleRate: number | null;
}

export interface MediaFileRow {
  readonly file_id: string;
  readonly sdk_app_id: string;
  readonly room: string;
  readonly user_id: string | null;
  readonly stream_id: string;
  readonly name: string;
  readonly format: RecordingFormat;
  readonly path: string;
  readonly bytes: string;
  readonly duration_ms: string;
  readonly started_at: Date;
  readonly ended_at: Date;
  readonly created_at: Date;
  readonly width: number | null;
  readonly height: number | null;
  readonly frames: string | null;
  readonly audio_sample_rate: number | null;
}

/** PostgreSQL's bigint arrives as text. */
export function readMediaFile(row: MediaFileRow): MediaFile {
  return {
    fileId: row.file_id,
    sdkAppId: Number(row.sdk_app_id),
    room: row.room,
    userId: row.user_id,
    streamId: row.stream_id,
    name: row.name,
    format: row.format,
    path: row.path,
    bytes: Number(row.bytes),
    durationMs: Number(row.duration_ms),
    startedAt: row.started_at,
    endedAt: row.ended_at,
    createdAt: row.created_at,
    width: row.width,
    height: row.height,
    frames: row.frames === null ? null : Number(row.frames),
    audioSampleRate: row.audio_sample_rate,
  };
}
