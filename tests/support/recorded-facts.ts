import type { SubjectFact } from '../../server/ports/inbox.ts';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { RoomName } from '../../domain/room/room-key.ts';

export interface Recorded {
  readonly sdkAppId?: number;
  readonly streamId: string;
  readonly userId: string;
  readonly room: RoomName;
  readonly atMs: number;
  readonly seconds?: number;
  readonly formats?: readonly RecordingFormat[];
  readonly bytes?: number;
  /** Left out: every file is confirmed; false: only announced. */
  readonly isConfirmed?: boolean;
}

export const fileIdOf = (streamId: string, format: RecordingFormat): string => `${streamId}-${format}`;

/** Everything that a provider tells of one stream that was recorded and is over. */
export function recordedFacts(recorded: Recorded): SubjectFact[] {
  const { sdkAppId = 1400000123, streamId, userId, room, atMs, seconds = 5, bytes = 1000 } = recorded;
  const { formats = ['hls', 'mp4'], isConfirmed = true } = recorded;
  const identity = { room, userId, streamType: 'main', userDefineRecordId: null } as const;
  const about = { about: 'stream', sdkAppId, streamId } as const;
  const endMs = atMs + seconds * 1000;
  const push = { sequence: streamId, width: 640, height: 360, identity };
  return [
    { about: 'room', sdkAppId, room, fact: { type: 'room-created', atMs, userId, reason: null } },
    { ...about, fact: { ...push, type: 'push-started', atMs } },
    { ...about, fact: { ...push, type: 'push-ended', atMs: endMs, startedAtMs: atMs } },
    ...formats.flatMap((format): SubjectFact[] => {
      const file = { fileId: fileIdOf(streamId, format), bytes, durationMs: seconds * 1000 };
      const announced: SubjectFact = {
        ...about,
        fact: { ...file, type: 'file-announced', format, startMs: atMs, endMs, identity },
      };
      if (!isConfirmed) return [announced];
      const mediaUrl = `http://media.test/vod/1/${file.fileId}/f0.${format}`;
      const size = { width: 640, height: 360 };
      const name = `${streamId}_${format}`;
      return [
        announced,
        { ...about, fact: { ...file, ...size, type: 'file-confirmed', name, mediaUrl, createdAtMs: endMs } },
      ];
    }),
  ];
}
