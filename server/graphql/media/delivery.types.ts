import { Field, InputType, Int, ObjectType } from 'type-graphql';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import { RecordingFormatEnum } from '../recording/recording.enums.ts';
import { keyDescription } from '../recording/shelf.types.ts';
import { DateTime } from '../scalars/date-time.ts';

@InputType({
  description: 'Which files of an application are downloaded and then deleted from the media library.',
})
export class SetDeliveryPolicyInput {
  @Field(() => Int, {
    nullable: true,
    description: 'The application; may be left out where there is only one.',
  })
  readonly sdkAppId?: number | null;

  @Field(() => [RecordingFormatEnum], {
    description: 'FLV, MP4, AAC: formats that are one file with one checksum. None removes the policy.',
  })
  readonly formats!: readonly RecordingFormat[];

  @Field(() => String, {
    description: 'Where they go, below the delivery folder of the configuration, as `court/flv`.',
  })
  readonly folder!: string;

  @Field(() => String, { description: keyDescription })
  readonly idempotencyKey!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Download and delete: ready files are fetched, compared with the checksum and size that the media library states, made durable, and then deleted there. Files under a legal hold are left. The download is charged as playback.',
})
export class DeliveryPolicy {
  @Field(() => Int, { description: 'The application.' })
  readonly sdkAppId!: number;

  @Field(() => [RecordingFormatEnum], { description: 'The formats.' })
  readonly formats!: readonly RecordingFormat[];

  @Field(() => String, { description: 'Below the delivery folder of the configuration.' })
  readonly folder!: string;

  @Field(() => String, { description: 'The key that set it last.' })
  readonly changedBy!: string;

  @Field(() => DateTime, { description: 'When it was set last.' })
  readonly changedAt!: Date;
}

@ObjectType({ simpleResolvers: true, description: 'Answer of setDeliveryPolicy.' })
export class DeliveryPoliciesPayload {
  @Field(() => [DeliveryPolicy], { description: 'All policies that the caller may see, as they are now.' })
  readonly policies!: readonly DeliveryPolicy[];
}
