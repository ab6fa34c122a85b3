import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { GraphContext } from '../context.ts';
import { readRoomName } from './room-name.ts';
import { CreateJoinTicketInput, CreateJoinTicketPayload, JoinTicket } from './ticket.types.ts';

@Resolver()
export class TicketResolver {
  @Mutation(() => CreateJoinTicketPayload, {
    description:
      'Makes the signature and the address with which a user publishes into a room. Nothing is stored or started.',
  })
  createJoinTicket(
    @Arg('input', () => CreateJoinTicketInput, { description: 'Who, where and for how long.' })
    input: CreateJoinTicketInput,
    @Ctx() { principal, services }: GraphContext,
  ): { readonly ticket: JoinTicket } {
    const ticket = services.makeTicket(principal, {
      sdkAppId: input.sdkAppId ?? null,
      room: readRoomName(input.room, 'input.room'),
      userId: input.userId,
      streamType: input.streamType,
      userDefineRecordId: input.userDefineRecordId ?? null,
      streamId: input.streamId ?? null,
      platform: input.platform ?? null,
      lifetimeSeconds: input.lifetimeSeconds,
      role: input.role,
    });
    return { ticket: new JoinTicket(ticket) };
  }
}
