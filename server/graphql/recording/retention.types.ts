import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { retentionDays } from '../../services/retention.ts';
import { DateTime } from '../scalars/date-time.ts';
import { Long } from '../scalars/long.ts';
import { Recording } from './recording.types.ts';
import { keyDescription } from './shelf.types.ts';

const daysDescription = `Days after the end of a recording, ${retentionDays.min} to ${retentionDays.max}; 0 = for ever.`;

@InputType({ description: 'How long recordings are kept, by themselves.' })
export class SetRetentionInput {
  @Field(() => [ID], { description: '1 to 50 ids of recordings.' })
  readonly recordingIds!: readonly string[];

  @Field(() => Int, {
    nullable: true,
    description: `${daysDescription} Null = by the policies of the application again.`,
  })
  readonly days?: number | null;

  @Field(() => String, { description: keyDescription })
  readonly idempotencyKey!: string;
}

@InputType({ description: 'How long an application keeps its recordings, or those with a tag.' })
export class SetRetentionPolicyInput {
  @Field(() => Int, {
    nullable: true,
    description: 'The application; may be left out where there is only one.',
  })
  readonly sdkAppId?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Recordings that carry this tag; left out: those that carry no tag with a policy. Of several tags the longest counts.',
  })
  readonly tag?: string | null;

  @Field(() => Int, { nullable: true, description: `${daysDescription} Null removes the policy.` })
  readonly days?: number | null;

  @Field(() => String, { description: keyDescription })
  readonly idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true, description: 'How long an application keeps recordings.' })
export class RetentionPolicy {
  @Field(() => Int, { description: 'The application.' })
  readonly sdkAppId!: number;

  @Field(() => String, {
    nullable: true,
    description: 'The tag it is for; null = recordings that carry no tag with a policy.',
  })
  readonly tag!: string | null;

  @Field(() => Int, { description: daysDescription })
  readonly days!: number;

  @Field(() => String, { description: 'The key that set it last.' })
  readonly changedBy!: string;

  @Field(() => DateTime, { description: 'When it was set last.' })
  readonly changedAt!: Date;
}

@ObjectType({ simpleResolvers: true, description: 'Answer of setRetentionPolicy.' })
export class RetentionPoliciesPayload {
  @Field(() => [RetentionPolicy], { description: 'All policies that the caller may see, as they are now.' })
  readonly policies!: readonly RetentionPolicy[];
}

@ObjectType({ simpleResolvers: true, description: 'A recording that goes by retention.' })
export class RetentionExpiry {
  @Field(() => Recording, { nullable: true, description: 'The recording.' })
  readonly recording!: Recording | null;

  @Field(() => DateTime, { description: 'When it goes: straight, not by way of the trash.' })
  readonly expiresAt!: Date;

  @Field(() => Long, { description: 'Bytes that go with it.' })
  readonly sizeBytes!: number;

  @Field(() => Boolean, { description: 'A legal hold keeps it beyond that time.' })
  readonly isHeld!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'What retention would remove; asking removes nothing.' })
export class RetentionPreview {
  @Field(() => [RetentionExpiry], { description: 'The first 200, soonest first; those held are among them.' })
  readonly expiries!: readonly RetentionExpiry[];

  @Field(() => Int, { description: 'How many there are in all.' })
  readonly totalCount!: number;

  @Field(() => Long, { description: 'Bytes of all of them.' })
  readonly totalBytes!: number;
}
