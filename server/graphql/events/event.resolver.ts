import {
  Arg,
  Ctx,
  FieldResolver,
  ID,
  Int,
  Query,
  Resolver,
  Root,
  Subscription,
  type SubscribeResolverData,
} from 'type-graphql';
import { eventTypes, type EventType } from '../../ports/event-log.ts';
import type { GraphContext } from '../context.ts';
import { Recording } from '../recording/recording.types.ts';
import { keyOf, type NodeType } from '../relay/global-id.ts';
import { Room } from '../room/room.types.ts';
import { backDescription, findCursor } from './event-cursor.ts';
import { afterDescription, feedDescription, fromBeginningDescription, openFeed } from './event-feed.ts';
import { Event, EventTypeEnum } from './event.types.ts';

interface FeedArgs {
  readonly after?: string | null;
  readonly fromBeginning: boolean;
  readonly roomId?: string | null;
  readonly recordingId?: string | null;
  readonly types?: readonly EventType[] | null;
}

/** A subscription's source for the event types that begin with one of the words; null for all. */
function feedOf(words: readonly string[] | null) {
  const ofWords =
    words === null ? null : eventTypes.filter((type) => words.some((word) => type.startsWith(`${word}.`)));
  return ({
    args,
    context,
  }: SubscribeResolverData<undefined, FeedArgs, GraphContext>): Promise<AsyncIterable<Event>> =>
    openFeed(context.services.events, context.principal, {
      after: args.after,
      fromBeginning: args.fromBeginning,
      types: args.types ?? ofWords,
      roomId: optionalKey('Room', args.roomId, 'roomId'),
      recordingId: optionalKey('Recording', args.recordingId, 'recordingId'),
    });
}

function optionalKey(type: NodeType, id: string | null | undefined, field: string): string | null {
  return id === null || id === undefined ? null : keyOf(type, id, field);
}

@Resolver(() => Event)
export class EventResolver {
  @Query(() => String, {
    description:
      'The cursor of the log’s present end. Take it, query the state, then subscribe `after` it: nothing falls between. With `back`, of a place before it: what follows begins with the recent past.',
  })
  eventCursor(
    @Arg('back', () => Int, { defaultValue: 0, description: backDescription }) back: number,
    @Arg('types', () => [EventTypeEnum], {
      nullable: true,
      description: 'Only these types are counted by `back`.',
    })
    types: EventType[] | null,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<string> {
    return findCursor(services.events, principal, back, types);
  }

  @Subscription(() => Event, {
    subscribe: feedOf(null),
    description: `Everything that happens. ${feedDescription}`,
  })
  events(
    @Arg('after', () => String, { nullable: true, description: afterDescription }) _after: string | null,
    @Arg('fromBeginning', () => Boolean, { defaultValue: false, description: fromBeginningDescription })
    _fromBeginning: boolean,
    @Arg('types', () => [EventTypeEnum], { nullable: true, description: 'Only these types.' })
    _types: EventType[] | null,
    @Root() event: Event,
  ): Event {
    return event;
  }

  @Subscription(() => Event, {
    subscribe: feedOf(['recording']),
    description: `What happens to recordings and their files. ${feedDescription}`,
  })
  recordingEvents(
    @Arg('after', () => String, { nullable: true, description: afterDescription }) _after: string | null,
    @Arg('fromBeginning', () => Boolean, { defaultValue: false, description: fromBeginningDescription })
    _fromBeginning: boolean,
    @Arg('recordingId', () => ID, { nullable: true, description: 'Of one recording.' })
    _recordingId: string | null,
    @Arg('roomId', () => ID, { nullable: true, description: 'Of one room session.' }) _roomId: string | null,
    @Root() event: Event,
  ): Event {
    return event;
  }

  @Subscription(() => Event, {
    subscribe: feedOf(['room', 'stream', 'mix', 'relay']),
    description: `What happens in rooms: users, streams, mixes and relays. ${feedDescription}`,
  })
  roomEvents(
    @Arg('after', () => String, { nullable: true, description: afterDescription }) _after: string | null,
    @Arg('fromBeginning', () => Boolean, { defaultValue: false, description: fromBeginningDescription })
    _fromBeginning: boolean,
    @Arg('roomId', () => ID, { nullable: true, description: 'Of one room session.' }) _roomId: string | null,
    @Root() event: Event,
  ): Event {
    return event;
  }

  @Subscription(() => Event, {
    subscribe: feedOf(['usage']),
    description: `What the provider counts that costs. ${feedDescription}`,
  })
  usageEvents(
    @Arg('after', () => String, { nullable: true, description: afterDescription }) _after: string | null,
    @Arg('fromBeginning', () => Boolean, { defaultValue: false, description: fromBeginningDescription })
    _fromBeginning: boolean,
    @Arg('recordingId', () => ID, { nullable: true, description: 'Of one recording.' })
    _recordingId: string | null,
    @Root() event: Event,
  ): Event {
    return event;
  }

  @FieldResolver(() => Room, {
    nullable: true,
    description: 'The room session as it is now; null where there is none.',
  })
  room(@Root() { record }: Event, @Ctx() { links }: GraphContext): Promise<Room | null> | Room | null {
    return record.roomId === null ? null : links.room(record.roomId);
  }

  @FieldResolver(() => Recording, {
    nullable: true,
    description: 'The recording as it is now; null where there is none.',
  })
  recording(
    @Root() { record }: Event,
    @Ctx() { links }: GraphContext,
  ): Promise<Recording | null> | Recording | null {
    return record.recordingId === null ? null : links.recording(record.recordingId);
  }
}
