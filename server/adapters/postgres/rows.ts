import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import type { RecordingGap } from '../../../domain/recording/gaps.ts';
import type { Interruption } from '../../../domain/recording/pushes.ts';
import type { RoomName } from '../../../domain/room/room-key.ts';
import type {
  MixRecord,
  RecordingFileRecord,
  RecordingRecord,
  RoomRecord,
  StreamRecord,
} from '../../ports/records.ts';

/** Rows as postgres.js gives them: bigint as text, timestamptz as Date. */
export interface RoomRow {
  readonly id: string;
  readonly sdk_app_id: string;
  readonly room_kind: 'int' | 'string';
  readonly room_name: string;
  readonly number: number;
  readonly comm_id: string | null;
  readonly state: RoomRecord['state'];
  readonly started_at: Date;
  readonly ended_at: Date | null;
}

export function readRoomName(kind: 'int' | 'string', value: string): RoomName {
  return kind === 'int' ? { kind, value: Number(value) } : { kind, value };
}

export function readRoom(row: RoomRow): RoomRecord {
  return {
    id: row.id,
    sdkAppId: Number(row.sdk_app_id),
    name: readRoomName(row.room_kind, row.room_name),
    number: row.number,
    commId: row.comm_id,
    state: row.state,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  };
}

export interface StreamRow {
  readonly id: string;
  readonly sdk_app_id: string;
  readonly room_id: string | null;
  readonly stream_id: string;
  readonly user_id: string | null;
  readonly stream_type: StreamRecord['streamType'];
  readonly state: StreamRecord['state'];
  readonly width: number | null;
  readonly height: number | null;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly interruptions: readonly Interruption[];
}

export function readStream(row: StreamRow): StreamRecord {
  return {
    id: row.id,
    sdkAppId: Number(row.sdk_app_id),
    roomId: row.room_id,
    streamId: row.stream_id,
    userId: row.user_id,
    streamType: row.stream_type,
    state: row.state,
    width: row.width,
    height: row.height,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    interruptions: row.interruptions,
  };
}

export interface RecordingRow {
  readonly id: string;
  readonly sdk_app_id: string;
  readonly room_id: string | null;
  readonly has_stream: boolean;
  readonly kind: RecordingRecord['kind'];
  readonly user_id: string | null;
  readonly stream_id: string;
  readonly stream_type: RecordingRecord['streamType'];
  readonly user_define_record_id: string | null;
  readonly state: RecordingRecord['state'];
  readonly failure: string | null;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly duration_ms: string | null;
  readonly description: string;
  readonly tags: string[];
  readonly name: string;
  readonly bytes: string;
  readonly retention_days: number | null;
  readonly gaps: readonly RecordingGap[];
  readonly session_ids: readonly string[];
  readonly duplicate_of: string | null;
  readonly method: RecordingRecord['method'];
  readonly start_gap_ms: string | null;
  readonly live_since: Date | null;
  readonly told_started: boolean;
  readonly told_ended_at: Date | null;
  readonly told_ending: string | null;
}

export function readRecording(row: RecordingRow): RecordingRecord {
  return {
    id: row.id,
    sdkAppId: Number(row.sdk_app_id),
    roomId: row.room_id,
    // A stream and its recording are one session and share its id; a second recording of it has its own.
    streamRecordId: row.has_stream ? row.id : row.duplicate_of,
    kind: row.kind,
    userId: row.user_id,
    streamId: row.stream_id,
    streamType: row.stream_type,
    userDefineRecordId: row.user_define_record_id,
    state: row.state,
    failure: row.failure,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    durationMs: row.duration_ms === null ? null : Number(row.duration_ms),
    description: row.description,
    tags: row.tags,
    name: row.name,
    bytes: Number(row.bytes),
    retentionDays: row.retention_days,
    gaps: row.gaps,
    sessionIds: row.session_ids,
    duplicateOf: row.duplicate_of,
    method: row.method,
    startGapMs: row.start_gap_ms === null ? null : Number(row.start_gap_ms),
  };
}

export interface FileRow {
  readonly id: string;
  readonly recording_id: string;
  readonly file_id: string;
  readonly format: RecordingFormat;
  readonly part: number;
  readonly name: string | null;
  readonly state: RecordingFileRecord['state'];
  readonly bytes: string | null;
  readonly duration_ms: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly media_url: string | null;
  readonly started_at: Date;
  readonly ended_at: Date;
  readonly created_at: Date;
  readonly deleted_at: Date | null;
  readonly gone_because: RecordingFileRecord['goneBecause'];
  readonly sub_app_id: string | null;
  readonly expires_at: Date | null;
  readonly md5: string | null;
  readonly cover_url: string | null;
  readonly sprite_vtt_url: string | null;
  readonly trashed_at: Date | null;
  readonly purge_at: Date | null;
  readonly former_expires_at: Date | null;
  readonly delivered_path: string | null;
}

export function readFile(row: FileRow): RecordingFileRecord {
  return {
    id: row.id,
    recordingId: row.recording_id,
    fileId: row.file_id,
    format: row.format,
    part: row.part,
    name: row.name,
    state: row.state,
    bytes: row.bytes === null ? null : Number(row.bytes),
    durationMs: row.duration_ms === null ? null : Number(row.duration_ms),
    width: row.width,
    height: row.height,
    mediaUrl: row.media_url,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    createdAt: row.created_at,
    deletedAt: row.deleted_at,
    goneBecause: row.gone_because,
    subAppId: row.sub_app_id === null ? null : Number(row.sub_app_id),
    expiresAt: row.expires_at,
    md5: row.md5,
    coverUrl: row.cover_url,
    spriteVttUrl: row.sprite_vtt_url,
    trashedAt: row.trashed_at,
    purgeAt: row.purge_at,
    formerExpiresAt: row.former_expires_at,
    deliveredPath: row.delivered_path,
  };
}

export interface MixRow {
  readonly id: string;
  readonly sdk_app_id: string;
  readonly room_id: string;
  readonly stream_id: string;
  readonly record_id: string | null;
  readonly asked_by: string | null;
  readonly into_own_stream: boolean;
  readonly state: MixRecord['state'];
  readonly width: number;
  readonly height: number;
  readonly form: MixRecord['form'];
  readonly next_layout: MixRecord['nextLayout'];
  readonly layout_state: MixRecord['layoutState'];
  readonly requested_at: Date;
  readonly stop_requested_at: Date | null;
  readonly stopped_at: Date | null;
  readonly failure: string | null;
}

export function readMix(row: MixRow): MixRecord {
  return {
    id: row.id,
    sdkAppId: Number(row.sdk_app_id),
    roomId: row.room_id,
    streamId: row.stream_id,
    recordId: row.record_id,
    askedBy: row.asked_by,
    intoOwnStream: row.into_own_stream,
    state: row.state,
    width: row.width,
    height: row.height,
    form: row.form,
    nextLayout: row.next_layout,
    layoutState: row.layout_state,
    requestedAt: row.requested_at,
    stoppedAt: row.stopped_at,
    failure: row.failure,
  };
}
