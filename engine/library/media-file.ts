import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { Stills } from './stills-store.ts';

/** The vendor's storage classes, dearest to keep first; files of the last two are asleep until they are restored. */
export const storageClasses = ['STANDARD', 'STANDARD_IA', 'ARCHIVE', 'DEEP_ARCHIVE'] as const;
export type StorageClass = (typeof storageClasses)[number];

/** A file as the library has it. */
export interface MediaFile {
  readonly fileId: string;
  readonly sdkAppId: number;
  /** Null is the main application of the account. */
  readonly subAppId: number | null;
  readonly room: string;
  readonly userId: string | null;
  readonly streamId: string;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly classId: number;
  readonly format: RecordingFormat;
  /** Relative to the media folder. */
  readonly path: string;
  readonly bytes: number;
  readonly durationMs: number;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** When it is deleted by itself; null is never. */
  readonly expiresAt: Date | null;
  /** Since when nothing of it is played; null when it may be. */
  readonly forbiddenAt: Date | null;
  readonly storageClass: StorageClass;
  readonly width: number | null;
  readonly height: number | null;
  readonly frames: number | null;
  readonly videoCodec: string | null;
  readonly audioSampleRate: number | null;
  readonly audioCodec: string | null;
  /** Of the file, or of its playlist, in hexadecimal; null until it was read through. */
  readonly md5: string | null;
  /** Where the bytes lie; null is the media folder. */
  readonly destination: string | null;
  /** A file of a sleeping class can be played from then on, another was woken by then; null: see its class. */
  readonly awakeFrom: Date | null;
  /** And until then; null is for good. */
  readonly awakeUntil: Date | null;
  /** Null until they are made, and where none are. */
  readonly stills: Stills | null;
}

export interface MediaFileRow {
  readonly file_id: string;
  readonly sdk_app_id: string;
  readonly sub_app_id: string | null;
  readonly room: string;
  readonly user_id: string | null;
  readonly stream_id: string;
  readonly name: string;
  readonly description: string;
  readonly tags: string[];
  readonly class_id: string;
  readonly format: RecordingFormat;
  readonly path: string;
  readonly bytes: string;
  readonly duration_ms: string;
  readonly started_at: Date;
  readonly ended_at: Date;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly expires_at: Date | null;
  readonly forbidden_at: Date | null;
  readonly storage_class: StorageClass;
  readonly width: number | null;
  readonly height: number | null;
  readonly frames: string | null;
  readonly video_codec: string | null;
  readonly audio_sample_rate: number | null;
  readonly audio_codec: string | null;
  readonly md5: string | null;
  readonly destination: string | null;
  readonly awake_from: Date | null;
  readonly awake_until: Date | null;
  readonly stills: Stills | null;
}

/** PostgreSQL's bigint arrives as text. */
export function readMediaFile(row: MediaFileRow): MediaFile {
  return {
    fileId: row.file_id,
    sdkAppId: Number(row.sdk_app_id),
    subAppId: row.sub_app_id === null ? null : Number(row.sub_app_id),
    room: row.room,
    userId: row.user_id,
    streamId: row.stream_id,
    name: row.name,
    description: row.description,
    tags: row.tags,
    classId: Number(row.class_id),
    format: row.format,
    path: row.path,
    bytes: Number(row.bytes),
    durationMs: Number(row.duration_ms),
    startedAt: row.started_at,
    endedAt: row.ended_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    expiresAt: row.expires_at,
    forbiddenAt: row.forbidden_at,
    storageClass: row.storage_class,
    width: row.width,
    height: row.height,
    frames: row.frames === null ? null : Number(row.frames),
    videoCodec: row.video_codec,
    audioSampleRate: row.audio_sample_rate,
    audioCodec: row.audio_codec,
    md5: row.md5,
    destination: row.destination,
    awakeFrom: row.awake_from,
    awakeUntil: row.awake_until,
    stills: row.stills,
  };
}
