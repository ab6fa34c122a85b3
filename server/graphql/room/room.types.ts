import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { RoomRecord } from '../../ports/records.ts';
import { PageInfo } from '../relay/page-info.types.ts';
import { printGlobalId } from '../relay/global-id.ts';
import { Node } from '../relay/node.types.ts';
import { OneOf } from '../relay/one-of.ts';
import { DateTime } from '../scalars/date-time.ts';
import { Long } from '../scalars/long.ts';
import { RoomKindEnum, RoomStateEnum } from './room.enums.ts';

@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description:
    'One session of a room (the vendor’s CommId). The same name tomorrow is another Room with a higher number.',
})
export class Room extends Node {
  declare readonly id: string;

  @Field(() => Int, { description: 'The application that it belongs to.' })
  readonly sdkAppId: number;

  @Field(() => String, {
    description: 'The room’s name as text; together with kind it says which room of the application.',
  })
  readonly name: string;

  @Field(() => RoomKindEnum, { description: 'Whether the name is a number or text.' })
  readonly kind: RoomRecord['name']['kind'];

  @Field(() => Int, { description: 'How many sessions of this name came before, plus one.' })
  readonly number: number;

  @Field(() => String, {
    nullable: true,
    description: 'The vendor’s id of the session; null while only later facts of the session are known.',
  })
  readonly commId: string | null;

  @Field(() => RoomStateEnum, { description: 'Whether it is going on.' })
  readonly state: RoomRecord['state'];

  @Field(() => DateTime, { description: 'When it was created, or the first fact that is known of it.' })
  readonly startedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was dismissed; null while it goes on.' })
  readonly endedAt: Date | null;

  readonly record: RoomRecord;

  constructor(record: RoomRecord) {
    super();
    this.id = printGlobalId('Room', record.id);
    this.sdkAppId = record.sdkAppId;
    this.name = String(record.name.value);
    this.kind = record.name.kind;
    this.number = record.number;
    this.commId = record.commId;
    this.state = record.state;
    this.startedAt = record.startedAt;
    this.endedAt = record.endedAt;
    this.record = record;
  }
}

@ObjectType({ simpleResolvers: true, description: 'A room and its place in the list.' })
export class RoomEdge {
  @Field(() => String, { description: 'To be given as `after`.' })
  readonly cursor!: string;

  @Field(() => Room, { description: 'The room.' })
  readonly node!: Room;
}

@ObjectType({ simpleResolvers: true, description: 'A page of rooms, newest first.' })
export class RoomConnection {
  @Field(() => [RoomEdge], { description: 'The rows.' })
  readonly edges!: readonly RoomEdge[];

  @Field(() => PageInfo, { description: 'Where the page lies.' })
  readonly pageInfo!: PageInfo;

  @Field(() => Int, { description: 'How many rooms match in all.' })
  readonly totalCount!: number;
}

@OneOf()
@InputType({
  description:
    'The name of a room: text or a number, which are two different rooms even when they look alike.',
})
export class RoomNameInput {
  @Field(() => String, {
    nullable: true,
    description: 'The name of a text room, up to 64 bytes. RTMP takes letters, digits and _ only.',
  })
  readonly text?: string | null;

  @Field(() => Long, { nullable: true, description: 'The number of a number room, 1 to 4294967294.' })
  readonly number?: number | null;
}

@OneOf()
@InputType({ description: 'Which room session is meant.' })
export class RoomByInput {
  @Field(() => ID, { nullable: true, description: 'By its id here.' })
  readonly id?: string | null;

  @Field(() => String, { nullable: true, description: 'By the vendor’s id of the session.' })
  readonly commId?: string | null;

  @Field(() => RoomNameInput, { nullable: true, description: 'The newest session of a name.' })
  readonly name?: RoomNameInput | null;
}

@InputType({ description: 'Which rooms to list; what is given must all match.' })
export class RoomFilterInput {
  @Field(() => Int, { nullable: true, description: 'Of one application.' })
  readonly sdkAppId?: number | null;

  @Field(() => RoomNameInput, { nullable: true, description: 'All sessions of one name.' })
  readonly name?: RoomNameInput | null;

  @Field(() => RoomStateEnum, { nullable: true, description: 'Only those going on, or only those ended.' })
  readonly state?: RoomRecord['state'] | null;

  @Field(() => DateTime, { nullable: true, description: 'Started at this instant or later.' })
  readonly startedAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Started before this instant.' })
  readonly startedBefore?: Date | null;
}
