import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { RoomName, StreamType } from '../../domain/room/room-key.ts';
import type { RecordingRules } from '../record/recorded-file.ts';
import type { SubscriptionLists } from './subscription.ts';

export interface CloudRecordingRequest {
  readonly room: RoomName;
  /** The robot that enters the room to record it; one of its name in a room at a time. */
  readonly robotUserId: string;
  readonly lists: SubscriptionLists;
  readonly kinds: { readonly audio: boolean; readonly video: boolean };
  readonly streamTypes: readonly StreamType[];
  readonly maxIdleSeconds: number;
  readonly formats: readonly RecordingFormat[];
  readonly rules: RecordingRules;
  /** Put before the files' names; null for none. */
  readonly userDefineRecordId: string | null;
  /** How long the task can be asked about; it goes on after. */
  readonly expiresInHours: number;
}

/** Why a task ended, in the vendor's numbers (https://trtc.io/document/54914). */
export const leaveCodes = {
  asked: 0,
  sentOut: 1,
  dismissed: 2,
  engineClosed: 3,
  idle: 100,
  duplicate: 101,
} as const;

export interface TaskEvent {
  readonly sdkAppId: number;
  readonly taskId: string;
  readonly room: RoomName;
  readonly robotUserId: string;
  readonly atMs: number;
  readonly what:
    | { readonly name: 'started' }
    | { readonly name: 'left'; readonly leaveCode: number }
    | { readonly name: 'upload-started' }
    | { readonly name: 'upload-stopped' };
}

/** Resolves when the event would survive a kill. Never rejects: false where it could not be kept. */
export type TaskListener = (event: TaskEvent) => Promise<boolean>;
