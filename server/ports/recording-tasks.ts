import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { CommandedTask, TaskEnd, TaskState } from '../../domain/recording/task-lifecycle.ts';
import type { RoomName, StreamType } from '../../domain/room/room-key.ts';

/** One recording task asked for. The intent is stored before the vendor is called. */
export interface RecordingTaskRecord {
  readonly id: string;
  readonly sdkAppId: number;
  readonly room: RoomName;
  readonly robotUserId: string;
  /** The vendor's id; null until it answered. */
  readonly taskId: string | null;
  /** Derived from what our commands came to and what the provider told. */
  readonly state: TaskState;
  readonly requestedAt: Date;
  /** When it ended as the provider told, else when our stop was answered. */
  readonly stoppedAt: Date | null;
  /** Null until the provider told that it ended. */
  readonly endedBy: TaskEnd | null;
  /** When the media of its first file begins; null until one is announced. */
  readonly firstMediaAt: Date | null;
  readonly failure: string | null;
}

/**
 * Whose streams are recorded: user ids, or beginnings of them and `.*$`. At most 32 a list; null asks nothing. The vendor
 * takes one of the two lists (https://trtc.io/document/45169).
 */
export interface RecordedUsers {
  readonly allowed: readonly string[] | null;
  readonly denied: readonly string[] | null;
}

export interface StartTask {
  readonly sdkAppId: number;
  readonly room: RoomName;
  readonly robotUserId: string;
  readonly users: RecordedUsers;
  readonly formats: readonly RecordingFormat[];
  /** Nothing of the pictures is recorded; needed where AAC is among the formats. */
  readonly soundOnly: boolean;
  readonly streamTypes: readonly StreamType[];
  readonly maxIdleSeconds: number;
  readonly maxFileMinutes: number;
  readonly retentionDays: number;
  readonly userDefineRecordId: string | null;
}

/** The cloud's side of tasks. Every error is a DomainError. */
export interface TaskProvider {
  start(task: StartTask, now: Date): Promise<string>;
  /** Puts the lists in place of those before, whole. */
  updateUsers(sdkAppId: number, taskId: string, users: RecordedUsers): Promise<void>;
  stop(sdkAppId: number, taskId: string): Promise<void>;
}

/** Each change of what is known appends `recording_task.changed` in its transaction. */
export interface RecordingTaskStore {
  request(
    task: Pick<RecordingTaskRecord, 'id' | 'sdkAppId' | 'room' | 'robotUserId' | 'requestedAt'>,
  ): Promise<void>;
  /** What a command came to. Where the provider told of the task, that counts. */
  settle(
    id: string,
    came: { readonly to: CommandedTask; readonly failure: string | null; readonly taskId?: string },
  ): Promise<void>;
  find(id: string): Promise<RecordingTaskRecord | null>;
}
