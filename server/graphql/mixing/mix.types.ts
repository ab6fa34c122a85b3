import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Template } from '../../../domain/mixing/layout.ts';
import type { MixRecord } from '../../ports/records.ts';
import { printGlobalId } from '../relay/global-id.ts';
import { Node } from '../relay/node.types.ts';
import { MixTemplateEnum } from './mix-layout.enums.ts';
import { DateTime } from '../scalars/date-time.ts';

export const MixStateEnum = {
  REQUESTED: 'REQUESTED',
  RUNNING: 'RUNNING',
  UNCONFIRMED: 'UNCONFIRMED',
  STOPPED: 'STOPPED',
  REFUSED: 'REFUSED',
} as const;

export const MixLayoutStateEnum = {
  APPLIED: 'APPLIED',
  REQUESTED: 'REQUESTED',
  UNCONFIRMED: 'UNCONFIRMED',
} as const;

registerEnumType(MixLayoutStateEnum, {
  name: 'MixLayoutState',
  description: 'How far the layout asked for last is.',
  valuesConfig: {
    APPLIED: { description: 'The layout shown is the one asked for.' },
    REQUESTED: { description: 'The intent is stored; the provider has not answered yet.' },
    UNCONFIRMED: {
      description:
        'The provider did not answer in time, and nothing else tells of a layout: ask for it again.',
    },
  },
});

registerEnumType(MixStateEnum, {
  name: 'MixState',
  description: 'Where a mix stands.',
  valuesConfig: {
    REQUESTED: { description: 'The intent is stored; the provider has not answered yet.' },
    RUNNING: { description: 'The provider took it.' },
    UNCONFIRMED: { description: 'The provider did not answer in time; callbacks will show what it did.' },
    STOPPED: { description: 'It ended, by a command or with its room.' },
    REFUSED: { description: 'The provider refused it; `failure` says why.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description:
    'A mix of a room’s streams in one picture and sound: asked for here, or elsewhere where the provider tells of it.',
})
export class Mix extends Node {
  declare readonly id: string;

  @Field(() => Int, { description: 'The application that it belongs to.' })
  readonly sdkAppId: number;

  @Field(() => String, {
    description:
      'The mixed stream’s name on the live network; that of the user’s where it goes out in its place.',
  })
  readonly streamId: string;

  @Field(() => String, {
    nullable: true,
    description:
      'What its files’ names begin with; null where it is not recorded, or where it was asked for elsewhere.',
  })
  readonly recordId: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The user whose own SDK asked for it (`setMixTranscodingConfig`); null for a server’s.',
  })
  readonly askedBy: string | null;

  @Field(() => Boolean, { description: 'It goes out in place of the stream of the user who asked for it.' })
  readonly intoOwnStream: boolean;

  @Field(() => MixStateEnum, { description: 'Where it stands.' })
  readonly state: MixRecord['state'];

  @Field(() => String, {
    nullable: true,
    description: 'Why it was refused or is unconfirmed; null otherwise.',
  })
  readonly failure: string | null;

  @Field(() => MixTemplateEnum, {
    nullable: true,
    description:
      'The template in effect; null for a mix from before layouts were kept, or asked for elsewhere.',
  })
  readonly template: Template | null;

  @Field(() => MixLayoutStateEnum, { description: 'How far the layout asked for last is.' })
  readonly layoutState: MixRecord['layoutState'];

  @Field(() => Int, { description: 'Width of the picture in pixels; 0 for sound alone.' })
  readonly width: number;

  @Field(() => Int, { description: 'Height of the picture in pixels; 0 for sound alone.' })
  readonly height: number;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  readonly requestedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it runs.' })
  readonly stoppedAt: Date | null;

  readonly record: MixRecord;

  constructor(record: MixRecord) {
    super();
    this.id = printGlobalId('Mix', record.id);
    this.sdkAppId = record.sdkAppId;
    this.streamId = record.streamId;
    this.recordId = record.recordId;
    this.askedBy = record.askedBy;
    this.intoOwnStream = record.intoOwnStream;
    this.state = record.state;
    this.failure = record.failure;
    this.template = record.form?.layout.template ?? null;
    this.layoutState = record.layoutState;
    this.width = record.width;
    this.height = record.height;
    this.requestedAt = record.requestedAt;
    this.stoppedAt = record.stoppedAt;
    this.record = record;
  }
}
