import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import type { RecordingRecord, RecordingState } from '../../ports/records.ts';
import { printGlobalId } from '../relay/global-id.ts';
import { Node } from '../relay/node.types.ts';
import { PageInfo } from '../relay/page-info.types.ts';
import { StreamTypeEnum } from '../room/room.enums.ts';
import { DateTime } from '../scalars/date-time.ts';
import { RecordingFormatEnum, RecordingKindEnum, RecordingStateEnum } from './recording.enums.ts';

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

  readonly record: RecordingRecord;

  constructor(record: RecordingRecord) {
    super();
    this.id = printGlobalId('Recording', record.id);
    this.sdkAppId = record.sdkAppId;
    this.kind = record.kind;
    this.state = record.state;
    this.failure = record.failure;
    this.userId = record.userId;
    this.streamId = record.streamId;
    this.streamType = record.streamType;
    this.userDefineRecordId = record.userDefineRecordId;
    this.startedAt = record.startedAt;
    this.endedAt = record.endedAt;
    this.durationSeconds = record.durationMs === null ? null : record.durationMs / 1000;
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

@ObjectType({ simpleResolvers: true, description: 'A page of recordings, newest first.' })
export class RecordingConnection {
  @Field(() => [RecordingEdge], { description: 'The rows.' })
  readonly edges!: readonly RecordingEdge[];

  @Field(() => PageInfo, { description: 'Where the page lies.' })
  readonly pageInfo!: PageInfo;

  @Field(() => Int, { description: 'How many recordings match in all.' })
  readonly totalCount!: number;
}

@InputType({ description: 'Which recordings to list; what is given must all match.' })
export class RecordingFilterInput {
  @Field(() => Int, { nullable: true, description: 'Of one application.' })
  readonly sdkAppId?: number | null;

  @Field(() => ID, { nullable: true, description: 'Of one room session.' })
  readonly roomId?: string | null;

  @Field(() => String, { nullable: true, description: 'Of one user.' })
  readonly userId?: string | null;

  @Field(() => String, { nullable: true, description: 'Of one stream name.' })
  readonly streamId?: string | null;

  @Field(() => RecordingKindEnum, { nullable: true, description: 'Only streams, or only mixes.' })
  readonly kind?: RecordingRecord['kind'] | null;

  @Field(() => [RecordingStateEnum], { nullable: true, description: 'In any of these states.' })
  readonly states?: readonly RecordingState[] | null;

  @Field(() => RecordingFormatEnum, { nullable: true, description: 'Having a file of this format.' })
  readonly format?: RecordingFormat | null;

  @Field(() => String, { nullable: true, description: 'Having a file whose name begins so.' })
  readonly namePrefix?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Started at this instant or later.' })
  readonly startedAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Started before this instant.' })
  readonly startedBefore?: Date | null;
}
