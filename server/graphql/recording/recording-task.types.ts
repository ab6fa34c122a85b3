import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import type { TaskEnd } from '../../../domain/recording/task-lifecycle.ts';
import type { RecordingTaskRecord } from '../../ports/recording-tasks.ts';
import { taskRanges } from '../../services/recording-tasks.ts';
import { RoomKindEnum } from '../room/room.enums.ts';
import { RoomNameInput } from '../room/room.types.ts';
import { DateTime } from '../scalars/date-time.ts';
import { BudgetNotice } from '../billing/budget.types.ts';
import { RecordingFormatEnum } from './recording.enums.ts';

export const RecordingTaskStateEnum = {
  REQUESTED: 'REQUESTED',
  RUNNING: 'RUNNING',
  UNCONFIRMED: 'UNCONFIRMED',
  STOPPED: 'STOPPED',
  REFUSED: 'REFUSED',
} as const;
registerEnumType(RecordingTaskStateEnum, {
  name: 'RecordingTaskState',
  description: 'Where a recording task stands.',
  valuesConfig: {
    REQUESTED: { description: 'Asked for; the provider has not answered.' },
    RUNNING: { description: 'The provider took it. It ends by itself after its idle time.' },
    UNCONFIRMED: {
      description:
        'The provider did not answer in time: it may be running. What the provider tells of it later settles it.',
    },
    STOPPED: { description: 'It is over; `endedBy` says why where the provider told.' },
    REFUSED: { description: 'The provider refused it; `failure` says why.' },
  },
});

export const RecordingTaskEndEnum = {
  ASKED: 'ASKED',
  ROBOT_REMOVED: 'ROBOT_REMOVED',
  ROOM_DISMISSED: 'ROOM_DISMISSED',
  SERVICE_FAILED: 'SERVICE_FAILED',
  IDLE: 'IDLE',
  REPLACED: 'REPLACED',
  UNKNOWN: 'UNKNOWN',
} as const satisfies Record<TaskEnd, TaskEnd>;
registerEnumType(RecordingTaskEndEnum, {
  name: 'RecordingTaskEnd',
  description: 'Why a recording task is over, as the provider told (LeaveCode of its event 302).',
  valuesConfig: {
    ASKED: { description: 'A call stopped it (0).' },
    ROBOT_REMOVED: { description: 'Its robot was removed from the room (1).' },
    ROOM_DISMISSED: { description: 'The room was dismissed (2).' },
    SERVICE_FAILED: { description: 'The recording service ended it by itself (3 or 4).' },
    IDLE: { description: 'Nobody was there for its idle time (99 or 100).' },
    REPLACED: { description: 'Another robot of the same name entered the room (101).' },
    UNKNOWN: { description: 'By a code that is not known here; `failure` has it.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'A task that records each stream of a room by itself, of an application of the newer kind.',
})
export class RecordingTask {
  @Field(() => ID, { description: 'Its id.' })
  readonly id: string;

  @Field(() => Int, { description: 'The application.' })
  readonly sdkAppId: number;

  @Field(() => String, { description: 'The room’s name as text.' })
  readonly roomName: string;

  @Field(() => RoomKindEnum, { description: 'Whether the name is a number or text.' })
  readonly roomKind: RecordingTaskRecord['room']['kind'];

  @Field(() => RecordingTaskStateEnum, { description: 'Where it stands.' })
  readonly state: RecordingTaskRecord['state'];

  @Field(() => String, {
    nullable: true,
    description: 'Why it was refused, why nobody knows, or what went wrong when it ended.',
  })
  readonly failure: string | null;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  readonly requestedAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When it ended as the provider told; until it did, when our stop was answered or it was refused.',
  })
  readonly stoppedAt: Date | null;

  @Field(() => RecordingTaskEndEnum, {
    nullable: true,
    description: 'Why it is over; null until the provider told.',
  })
  readonly endedBy: TaskEnd | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Seconds from when it was asked for to the first media that it recorded, the time until somebody published included; null until a file is announced.',
  })
  readonly startGapSeconds: number | null;

  constructor(record: RecordingTaskRecord) {
    this.id = record.id;
    this.sdkAppId = record.sdkAppId;
    this.roomName = String(record.room.value);
    this.roomKind = record.room.kind;
    this.state = record.state;
    this.failure = record.failure;
    this.requestedAt = record.requestedAt;
    this.startGapSeconds =
      record.firstMediaAt === null
        ? null
        : Math.max(0, record.firstMediaAt.getTime() - record.requestedAt.getTime()) / 1000;
    this.stoppedAt = record.stoppedAt;
    this.endedBy = record.endedBy;
  }
}

