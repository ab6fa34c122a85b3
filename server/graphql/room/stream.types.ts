import { Field, Int, ObjectType } from 'type-graphql';
import type { StreamRecord } from '../../ports/records.ts';
import { printGlobalId } from '../relay/global-id.ts';
import { Node } from '../relay/node.types.ts';
import { DateTime } from '../scalars/date-time.ts';
import { StreamStateEnum, StreamTypeEnum } from './room.enums.ts';

@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description: 'One stream from its start to its end, as the vendor’s live network carried it.',
})
export class Stream extends Node {
  declare readonly id: string;

  @Field(() => Int, { description: 'The application that it belongs to.' })
  readonly sdkAppId: number;

  @Field(() => String, { description: 'The vendor’s name of the stream on its live network.' })
  readonly streamId: string;

  @Field(() => String, { nullable: true, description: 'The user who published it; null for a mix.' })
  readonly userId: string | null;

  @Field(() => StreamTypeEnum, { description: 'What it shows.' })
  readonly type: StreamRecord['streamType'];

  @Field(() => StreamStateEnum, { description: 'Whether it is on air.' })
  readonly state: StreamRecord['state'];

  @Field(() => Int, {
    nullable: true,
    description: 'Width of the picture in pixels; null without one or before it is known.',
  })
  readonly width: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Height of the picture in pixels; null without one or before it is known.',
  })
  readonly height: number | null;

  @Field(() => DateTime, { description: 'When it began.' })
  readonly startedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it is on air.' })
  readonly endedAt: Date | null;

  readonly record: StreamRecord;

  constructor(record: StreamRecord) {
    super();
    this.id = printGlobalId('Stream', record.id);
    this.sdkAppId = record.sdkAppId;
    this.streamId = record.streamId;
    this.userId = record.userId;
    this.type = record.streamType;
    this.state = record.state;
    this.width = record.width;
    this.height = record.height;
    this.startedAt = record.startedAt;
    this.endedAt = record.endedAt;
    this.record = record;
  }
}
