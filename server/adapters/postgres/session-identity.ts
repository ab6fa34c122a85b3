import type { StreamIdentity } from '../../../domain/recording/facts.ts';

/** Which session of which stream a row is about, and whose it is. */
export interface SessionIdentity {
  readonly id: string;
  readonly sdkAppId: number;
  readonly streamId: string;
  readonly identity: StreamIdentity & {
    /** Known at once for a mix; a stream's room is found by its name and time. */
    readonly roomId: string | null;
  };
}

/** Columns that streams and recordings share. */
export function identityColumns({ id, sdkAppId, streamId, identity }: SessionIdentity) {
  return {
    id,
    sdk_app_id: sdkAppId,
    room_id: identity.roomId,
    room_kind: identity.room?.kind ?? null,
    room_name: identity.room === null ? null : String(identity.room.value),
    stream_id: streamId,
    user_id: identity.userId,
    stream_type: identity.streamType,
  };
}
