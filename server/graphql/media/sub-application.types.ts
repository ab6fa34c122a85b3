import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { SubApplicationRecord } from '../../ports/sub-applications.ts';
import { descriptionLimit, nameLimit } from '../../services/sub-applications.ts';
import { keyDescription } from '../recording/shelf.types.ts';
import { DateTime } from '../scalars/date-time.ts';
import { Long } from '../scalars/long.ts';

const SubApplicationStatusEnum = {
  ON: 'ON',
  OFF: 'OFF',
  DESTROYING: 'DESTROYING',
  DESTROYED: 'DESTROYED',
} as const;

registerEnumType(SubApplicationStatusEnum, {
  name: 'SubApplicationStatus',
  description: 'Whether a sub-application is open.',
  valuesConfig: {
    ON: { description: 'Its files can be played.' },
    OFF: { description: 'Its media addresses are closed; its files are kept and charged.' },
    DESTROYING: { description: 'The provider is deleting it with all its files.' },
    DESTROYED: { description: 'It is deleted with all its files.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'A partition of the media library: its files lie apart and are signed with keys of its own.',
})
export class SubApplication {
  @Field(() => Long, { description: 'The vendor’s SubAppId.' })
  readonly subAppId!: number;

  @Field(() => String, { description: 'Its name.' })
  readonly name!: string;

  @Field(() => String, { description: 'What somebody wrote about it.' })
  readonly description!: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  readonly createdAt!: Date;

  @Field(() => SubApplicationStatusEnum, { description: 'Whether it is open.' })
  readonly status!: SubApplicationRecord['status'];
}

@InputType({ description: 'A new sub-application.' })
export class CreateSubApplicationInput {
  @Field(() => String, { description: `Its name, 1 to ${nameLimit} characters.` })
  readonly name!: string;

  @Field(() => String, { defaultValue: '', description: `About it, up to ${descriptionLimit} characters.` })
  readonly description!: string;

  @Field(() => String, { description: keyDescription })
  readonly idempotencyKey!: string;
}

@InputType({ description: 'A sub-application to open or to close.' })
export class SetSubApplicationOpenInput {
  @Field(() => Long, { description: 'Which one.' })
  readonly subAppId!: number;

  @Field(() => Boolean, {
    description: 'False closes its media addresses and keeps its files, true opens them again.',
  })
  readonly isOpen!: boolean;

  @Field(() => String, { description: keyDescription })
  readonly idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true, description: 'All sub-applications as they are now.' })
export class SubApplicationsPayload {
  @Field(() => [SubApplication], { description: 'The sub-applications.' })
  readonly subApplications!: readonly SubApplication[];
}