@InputType({
  description:
    'Whose streams are recorded: user ids, or beginnings of them and `.*$`, at most 32. One of the two lists, never both.',
})
export class RecordedUsersInput {
  @Field(() => [String], { nullable: true, description: 'Only these; left out, everybody.' })
  readonly allowed?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Everybody but these.' })
  readonly denied?: readonly string[] | null;
}

const { maxIdleSeconds, maxFileMinutes, retentionDays } = taskRanges;
const keyDescription = 'Repeating it changes nothing: 1 to 128 printable ASCII characters.';

@InputType({ description: 'What to record, and how.' })
export class StartRecordingInput {
  @Field(() => Int, {
    nullable: true,
    description: 'The application, of the newer kind; may be left out where there is only one.',
  })
  readonly sdkAppId?: number | null;

  @Field(() => RoomNameInput, { description: 'The room. Nobody need be in it yet.' })
  readonly room!: RoomNameInput;

  @Field(() => RecordedUsersInput, { nullable: true, description: 'Who; left out, everybody.' })
  readonly users?: RecordedUsersInput | null;

  @Field(() => [RecordingFormatEnum], {
    defaultValue: ['mp4'],
    description: 'MP4, HLS, both, AAC, or HLS with AAC; with AAC the sound alone is recorded.',
  })
  readonly formats!: readonly RecordingFormat[];

  @Field(() => Int, {
    defaultValue: maxIdleSeconds.default,
    description: `Seconds without anybody after which it ends, ${maxIdleSeconds.min} to ${maxIdleSeconds.max}.`,
  })
  readonly maxIdleSeconds!: number;

  @Field(() => Int, {
    defaultValue: maxFileMinutes.default,
    description: `Minutes after which MP4 and AAC go on in another file, ${maxFileMinutes.min} to ${maxFileMinutes.max}.`,
  })
  readonly maxFileMinutes!: number;

  @Field(() => Int, {
    defaultValue: retentionDays.default,
    description: `Days that files are kept, ${retentionDays.min} to ${retentionDays.max}; 0 for ever.`,
  })
  readonly retentionDays!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Put before the files’ names: 1 to 64 of letters, digits, _ and -.',
  })
  readonly userDefineRecordId?: string | null;

  @Field(() => String, { description: keyDescription })
  readonly idempotencyKey!: string;
}

@InputType({ description: 'A recording task to end.' })
export class StopRecordingInput {
  @Field(() => ID, { description: 'Which one.' })
  readonly taskId!: string;

  @Field(() => String, { description: keyDescription })
  readonly idempotencyKey!: string;
}

@InputType({ description: 'Other users for a running task, in place of those before.' })
export class UpdateRecordingUsersInput {
  @Field(() => ID, { description: 'Which task.' })
  readonly taskId!: string;

  @Field(() => RecordedUsersInput, { description: 'Who is recorded from now on.' })
  readonly users!: RecordedUsersInput;

  @Field(() => String, { description: keyDescription })
  readonly idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Answer of the mutations on recording tasks.' })
export class RecordingTaskPayload {
  @Field(() => RecordingTask, { description: 'The task.' })
  readonly task!: RecordingTask;

  @Field(() => [BudgetNotice], {
    description: 'What budgets say to a start; none on a repeat, nor of other commands.',
  })
  readonly budgetNotices!: readonly BudgetNotice[];
}
