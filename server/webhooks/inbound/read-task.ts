import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import type { TaskFact } from '../../../domain/recording/task-lifecycle.ts';
import { roomText } from '../../../domain/room/room-key.ts';
import type { TrtcRecordingEvent } from '../../../wire/trtc-recording-callback.ts';
import type { ReadCallback } from './read-css.ts';

const formats: Readonly<Record<string, RecordingFormat>> = { m3u8: 'hls', mp4: 'mp4', aac: 'aac' };

/** The vendor tells no format: the end of the file's address does. */
function formatOf(videoUrl: string): RecordingFormat | null {
  const path = videoUrl.split('?')[0]!;
  return formats[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? null;
}

/** What an event says of the task itself. A beginning that failed (its status is not 0) says nothing: no task runs. */
function taskFactOf({ taskId, eventMs, payload }: TrtcRecordingEvent): TaskFact | null {
  if (payload.name === 'task-left')
    return { type: 'task-left', taskId, atMs: eventMs, leaveCode: payload.leaveCode };
  if (payload.name === 'task-started' && payload.status === 0)
    return { type: 'task-started', taskId, atMs: eventMs };
  return null;
}

/**
 * What a task's event says: that it began or is over, or that a file of a user's stream is in the library. The file's size
 * is for DescribeMediaInfos.
 */
export function readTaskEvent(sdkAppId: number, event: TrtcRecordingEvent): ReadCallback {
  const { room, taskId, payload } = event;
  if (payload.name !== 'file-committed') {
    const status = 'status' in payload && payload.status !== 0 ? `/${payload.status}` : '';
    const fact = taskFactOf(event);
    return {
      dedupeKey: `task/${taskId}/${payload.name}${status}`,
      facts: fact === null ? [] : [{ about: 'task', sdkAppId, robotUserId: event.userId, fact }],
    };
  }
  const { userId, streamType, fileId, videoUrl, startMs, endMs } = payload.file;
  const format = formatOf(videoUrl);
  const dedupeKey = `file/${fileId}/${format ?? 'unknown'}`;
  if (format === null) return { dedupeKey, facts: [] };
  return {
    dedupeKey,
    facts: [
      {
        about: 'stream',
        sdkAppId,
        // The name that the stream has on the live network unless its publisher chose another.
        streamId: encodeURIComponent(`${sdkAppId}_${roomText(room)}_${userId}_${streamType}`),
        fact: {
          ...{ type: 'file-announced', fileId, taskId, format, startMs, endMs, bytes: 0 },
          durationMs: Math.max(0, endMs - startMs),
          identity: { room, userId, streamType, userDefineRecordId: null },
        },
      },
    ],
  };
}
