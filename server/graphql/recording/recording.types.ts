import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { RecordingRecord, RecordingState } from '../../ports/records.ts';
import { printGlobalId } from '../relay/global-id.ts';
import { Node } from '../relay/node.types.ts';
import { PageInfo } from '../relay/page-info.types.ts';
import { StreamTypeEnum } from '../room/room.enums.ts';
import { DateTime } from '../scalars/date-time.ts';
import { Long } from '../scalars/long.ts';
import { RecordedMethodEnum, RecordingKindEnum, RecordingStateEnum } from './recording.enums.ts';

@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description: 'What was recorded of one stream, or of one mix, with all its files.',
})
export class Recording extends Node {
  declare readonly id: string;

  @Field(() => Int, { description: 'The application that it belongs to.' })
  readonly sdkAppId: number;

  @Field(() => RecordingKindEnum, { description: 'A stream or a mix.' })
  readonly kind: RecordingRecord['kind'];

  @Field(() => RecordedMethodEnum, {
    nullable: true,
    description:
      'How it came to be; null until the facts tell, as for a user with a record id until the first file has its name.',
  })
  readonly method: RecordingRecord['method'];

  @Field(() => Float, {
    nullable: true,
    description:
      'Of what a recording task records: seconds from when the task was asked for, or its stream began if that was later, to its first recorded media. Null otherwise, and until a file is announced.',
  })
  readonly startGapSeconds: number | null;

  @Field(() => RecordingStateEnum, { description: 'Where it stands.' })
  readonly state: RecordingState;

  @Field(() => String, { nullable: true, description: 'Why it failed; null unless it did.' })
  readonly failure: string | null;

  @Field(() => String, { nullable: true, description: 'The user recorded; null for a mix.' })
  readonly userId: string | null;

  @Field(() => String, { description: 'The vendor’s name of the recorded stream on its live network.' })
  readonly streamId: string;

  @Field(() => StreamTypeEnum, { description: 'What the recorded stream shows.' })
  readonly streamType: RecordingRecord['streamType'];

  @Field(() => String, {
    nullable: true,
    description: 'What the publisher or the mix put at the beginning of the files’ names.',
  })
  readonly userDefineRecordId: string | null;

  @Field(() => DateTime, { description: 'When recording began.' })
  readonly startedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When recording ended; null while it runs.' })
  readonly endedAt: Date | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Length of its longest file in seconds; null until a file is announced.',
  })
  readonly durationSeconds: number | null;

  @Field(() => String, {
    description: 'The name of its first file in the media library; empty until one is confirmed.',
  })
  readonly name: string;

  @Field(() => Long, {
    description:
      'Bytes of its files that the media library has, those in the trash included: what storage is charged for.',
  })
  readonly sizeBytes: number;

  @Field(() => [String], { description: 'Its tags, sorted; see updateRecording.' })
  readonly tags: readonly string[];

  @Field(() => String, { description: 'What somebody wrote about it; empty until then.' })
  readonly description: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'Days that it is kept after its end, of its own; 0 = for ever, null = by the retention of its application.',
  })
  readonly retentionDays: number | null;

  readonly record: RecordingRecord;

  constructor(record: RecordingRecord) {
    super();
    this.id = printGlobalId('Recording', record.id);
    this.sdkAppId = record.sdkAppId;
    this.kind = record.kind;
    this.method = record.method;
    this.startGapSeconds = record.startGapMs === null ? null : record.startGapMs / 1000;
    this.state = record.state;
    this.failure = record.failure;
    this.userId = record.userId;
    this.streamId = record.streamId;
    this.streamType = record.streamType;
    this.userDefineRecordId = record.userDefineRecordId;
    this.startedAt = record.startedAt;
    this.endedAt = record.endedAt;
    this.durationSeconds = record.durationMs === null ? null : record.durationMs / 1000;
    this.name = record.name;
    this.sizeBytes = record.bytes;
    this.tags = record.tags;
    this.description = record.description;
    this.retentionDays = record.retentionDays;
    this.record = record;
  }
}

@ObjectType({ simpleResolvers: true, description: 'A recording and its place in the list.' })
export class RecordingEdge {
  @Field(() => String, { description: 'To be given as `after`.' })
  readonly cursor!: string;

  @Field(() => Recording, { description: 'The recording.' })
  readonly node!: Recording;
}

@ObjectType({ simpleResolvers: true, description: 'A page of recordings.' })
export class RecordingConnection {
  @Field(() => [RecordingEdge], { description: 'The rows.' })
  readonly edges!: readonly RecordingEdge[];

  @Field(() => PageInfo, { description: 'Where the page lies.' })
  readonly pageInfo!: PageInfo;

  @Field(() => Int, { description: 'How many recordings match in all.' })
  readonly totalCount!: number;
}
