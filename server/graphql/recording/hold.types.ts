import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { ErrorCode } from '../../../domain/errors.ts';
import type { HoldKind } from '../../ports/holds.ts';
import { ViewerUserInput } from '../access/viewer-token.types.ts';
import { ErrorCodeEnum } from '../errors/error-code.types.ts';
import { DateTime } from '../scalars/date-time.ts';
import { Recording } from './recording.types.ts';
import { keyDescription } from './shelf.types.ts';

const HoldKindEnum = { RECORDING: 'recording', ROOM: 'room', USER: 'user' } as const satisfies Record<
  Uppercase<HoldKind>,
  HoldKind
>;

registerEnumType(HoldKindEnum, {
  name: 'HoldKind',
  description: 'What a legal hold is on.',
  valuesConfig: {
    RECORDING: { description: 'One recording.' },
    ROOM: { description: 'All recordings of a room session, those to come included.' },
    USER: { description: 'All recordings of a user, those to come included.' },
  },
});

@InputType({ description: 'What to hold, or to release from a hold.' })
export class SetLegalHoldInput {
  @Field(() => [ID], { nullable: true, description: 'Recordings.' })
  readonly recordingIds?: readonly string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Room sessions, with all that was and will be recorded of them.',
  })
  readonly roomIds?: readonly string[] | null;

  @Field(() => [ViewerUserInput], {
    nullable: true,
    description: 'Users, with all that was and will be recorded of them.',
  })
  readonly users?: readonly ViewerUserInput[] | null;

  @Field(() => Boolean, { description: 'True puts the hold on, false takes it off.' })
  readonly held!: boolean;

  @Field(() => String, { description: 'Why, 1 to 500 characters; kept in the audit log for good.' })
  readonly reason!: string;

  @Field(() => String, { description: keyDescription })
  readonly idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A legal hold that stands over a recording.' })
export class LegalHold {
  @Field(() => HoldKindEnum, { description: 'What it was put on.' })
  readonly kind!: HoldKind;

  @Field(() => String, { description: 'Why.' })
  readonly reason!: string;

  @Field(() => String, { description: 'The key or token that put it on.' })
  readonly heldBy!: string;

  @Field(() => DateTime, { description: 'When the provider had confirmed it.' })
  readonly heldAt!: Date;
}

@ObjectType({ simpleResolvers: true, description: 'A target on which nothing was changed.' })
export class LegalHoldFailure {
  @Field(() => Int, {
    description: 'Its place among all targets of the call: recordings first, then rooms, then users; from 0.',
  })
  readonly index!: number;

  @Field(() => ErrorCodeEnum, { description: 'What kind of reason.' })
  readonly code!: ErrorCode;

  @Field(() => String, { description: 'The reason in a sentence; it names the file where there is one.' })
  readonly message!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Answer of setLegalHold.' })
export class SetLegalHoldPayload {
  @Field(() => [Recording], { description: 'The recordings named in the call on which it was done.' })
  readonly recordings!: readonly Recording[];

  @Field(() => Int, { description: 'On how many targets it was done.' })
  readonly doneCount!: number;

  @Field(() => [LegalHoldFailure], {
    description:
      'Targets on which it was not: nothing is recorded as held that the provider has not confirmed.',
  })
  readonly failures!: readonly LegalHoldFailure[];
}
