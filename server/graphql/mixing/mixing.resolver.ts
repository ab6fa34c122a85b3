import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { DomainError } from '../../../domain/errors.ts';
import type { RoomRecord } from '../../ports/records.ts';
import { requireAction } from '../../services/access/principal.ts';
import { roomEmpty } from '../../services/mixing.ts';
import type { GraphContext } from '../context.ts';
import { keyOf } from '../relay/global-id.ts';
import { chosenOf } from '../relay/one-of.ts';
import { readRoomName } from '../room/room-name.ts';
import { Room } from '../room/room.types.ts';
import { Mix } from './mix.types.ts';
import {
  type RunningRoomInput,
  StartMixedRecordingInput,
  StartMixedRecordingPayload,
  StopMixedRecordingInput,
  StopMixedRecordingPayload,
} from './mixed-recording.types.ts';

@Resolver(() => Mix)
export class MixingResolver {
  @Mutation(() => StartMixedRecordingPayload, {
    description: 'Mixes the streams of a room into one and records it. One mix runs in a room at a time.',
  })
  async startMixedRecording(
    @Arg('input', () => StartMixedRecordingInput, { description: 'What to mix.' })
    input: StartMixedRecordingInput,
    @Ctx() context: GraphContext,
  ): Promise<{ readonly mix: Mix }> {
    requireAction(context.principal, 'MIX');
    const mix = await context.services.mixing.start(context.principal, {
      room: await findRoom(input, context),
      recordId: input.recordId,
      streamId: input.streamId ?? null,
      encode: Object.fromEntries(Object.entries(input.encode ?? {}).filter(([, value]) => value !== null)),
      idempotencyKey: input.idempotencyKey,
    });
    context.links.forget();
    return { mix: new Mix(mix) };
  }

  @Mutation(() => StopMixedRecordingPayload, {
    description: 'Ends a mix; its recording ends with it and its files follow.',
  })
  async stopMixedRecording(
    @Arg('input', () => StopMixedRecordingInput, { description: 'Which mix.' })
    input: StopMixedRecordingInput,
    @Ctx() { principal, services, links }: GraphContext,
  ): Promise<{ readonly mix: Mix }> {
    const mix = await services.mixing.stop(
      principal,
      keyOf('Mix', input.mixId, 'input.mixId'),
      input.idempotencyKey,
    );
    links.forget();
    return { mix: new Mix(mix) };
  }

  @FieldResolver(() => Room, { nullable: true, description: 'The room session.' })
  room(@Root() { record }: Mix, @Ctx() { links }: GraphContext): Room | null | Promise<Room | null> {
    return links.room(record.roomId);
  }
}

/** Throws NOT_FOUND for an id that is not visible and ROOM_EMPTY for a name whose session is not running. */
async function findRoom(
  { room, sdkAppId }: StartMixedRecordingInput,
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
