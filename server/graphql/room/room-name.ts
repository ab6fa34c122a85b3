import { refuseFaults } from '../../../domain/errors.ts';
import type { RoomName } from '../../../domain/room/room-key.ts';
import { roomNameFaults } from '../../services/tickets.ts';
import { chosenOf } from '../relay/one-of.ts';
import type { RoomNameInput } from './room.types.ts';

/** Throws BAD_INPUT for a name that no room can have. */
export function readRoomName(input: RoomNameInput, field: string): RoomName {
  const [kind, value] = chosenOf<RoomNameInput>(input, field);
  const name: RoomName = kind === 'number' ? { kind: 'int', value } : { kind: 'string', value };
  refuseFaults(roomNameFaults(name, field));
  return name;
}
