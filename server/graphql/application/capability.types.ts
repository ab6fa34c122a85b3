import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { RecordingService, RecordingVerb } from '../../../domain/recording/capabilities.ts';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import { RecordingFormatEnum } from '../recording/recording.enums.ts';

export const RecordingServiceEnum = {
  ENGINE: 'engine',
  ENGINE_TASKS: 'engine-tasks',
  LEGACY: 'legacy',
  SINCE_2022_08: 'since-2022-08',
} as const satisfies Record<string, RecordingService>;

registerEnumType(RecordingServiceEnum, {
  name: 'RecordingService',
  description: 'Who records the streams of an application.',
  valuesConfig: {
    ENGINE: { description: 'An engine of ours, for applications of the legacy kind.' },
    ENGINE_TASKS: {
      description: 'An engine of ours, for applications of the newer kind: recorded by tasks.',
    },
    LEGACY: { description: 'Tencent’s live recording: applications made before 2022-08-01.' },
    SINCE_2022_08: { description: 'Tencent’s cloud recording by tasks: applications made since.' },
  },
});

export const RecordingVerbEnum = {
  AUTOMATIC: 'automatic',
  CHOSEN_USERS: 'chosen-users',
  TASK: 'task',
  MIX: 'mix',
  SETTINGS: 'settings',
  PAUSE: 'pause',
  RESUME_STREAM: 'resume-stream',
  SPLIT: 'split',
  CONSENT: 'consent',
} as const satisfies Record<string, RecordingVerb>;

registerEnumType(RecordingVerbEnum, {
  name: 'RecordingVerb',
  description: 'What can be wanted of a recording service.',
  valuesConfig: {
    AUTOMATIC: { description: 'Record every stream of every user.' },
    CHOSEN_USERS: { description: 'Record who joins with userDefineRecordId.' },
    TASK: { description: 'Record the streams of a room that a call names.' },
    MIX: { description: 'Record a room’s streams in one picture and sound.' },
    SETTINGS: { description: 'Change how it records by our API.' },
    PAUSE: { description: 'Pause and resume within one recording.' },
    RESUME_STREAM: { description: 'Go on in the same file when an interrupted stream comes back.' },
    SPLIT: { description: 'Begin a new file at the maximum length.' },
    CONSENT: { description: 'Leave a user out who does not consent, while it records.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'Whether and how the recording service of an application does one thing.',
})
export class RecordingCapability {
  @Field(() => RecordingServiceEnum, { description: 'The service that it is said of.' })
  readonly service!: RecordingService;

  @Field(() => RecordingVerbEnum, { description: 'What is wanted.' })
  readonly verb!: RecordingVerb;

  @Field(() => [RecordingFormatEnum], {
    description: 'The formats in which it is had; none where it is not.',
  })
  readonly formats!: readonly RecordingFormat[];

  @Field(() => String, { description: 'How it is had, or why it is not.' })
  readonly sentence!: string;
}
