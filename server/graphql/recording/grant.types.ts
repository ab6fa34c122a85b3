import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import type { GrantRecord } from '../../ports/grants.ts';
import { grantSeconds, maxViewerLength } from '../../services/grants.ts';
import { PageInfo } from '../relay/page-info.types.ts';
import { DateTime } from '../scalars/date-time.ts';
import { addressesDescription, downloadDescription, previewDescription } from './playback-terms.types.ts';
import { RecordingFormatEnum } from './recording.enums.ts';
import { keyDescription } from './shelf.types.ts';

const lifetimeDescription = `How long it lasts, in seconds, ${grantSeconds.min} to ${grantSeconds.max}; never longer than the viewer token that asks.`;

export const RevocationEnum = { IMMEDIATE: 'IMMEDIATE', AT_EXPIRY: 'AT_EXPIRY' } as const;

registerEnumType(RevocationEnum, {
  name: 'Revocation',
  description: 'When a revoked grant stops playing.',
  valuesConfig: {
    IMMEDIATE: { description: 'At once: an engine of ours refuses every address that carries it.' },
    AT_EXPIRY: {
      description:
        'When the address that is out expires: the vendor’s cloud cannot take one back. Give short ones and renew them.',
    },
  },
});

@InputType({ description: 'A right to play, for whom and how.' })
export class CreatePlaybackGrantInput {
  @Field(() => ID, { description: 'The recording.' })
  readonly recordingId!: string;

  @Field(() => RecordingFormatEnum, {
    nullable: true,
    description: 'The format wanted; left out, the best there is: HLS, MP4, FLV, AAC.',
  })
  readonly format?: RecordingFormat | null;

  @Field(() => String, {
    nullable: true,
    description: `Whom it is for, in your words, 1 to ${maxViewerLength} characters; the audit log keeps it.`,
  })
  readonly viewer?: string | null;

  @Field(() => Int, { defaultValue: grantSeconds.default, description: lifetimeDescription })
  readonly expiresInSeconds!: number;

  @Field(() => Int, { nullable: true, description: previewDescription })
  readonly previewSeconds?: number | null;

  @Field(() => Int, { nullable: true, description: addressesDescription })
  readonly maxAddresses?: number | null;

  @Field(() => Boolean, { defaultValue: false, description: downloadDescription })
  readonly download!: boolean;

  @Field(() => String, { description: keyDescription })
  readonly idempotencyKey!: string;
}

@InputType({ description: 'A grant that is to last longer.' })
export class RenewPlaybackGrantInput {
  @Field(() => ID, { description: 'The grant.' })
  readonly grantId!: string;

  @Field(() => Int, {
    defaultValue: grantSeconds.default,
    description: `From now on. ${lifetimeDescription}`,
  })
  readonly expiresInSeconds!: number;
}

@InputType({ description: 'A grant that is to end.' })
export class RevokePlaybackGrantInput {
  @Field(() => ID, {
    description: 'The grant; that of any address can be revoked, not only those made by themselves.',
  })
  readonly grantId!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A right to play one file, as it was given.' })
export class PlaybackGrant {
  @Field(() => ID, { description: 'Its id, which its addresses carry as `us` and access logs repeat.' })
  readonly id: string;

  @Field(() => String, { nullable: true, description: 'Whom it is for, in the words of who asked.' })
  readonly viewer: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds from the beginning that may be played; null = all.',
  })
  readonly previewSeconds: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Different network addresses that may play; null = any number.',
  })
  readonly maxAddresses: number | null;

  @Field(() => Boolean, { description: 'Whether its addresses are for saving.' })
  readonly download: boolean;

  @Field(() => DateTime, { description: 'When it was given.' })
  readonly createdAt: Date;

  @Field(() => DateTime, { description: 'When the last of its addresses expires.' })
  readonly expiresAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was taken back; null while it was not.' })
  readonly revokedAt: Date | null;

  readonly record: GrantRecord;

  constructor(record: GrantRecord) {
    this.id = record.id;
    this.viewer = record.viewer;
    this.previewSeconds = record.previewSeconds;
    this.maxAddresses = record.maxAddresses;
    this.download = record.download;
    this.createdAt = record.createdAt;
    this.expiresAt = record.expiresAt;
    this.revokedAt = record.revokedAt;
    this.record = record;
  }
}

@ObjectType({ simpleResolvers: true, description: 'A grant and its place in the list.' })
export class PlaybackGrantEdge {
  @Field(() => String, { description: 'To be given as `after`.' })
  readonly cursor!: string;

  @Field(() => PlaybackGrant, { description: 'The grant.' })
  readonly node!: PlaybackGrant;
}

@ObjectType({ simpleResolvers: true, description: 'A page of grants, newest first.' })
export class PlaybackGrantConnection {
  @Field(() => [PlaybackGrantEdge], { description: 'The rows.' })
  readonly edges!: readonly PlaybackGrantEdge[];

  @Field(() => PageInfo, { description: 'Where the page lies.' })
  readonly pageInfo!: PageInfo;

  @Field(() => Int, { description: 'How many grants match in all.' })
  readonly totalCount!: number;
}

@InputType({ description: 'Which grants to list; what is given must all match.' })
export class PlaybackGrantFilterInput {
  @Field(() => ID, { nullable: true, description: 'Of one recording.' })
  readonly recordingId?: string | null;

  @Field(() => String, { nullable: true, description: 'For one viewer, in the words of who asked.' })
  readonly viewer?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only those that neither ended nor were revoked.',
  })
  readonly live?: boolean | null;
}
