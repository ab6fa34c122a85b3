import { Field, ObjectType } from 'type-graphql';
import { PlaybackGrant, RevocationEnum } from './grant.types.ts';
import { Playback } from './playback.types.ts';

@ObjectType({ simpleResolvers: true, description: 'A grant with an address that carries it.' })
export class PlaybackGrantPayload {
  @Field(() => PlaybackGrant, { description: 'The grant.' })
  readonly grant!: PlaybackGrant;

  @Field(() => Playback, { description: 'A signed address, good until the grant ends.' })
  readonly playback!: Playback;

  @Field(() => RevocationEnum, { description: 'When it would stop playing if it were revoked.' })
  readonly revocation!: 'IMMEDIATE' | 'AT_EXPIRY';
}

@ObjectType({ simpleResolvers: true, description: 'Answer of revokePlaybackGrant.' })
export class RevokePlaybackGrantPayload {
  @Field(() => PlaybackGrant, { description: 'The grant.' })
  readonly grant!: PlaybackGrant;

  @Field(() => RevocationEnum, { description: 'When it stops playing.' })
  readonly revocation!: 'IMMEDIATE' | 'AT_EXPIRY';
}
