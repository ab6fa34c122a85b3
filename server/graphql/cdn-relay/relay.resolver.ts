import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import type { LiveUrls } from '../../ports/relays.ts';
import { requireAction } from '../../services/access/principal.ts';
import { relayRanges } from '../../services/relays.ts';
import { BudgetNotice } from '../billing/budget.types.ts';
import type { GraphContext } from '../context.ts';
import { findRunningRoom } from '../mixing/running-room.ts';
import { keyOf } from '../relay/global-id.ts';
import { Room } from '../room/room.types.ts';
import { Stream } from '../room/stream.types.ts';
import {
  LivePlayUrls,
  StartRelayInput,
  StartRelayPayload,
  StopRelayInput,
  StopRelayPayload,
  StreamRelay,
} from './relay.types.ts';

const { lifetimeSeconds: lifetime } = relayRanges;
const lifetimeDescription = `How long they open, ${lifetime.min} to ${lifetime.max} seconds.`;

@Resolver(() => StreamRelay)
export class RelayResolver {
  @Mutation(() => StartRelayPayload, {
    description: 'Lets a user’s stream be watched live by others, and pushes it to addresses elsewhere.',
  })
  async startRelay(
    @Arg('input', () => StartRelayInput, { description: 'What, and where to.' }) input: StartRelayInput,
    @Ctx() context: GraphContext,
  ): Promise<Pick<StartRelayPayload, 'relay' | 'budgetNotices'>> {
    const { principal, services } = context;
    requireAction(principal, 'MIX');
    const { relay, notices } = await services.relays.start(principal, {
      room: await findRunningRoom(input, context),
      userId: input.userId,
      streamType: input.streamType ?? 'main',
      streamId: input.streamId ?? null,
      pushUrls: input.pushUrls ?? [],
      maxIdleSeconds: input.maxIdleSeconds,
      idempotencyKey: input.idempotencyKey,
    });
    return {
      relay: new StreamRelay(relay),
      budgetNotices: notices.map((notice) => new BudgetNotice(notice)),
    };
  }

  @Mutation(() => StopRelayPayload, { description: 'Ends a relay on all its targets.' })
  async stopRelay(
    @Arg('input', () => StopRelayInput, { description: 'Which relay.' })
    { relayId, idempotencyKey }: StopRelayInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<{ readonly relay: StreamRelay }> {
    const id = keyOf('StreamRelay', relayId, 'input.relayId');
    return { relay: new StreamRelay(await services.relays.stop(principal, id, idempotencyKey)) };
  }

  @FieldResolver(() => Room, { nullable: true, description: 'The room session in which it was asked for.' })
  room(@Root() { record }: StreamRelay, @Ctx() { links }: GraphContext): Room | null | Promise<Room | null> {
    return links.room(record.roomId);
  }

  @FieldResolver(() => LivePlayUrls, {
    nullable: true,
    description: 'Addresses to watch it by; null where no play domain is configured. Needs the action PLAY.',
  })
  playUrls(
    @Root() { record }: StreamRelay,
    @Arg('lifetimeSeconds', () => Int, { defaultValue: lifetime.default, description: lifetimeDescription })
    lifetimeSeconds: number,
    @Ctx() { principal, services }: GraphContext,
  ): LiveUrls | null {
    return services.relays.playUrls(principal, record.streamId, lifetimeSeconds);
  }
}

@Resolver(() => Stream)
export class LiveStreamResolver {
  @FieldResolver(() => LivePlayUrls, {
    nullable: true,
    description:
      'Addresses to watch it by while it is live: of a mix, and of a stream whose publisher chose an id at join. Null for others. Needs the action PLAY.',
  })
  playUrls(
    @Root() { record }: Stream,
    @Arg('lifetimeSeconds', () => Int, { defaultValue: lifetime.default, description: lifetimeDescription })
    lifetimeSeconds: number,
    @Ctx() { principal, services }: GraphContext,
  ): LiveUrls | null {
    requireAction(principal, 'PLAY');
    if (!services.relays.isRelayedAtJoin(record)) return null;
    return services.relays.playUrls(principal, record.streamId, lifetimeSeconds);
  }
}
