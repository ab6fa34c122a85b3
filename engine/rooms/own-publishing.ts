import { DomainError } from '../../domain/errors.ts';
import type { RoomName } from '../../domain/room/room-key.ts';
import { roomText } from '../../domain/room/room-key.ts';
import type { OnAir } from '../relay/on-air.ts';
import type { LiveStream } from './live-stream.ts';
import type { RelayedStream } from './relay-task.ts';
import type { Rooms } from './rooms.ts';

/** A publisher's own command in the middle of the session: the seed's startPublishing and stopPublishing. */
export interface OwnPublishing {
  /** Puts a stream on the air, under its own id or another; answers the id. Throws NOT_FOUND, CONFLICT. */
  start(room: RoomName, stream: RelayedStream, streamId: string | null): string;
  /** Takes what was put on so, or by the id chosen at join, off the air. What is not on is no error. Throws NOT_FOUND. */
  stop(room: RoomName, stream: RelayedStream): void;
}

export function createOwnPublishing(options: {
  readonly sdkAppId: number;
  readonly rooms: Rooms;
  readonly onAir: Pick<OnAir, 'isFree' | 'put' | 'take'>;
}): OwnPublishing {
  const { sdkAppId, rooms, onAir } = options;
  const names = new Map<LiveStream, string>();

  const takeOff = (stream: LiveStream): void => {
    const name = names.get(stream);
    names.delete(stream);
    if (name !== undefined) onAir.take(name, stream);
  };
  rooms.watch({
    streamEntered: () => undefined,
    streamLeft(_session, stream) {
      takeOff(stream);
    },
    dismissed: () => undefined,
  });

  const find = (room: RoomName, { userId, streamType }: RelayedStream): LiveStream => {
    const found = rooms.find(room)?.users.get(userId)?.get(streamType)?.stream;
    if (found === undefined)
      throw new DomainError(
        'NOT_FOUND',
        'caller',
        `${userId} publishes no ${streamType} stream in the room ${roomText(room)}`,
      );
    return found;
  };

  return {
    start(room, wanted, streamId) {
      const stream = find(room, wanted);
      const name = streamId ?? stream.streamId;
      if (names.get(stream) === name) return name;
      if (!onAir.isFree(name))
        throw new DomainError('CONFLICT', 'caller', `the stream id ${name} is in use by another stream`);
      takeOff(stream);
      names.set(stream, name);
      onAir.put(name, sdkAppId, stream);
      return name;
    },
    stop(room, wanted) {
      const stream = find(room, wanted);
      takeOff(stream);
      onAir.take(stream.streamId, stream);
    },
  };
}
