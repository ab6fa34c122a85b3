import { Field, ID, InputType, Int } from 'type-graphql';
import { RecordingFormatEnum } from '../recording/recording.enums.ts';
import { Decimal } from '../scalars/decimal.ts';
import { RecordedChoiceEnum } from './compare.enums.ts';
import { StorageClassEnum, StorageRegionEnum, TrafficRegionEnum } from './estimate.enums.ts';
import { EstimateCostInput } from './estimate.inputs.ts';

@InputType({ description: 'Two plans, or one plan by two books or on two days.' })
export class CompareCostsInput {
  @Field(() => EstimateCostInput, { description: 'The one that is compared with.' })
  readonly before!: EstimateCostInput;

  @Field(() => EstimateCostInput, { description: 'The other one.' })
  readonly after!: EstimateCostInput;
}

@InputType({ description: 'What is turned in a month that was. What is left out stays as it was.' })
export class KnobsInput {
  @Field(() => Decimal, { nullable: true, description: 'All use, in percent of what it was; 0 to 100000.' })
  readonly usagePercent?: string;

  @Field(() => [RecordingFormatEnum], { nullable: true, description: 'Recorded in these formats instead.' })
  readonly formats?: readonly string[];

  @Field(() => RecordedChoiceEnum, { nullable: true, description: 'What is recorded of a room.' })
  readonly recorded?: string;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Each side of every picture, mixed ones too, in percent; 0 to 800.',
  })
  readonly sidePercent?: string;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Bytes of files and of what is watched, live streams too, in percent; 0 to 10000.',
  })
  readonly bitratePercent?: string;

  @Field(() => Int, { nullable: true, description: 'Days that every file is kept, 1 to 3650; 0 for ever.' })
  readonly retentionDays?: number;

  @Field(() => StorageClassEnum, { nullable: true, description: 'How files are kept.' })
  readonly storageClass?: string;

  @Field(() => StorageRegionEnum, { nullable: true, description: 'Where files are kept.' })
  readonly storageRegion?: string;

  @Field(() => TrafficRegionEnum, {
    nullable: true,
    description: 'Where all players are, those of live streams too.',
  })
  readonly playbackRegion?: string;
}

@InputType({ description: 'A month that was.' })
export class MonthHintsInput {
  @Field(() => String, { description: 'The month, as `2026-10`.' })
  readonly month!: string;

  @Field(() => ID, { nullable: true, description: 'By which book; left out: the one of its bill.' })
  readonly book?: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Of which application; may be left out where there is one.',
  })
  readonly sdkAppId?: number;
}

@InputType({ description: 'A month that was, and what would have been otherwise.' })
export class WhatIfInput extends MonthHintsInput {
  @Field(() => KnobsInput, { description: 'What would have been otherwise.' })
  readonly knobs!: KnobsInput;
}
