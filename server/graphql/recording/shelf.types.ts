import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { ErrorCode } from '../../../domain/errors.ts';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import { ErrorCodeEnum } from '../errors/error-code.types.ts';
import { RecordingFormatEnum } from './recording.enums.ts';
import { Recording } from './recording.types.ts';

export const keyDescription =
  'Your own key for this command; a repeat with it answers the same and does nothing more.';

@InputType({ description: 'Which recordings to delete.' })
export class DeleteRecordingsInput {
  @Field(() => [ID], {
    description: '1 to 50 ids. Those still recording, and those under a hold, are refused.',
  })
  readonly recordingIds!: readonly string[];

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'True deletes at once and for good. Left out, they go into the trash: closed to players at once, restorable and still charged as storage until `purgeAt`.',
  })
  readonly permanently!: boolean;

  @Field(() => String, { description: keyDescription })
  readonly idempotencyKey!: string;
}

@InputType({ description: 'Which format of which recordings to delete.' })
export class DeleteRecordingFilesInput {
  @Field(() => [ID], { description: '1 to 50 ids of recordings.' })
  readonly recordingIds!: readonly string[];

  @Field(() => RecordingFormatEnum, { description: 'Files of this format are deleted, the others stay.' })
  readonly format!: RecordingFormat;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True deletes at once and for good; left out, the files go into the trash.',
  })
  readonly permanently!: boolean;

  @Field(() => String, { description: keyDescription })
  readonly idempotencyKey!: string;
}

@InputType({ description: 'What to take back out of the trash.' })
export class RestoreRecordingsInput {
  @Field(() => [ID], { description: '1 to 50 ids; all of their files that are in the trash come back.' })
  readonly recordingIds!: readonly string[];

  @Field(() => String, { description: keyDescription })
  readonly idempotencyKey!: string;
}

@InputType({
  description: 'What to change about a recording. It is changed on its files in the media library too.',
})
export class UpdateRecordingInput {
  @Field(() => ID, { description: 'The recording.' })
  readonly recordingId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The new description, up to 128 characters; empty takes it away, left out leaves it.',
  })
  readonly description?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Tags to add, each of 1 to 32 characters; a recording carries at most 16.',
  })
  readonly addTags?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Tags to take away.' })
  readonly removeTags?: readonly string[] | null;

  @Field(() => String, { description: keyDescription })
  readonly idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Why one recording was left as it was.' })
export class RecordingFailure {
  @Field(() => ID, { description: 'The recording.' })
  readonly recordingId!: string;

  @Field(() => ErrorCodeEnum, { description: 'What kind of reason.' })
  readonly code!: ErrorCode;

  @Field(() => String, { description: 'The reason in a sentence.' })
  readonly message!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What was done to several recordings, and which of them were left as they were.',
})
export class RecordingsPayload {
  @Field(() => [Recording], { description: 'The recordings as they are now, in the order asked for.' })
  readonly recordings!: readonly Recording[];

  @Field(() => [RecordingFailure], { description: 'Those that were left as they were, with the reason.' })
  readonly failures!: readonly RecordingFailure[];
}

@ObjectType({ simpleResolvers: true, description: 'Answer of updateRecording.' })
export class UpdateRecordingPayload {
  @Field(() => Recording, { description: 'The recording as it is now.' })
  readonly recording!: Recording;
}
