import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphContext } from '../context.ts';
import {
  afterDescription,
  connect,
  type Connection,
  defaultFirst,
  firstDescription,
  readPage,
} from '../relay/connection.ts';
import { readRoomName } from '../room/room-name.ts';
import {
  ConsentConnection,
  ConsentEntry,
  ConsentFilterInput,
  SetConsentInput,
  SetConsentPayload,
} from './consent.types.ts';

@Resolver()
export class ConsentResolver {
  @Query(() => ConsentConnection, {
    description: 'Every answer to who may be recorded, newest first: the proof of what was allowed when.',
  })
  async consentLog(
    @Arg('first', () => Int, { defaultValue: defaultFirst, description: firstDescription }) first: number,
    @Arg('after', () => String, { nullable: true, description: afterDescription }) after: string | null,
    @Arg('filter', () => ConsentFilterInput, { nullable: true, description: 'Which answers.' })
    filter: ConsentFilterInput | null,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Connection<ConsentEntry>> {
    const { sdkAppId } = services.applications.choose(filter?.sdkAppId ?? null, principal.scope);
    const userId = filter?.userId ?? null;
    const room = filter?.room ?? null;
    const page = await services.consents.list(
      principal,
      {
        sdkAppId,
        ...(userId === null ? {} : { userId }),
        ...(room === null ? {} : { room: readRoomName(room, 'filter.room') }),
      },
      readPage(first, after),
    );
    return connect(page, after, (row) => new ConsentEntry(row));
  }

  @Mutation(() => SetConsentPayload, {
    description:
      'Says whether a user may be recorded. A refusal holds at once in everything that runs, mixes included, and from the beginning of what comes; what was recorded before stays.',
  })
  async setConsent(
    @Arg('input', () => SetConsentInput, { description: 'Who, and whether.' }) input: SetConsentInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<{ readonly consent: ConsentEntry }> {
    const { sdkAppId } = services.applications.choose(input.sdkAppId ?? null, principal.scope);
    const room = input.room ?? null;
    const consent = await services.consents.set(principal, {
      sdkAppId,
      room: room === null ? null : readRoomName(room, 'input.room'),
      userId: input.userId ?? null,
      allowed: input.allowed,
      evidence: input.evidence ?? null,
      idempotencyKey: input.idempotencyKey,
    });
    return { consent: new ConsentEntry(consent) };
  }
}
