import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql';
import type { RoomFilter } from '../../ports/records.ts';
import { requireAction } from '../../services/access/principal.ts';
import { Application } from '../application/application.types.ts';
import { StreamRelay } from '../cdn-relay/relay.types.ts';
import type { GraphContext } from '../context.ts';
import { selectedUnder } from '../loading/selection.ts';
import { Mix } from '../mixing/mix.types.ts';
import { Recording } from '../recording/recording.types.ts';
import {
  afterDescription,
  connect,
  type Connection,
  defaultFirst,
  firstDescription,
  readPage,
} from '../relay/connection.ts';
import { keyOf } from '../relay/global-id.ts';
import { chosenOf } from '../relay/one-of.ts';
import { readRoomName } from './room-name.ts';
import { Room, RoomByInput, RoomConnection, RoomFilterInput } from './room.types.ts';
import { Stream } from './stream.types.ts';

@Resolver(() => Room)
export class RoomResolver {
  @Query(() => Room, {
    nullable: true,
    description: 'One room session; null when there is none that the caller may see.',
  })
  async room(
    @Arg('by', () => RoomByInput, { description: 'Which one.' }) by: RoomByInput,
    @Ctx() { principal, services, links }: GraphContext,
    @Arg('sdkAppId', () => Int, { nullable: true, description: 'The application, for a name.' })
    sdkAppId?: number | null,
  ): Promise<Room | null> {
    requireAction(principal, 'READ');
    const [key, value] = chosenOf<RoomByInput>(by, 'by');
    if (key === 'id') return links.room(keyOf('Room', value, 'by.id'));
    const filter: RoomFilter = {
      ...(sdkAppId === null || sdkAppId === undefined ? {} : { sdkAppId }),
      ...(key === 'commId' ? { commId: value } : { name: readRoomName(value, 'by.name') }),
    };
    const { rows } = await services.records.rooms(filter, principal.scope, { first: 1, after: null });
    return rows[0] === undefined ? null : new Room(rows[0].row);
  }

  @Query(() => RoomConnection, { description: 'Room sessions, newest first.' })
  async rooms(
    @Arg('first', () => Int, { defaultValue: defaultFirst, description: firstDescription }) first: number,
    @Arg('after', () => String, { nullable: true, description: afterDescription }) after: string | null,
    @Arg('filter', () => RoomFilterInput, { nullable: true, description: 'Which rooms.' })
    filter: RoomFilterInput | null,
    @Ctx() { principal, services, links }: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Room>> {
    requireAction(principal, 'READ');
    const page = await services.records.rooms(readFilter(filter), principal.scope, readPage(first, after));
    const wanted = selectedUnder(info, ['edges', 'node']);
    const ids = page.rows.map(({ row }) => row.id);
    await Promise.all([
      wanted.has('streams') ? links.streamsOfRooms.prefetch(ids) : undefined,
      wanted.has('recordings') ? links.recordingsOfRooms.prefetch(ids) : undefined,
      wanted.has('mixes') ? links.mixesOfRooms.prefetch(ids) : undefined,
      wanted.has('relays') ? links.relaysOfRooms.prefetch(ids) : undefined,
    ]);
    return connect(page, after, (row) => new Room(row));
  }

  @FieldResolver(() => Application, {
    nullable: true,
    description: 'The application; null where it is no longer configured.',
  })
  application(@Root() { sdkAppId }: Room, @Ctx() { principal, services }: GraphContext): Application | null {
    const record = services.applications.find(sdkAppId, principal.scope);
    return record === null ? null : new Application(record);
  }

  @FieldResolver(() => [Stream], { description: 'Its streams, newest first.' })
  streams(
    @Root() { record }: Room,
    @Ctx() { links }: GraphContext,
  ): readonly Stream[] | Promise<readonly Stream[]> {
    return links.streamsOfRooms.load(record.id);
  }

  @FieldResolver(() => [Recording], { description: 'Its recordings, newest first.' })
  recordings(
    @Root() { record }: Room,
    @Ctx() { links }: GraphContext,
  ): readonly Recording[] | Promise<readonly Recording[]> {
    return links.recordingsOfRooms.load(record.id);
  }

  @FieldResolver(() => [Mix], {
    description:
      'Its mixes, newest first; those that users’ SDKs ask for are known where an engine of ours mixes.',
  })
  mixes(@Root() { record }: Room, @Ctx() { links }: GraphContext): readonly Mix[] | Promise<readonly Mix[]> {
    return links.mixesOfRooms.load(record.id);
  }

  @FieldResolver(() => [StreamRelay], { description: 'The relays asked for in it, newest first.' })
  relays(
    @Root() { record }: Room,
    @Ctx() { links }: GraphContext,
  ): readonly StreamRelay[] | Promise<readonly StreamRelay[]> {
    return links.relaysOfRooms.load(record.id);
  }
}

function readFilter(input: RoomFilterInput | null | undefined): RoomFilter {
  if (input === null || input === undefined) return {};
  const { sdkAppId, name, state, startedAfter, startedBefore } = input;
  return {
    ...(sdkAppId === null || sdkAppId === undefined ? {} : { sdkAppId }),
    ...(name === null || name === undefined ? {} : { name: readRoomName(name, 'filter.name') }),
    ...(state === null || state === undefined ? {} : { state }),
    ...(startedAfter === null || startedAfter === undefined ? {} : { startedAfter }),
    ...(startedBefore === null || startedBefore === undefined ? {} : { startedBefore }),
  };
}
