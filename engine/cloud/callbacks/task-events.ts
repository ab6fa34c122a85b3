import type { TrtcRecordingEvent, TrtcRecordingPayload } from '../../../wire/trtc-recording-callback.ts';
import type { RecordedFile, RecordingPlan } from '../../record/recorded-file.ts';
import type { TaskEvent } from '../../rooms/recording-task.ts';
import type { Account } from '../account.ts';
import { mediaPath } from '../account.ts';

const done = 0;

function payloadOf(what: TaskEvent['what']): TrtcRecordingPayload {
  switch (what.name) {
    case 'started':
      return { name: 'task-started', status: done };
    case 'left':
      return { name: 'task-left', leaveCode: what.leaveCode };
    case 'upload-started':
    case 'upload-stopped':
      return { name: what.name, status: done };
  }
}

/** 301, 302, 303 and 305: a task from its beginning to its end. */
export function taskCallback(event: TaskEvent): TrtcRecordingEvent {
  const { room, robotUserId, taskId, atMs } = event;
  return {
    kind: 'recording-task',
    callbackMs: atMs,
    room,
    eventMs: atMs,
    userId: robotUserId,
    taskId,
    payload: payloadOf(event.what),
  };
}

/** 311: one file of a task is in the media library. Null for a recording that is no task's. */
export function committedFile(
  account: Account,
  { context, rules }: RecordingPlan,
  file: RecordedFile,
): TrtcRecordingEvent | null {
  const { task, userId, streamType } = context;
  if (task === undefined || userId === null || streamType === 'mix') return null;
  const trackType = file.video === null ? 'audio' : file.audio === null ? 'video' : 'audio_video';
  return {
    kind: 'recording-task',
    callbackMs: file.endedAtMs,
    room: context.room,
    eventMs: file.endedAtMs,
    userId: task.robotUserId,
    taskId: task.taskId,
    payload: {
      name: 'file-committed',
      status: done,
      file: {
        userId,
        streamType,
        trackType,
        fileId: file.fileId,
        videoUrl: `${account.publicUrl()}${mediaPath(account, rules.subAppId, file.path)}`,
        startMs: Math.round(file.startedAtMs),
        endMs: Math.round(file.endedAtMs),
      },
    },
  };
}
