import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { requireAction } from '../../services/access/principal.ts';
import type { GrantAnswer } from '../../services/grants.ts';
import type { GraphContext } from '../context.ts';
import type { Plain } from '../plain.ts';
import {
  afterDescription,
  connect,
  type Connection,
  defaultFirst,
  firstDescription,
  readPage,
} from '../relay/connection.ts';
import { keyOf } from '../relay/global-id.ts';
import { PlaybackGrantPayload, RevokePlaybackGrantPayload } from './grant-payload.types.ts';
import {
  CreatePlaybackGrantInput,
  PlaybackGrant,
  PlaybackGrantConnection,
  PlaybackGrantFilterInput,
  RenewPlaybackGrantInput,
  RevokePlaybackGrantInput,
} from './grant.types.ts';
import { Playback } from './playback.types.ts';
import { Recording } from './recording.types.ts';

@Resolver(() => PlaybackGrant)
export class GrantResolver {
  @Query(() => PlaybackGrantConnection, {
    description:
      'Grants that were made by themselves, newest first; those of addresses in lists are in the audit log.',
  })
  async playbackGrants(
    @Arg('first', () => Int, { defaultValue: defaultFirst, description: firstDescription }) first: number,
    @Arg('after', () => String, { nullable: true, description: afterDescription }) after: string | null,
    @Arg('filter', () => PlaybackGrantFilterInput, { nullable: true, description: 'Which grants.' })
    filter: PlaybackGrantFilterInput | null,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Connection<PlaybackGrant>> {
    requireAction(principal, 'PLAY');
    const recordingId = filter?.recordingId;
    const viewer = filter?.viewer;
    const page = await services.grantStore.list(
      {
        ...(typeof recordingId === 'string'
          ? { recordingId: keyOf('Recording', recordingId, 'filter.recordingId') }
          : {}),
        ...(typeof viewer === 'string' ? { viewer } : {}),
        ...(filter?.live === true ? { liveAt: services.clock() } : {}),
      },
      principal.scope,
      readPage(first, after),
    );
    return connect(page, after, (row) => new PlaybackGrant(row));
  }

  @Mutation(() => PlaybackGrantPayload, {
    description: 'Makes a right to play that can be renewed and revoked, and an address that carries it.',
  })
  async createPlaybackGrant(
    @Arg('input', () => CreatePlaybackGrantInput, { description: 'What, for whom, how long.' })
    input: CreatePlaybackGrantInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Plain<PlaybackGrantPayload>> {
    const { expiresInSeconds, previewSeconds, maxAddresses, download, idempotencyKey } = input;
    const answer = await services.grants.create(principal, {
      recordingId: keyOf('Recording', input.recordingId, 'input.recordingId'),
      format: input.format ?? null,
      viewer: input.viewer ?? null,
      terms: {
        ...{ expiresInSeconds, download },
        ...{ previewSeconds: previewSeconds ?? null, maxAddresses: maxAddresses ?? null },
      },
      idempotencyKey,
    });
    return payloadOf(answer, services.grants.revocation);
  }

  @Mutation(() => PlaybackGrantPayload, {
    description: 'Gives a grant a later end and a new address that carries it; refused once it is revoked.',
  })
  async renewPlaybackGrant(
    @Arg('input', () => RenewPlaybackGrantInput, { description: 'Which one, how long.' })
    input: RenewPlaybackGrantInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Plain<PlaybackGrantPayload>> {
    const answer = await services.grants.renew(principal, input.grantId, input.expiresInSeconds);
    return payloadOf(answer, services.grants.revocation);
  }

  @Mutation(() => RevokePlaybackGrantPayload, {
    description: 'Takes a grant back, with all addresses that carry it; doing it again changes nothing.',
  })
  async revokePlaybackGrant(
    @Arg('input', () => RevokePlaybackGrantInput, { description: 'Which one.' })
    input: RevokePlaybackGrantInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Plain<RevokePlaybackGrantPayload>> {
    const grant = new PlaybackGrant(await services.grants.revoke(principal, input.grantId));
    return { grant, revocation: services.grants.revocation };
  }

  @FieldResolver(() => Recording, { nullable: true, description: 'The recording whose file it opens.' })
  recording(
    @Root() { record }: PlaybackGrant,
    @Ctx() { links }: GraphContext,
  ): Recording | null | Promise<Recording | null> {
    return links.recording(record.recordingId);
  }
}

function payloadOf(
  { grant, address }: GrantAnswer,
  revocation: PlaybackGrantPayload['revocation'],
): Plain<PlaybackGrantPayload> {
  return { grant: new PlaybackGrant(grant), playback: new Playback(address), revocation };
}
