import { DomainError } from '../../../domain/errors.ts';
import type { RoomRecord } from '../../ports/records.ts';
import { roomEmpty } from '../../services/mixing.ts';
import type { GraphContext } from '../context.ts';
import { keyOf } from '../relay/global-id.ts';
import { chosenOf } from '../relay/one-of.ts';
import { readRoomName } from '../room/room-name.ts';
import type { RunningRoomInput } from './mixed-recording.types.ts';

/** Throws NOT_FOUND for an id that is not visible and ROOM_EMPTY for a name whose session is not running. */
export async function findRunningRoom(
  { room, sdkAppId }: { readonly room: RunningRoomInput; readonly sdkAppId?: number | null },
  { principal, services, links }: GraphContext,
): Promise<RoomRecord> {
  const [key, value] = chosenOf<RunningRoomInput>(room, 'input.room');
  if (key === 'id') {
    const found = await links.room(keyOf('Room', value, 'input.room.id'));
    if (found === null)
      throw new DomainError('NOT_FOUND', 'caller', 'There is no such room.', { field: 'input.room.id' });
    return found.record;
  }
  const name = readRoomName(value, 'input.room.name');
  const application = services.applications.choose(sdkAppId ?? null, principal.scope);
  const active = await services.records.activeRoom(application.sdkAppId, name);
  // Asked again within the caller's scope: a name alone must not open a room that the caller may not see.
  const visible = active === null ? null : await links.room(active.id);
  if (visible === null) throw roomEmpty({ name });
  return visible.record;
}
