import { Field, Float, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { PauseReason } from '../../../domain/recording/facts.ts';
import type { RecordingGap as DerivedGap } from '../../../domain/recording/gaps.ts';
import type { RecordingCommandRecord } from '../../ports/recording-commands.ts';
import { DateTime } from '../scalars/date-time.ts';
import { Recording } from './recording.types.ts';

export const RecordingCommandKindEnum = {
  PAUSE: 'PAUSE',
  RESUME: 'RESUME',
  DELETE: 'DELETE',
  RESTORE: 'RESTORE',
} as const;

registerEnumType(RecordingCommandKindEnum, {
  name: 'RecordingCommandKind',
  description: 'What can be asked of a recording.',
  valuesConfig: {
    PAUSE: { description: 'Leave media out from now on: `pauseRecording`.' },
    RESUME: { description: 'Record again: `resumeRecording`.' },
    DELETE: { description: 'Delete its files: `deleteRecordings`.' },
    RESTORE: { description: 'Take its files out of the trash: `restoreRecordings`.' },
  },
});

export const RecordingCommandStateEnum = {
  REQUESTED: 'REQUESTED',
  DONE: 'DONE',
  UNCONFIRMED: 'UNCONFIRMED',
  REFUSED: 'REFUSED',
  LAPSED: 'LAPSED',
} as const;

registerEnumType(RecordingCommandStateEnum, {
  name: 'RecordingCommandState',
  description: 'Where a command to a recording stands.',
  valuesConfig: {
    REQUESTED: { description: 'The intent is stored; the provider has not answered yet.' },
    DONE: { description: 'The provider took it, or its callbacks show that it was done.' },
    UNCONFIRMED: { description: 'The provider did not answer in time; callbacks or a deadline decide.' },
    REFUSED: { description: 'The provider refused it; `failure` says why.' },
    LAPSED: { description: 'Nothing showed in two minutes that it was done.' },
  },
});

export const PauseReasonEnum = { COMMAND: 'command', CONSENT: 'consent' } as const;

registerEnumType(PauseReasonEnum, {
  name: 'PauseReason',
  description: 'Why media is left out of a recording.',
  valuesConfig: {
    COMMAND: { description: 'By `pauseRecording`.' },
    CONSENT: { description: 'Its user does not consent.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'Time that was left out of a recording: it is in no file and is not charged.',
})
export class RecordingGap {
  @Field(() => DateTime, { description: 'From when on media was left out.' })
  readonly startedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was taken again; null while it is not.' })
  readonly endedAt: Date | null;

  @Field(() => PauseReasonEnum, { nullable: true, description: 'Why; null where the provider does not say.' })
  readonly reason: PauseReason | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Where in the media it stands, in seconds from the beginning over all parts; it has no length there. Null where the provider does not say.',
  })
  readonly mediaSeconds: number | null;

  constructor({ startMs, endMs, reason, mediaMs }: DerivedGap) {
    this.startedAt = new Date(startMs);
    this.endedAt = endMs === null ? null : new Date(endMs);
    this.reason = reason;
    this.mediaSeconds = mediaMs === null ? null : mediaMs / 1000;
  }
}

@ObjectType({ simpleResolvers: true, description: 'One command to a running recording.' })
export class RecordingCommand {
  @Field(() => RecordingCommandKindEnum, { description: 'What was asked.' })
  readonly kind!: RecordingCommandRecord['kind'];

  @Field(() => RecordingCommandStateEnum, { description: 'Where it stands.' })
  readonly state!: RecordingCommandRecord['state'];

  @Field(() => DateTime, { description: 'When it was asked.' })
  readonly requestedAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was not done, or is not known to be; else null.',
  })
  readonly failure!: string | null;
}

@InputType({ description: 'Which recording to pause or to resume.' })
export class ControlRecordingInput {
  @Field(() => ID, {
    description: 'The recording. One that is over is refused, so a late command reaches no later recording.',
  })
  readonly recordingId!: string;

  @Field(() => String, { description: 'Your own key for this command; a repeat with it answers the same.' })
  readonly idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Answer of pauseRecording and resumeRecording.' })
export class ControlRecordingPayload {
  @Field(() => Recording, {
    description: 'The recording as callbacks show it; its state follows the command in a moment.',
  })
  readonly recording!: Recording;

  @Field(() => RecordingCommand, {
    description: 'The command: DONE, or UNCONFIRMED when the provider did not answer in time.',
  })
  readonly command!: RecordingCommand;
}
