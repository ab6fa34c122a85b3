import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { ErrorCode } from '../../../domain/errors.ts';
import { ErrorCodeEnum } from '../errors/error-code.types.ts';
import { Recording } from './recording.types.ts';

@InputType({ description: 'Which recordings to delete for good.' })
export class DeleteRecordingsInput {
  @Field(() => [ID], { description: '1 to 50 ids. Those still recording are refused.' })
  readonly recordingIds!: readonly string[];

  @Field(() => String, {
    description: 'Your own key for this command; a repeat with it answers the same and deletes nothing more.',
  })
  readonly idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Why one recording was not deleted.' })
export class DeletionFailure {
  @Field(() => ID, { description: 'The recording.' })
  readonly recordingId!: string;

  @Field(() => ErrorCodeEnum, { description: 'What kind of reason.' })
  readonly code!: ErrorCode;

  @Field(() => String, { description: 'The reason in a sentence.' })
  readonly message!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Answer of deleteRecordings: what was deleted and what was not.',
})
export class DeleteRecordingsPayload {
  @Field(() => [Recording], { description: 'The recordings that are deleted now, in the order asked for.' })
  readonly recordings!: readonly Recording[];

  @Field(() => [DeletionFailure], { description: 'Those that are not, with the reason.' })
  readonly failures!: readonly DeletionFailure[];
}
