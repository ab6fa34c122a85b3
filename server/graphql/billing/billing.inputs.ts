import { Field, ID, InputType, Int } from 'type-graphql';
import type { ApplicationRecord } from '../../services/applications.ts';
import { CohortEnum } from '../application/application.types.ts';
import { OneOf } from '../relay/one-of.ts';
import { Decimal } from '../scalars/decimal.ts';

@OneOf()
@InputType({ description: 'A day or a month of UTC+8, the vendor’s zone of billing.' })
export class BillPeriodInput {
  @Field(() => String, { nullable: true, description: 'A day, as `2026-02-28`.' })
  readonly day?: string;

  @Field(() => String, { nullable: true, description: 'A month, as `2026-02`.' })
  readonly month?: string;
}

@InputType({ description: 'Which bill.' })
export class BillInput {
  @Field(() => BillPeriodInput, { description: 'Of which time.' })
  readonly period!: BillPeriodInput;

  @Field(() => ID, { nullable: true, description: 'By which book; left out: the one of the newest pages.' })
  readonly book?: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Of which application; may be left out where there is one.',
  })
  readonly sdkAppId?: number;
}

@InputType({ description: 'A plan to be priced. What is left out is zero.' })
export class EstimateCostInput {
  @Field(() => ID, { nullable: true, description: 'By which book; left out: the one of the newest pages.' })
  readonly book?: string;

  @Field(() => CohortEnum, {
    nullable: true,
    description: 'Which recording service; left out: CSS_LIVE_RECORDING.',
  })
  readonly cohort?: ApplicationRecord['cohort'];

  @Field(() => Decimal, {
    nullable: true,
    description: 'Streams recorded at one time, at most, in the month.',
  })
  readonly peakStreams?: string;

  @Field(() => Int, { nullable: true, description: 'File formats of each stream, 1 to 4; default 1.' })
  readonly formats?: number;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Minutes of recorded streams in the month, before formats.',
  })
  readonly recordedMinutes?: string;

  @Field(() => Int, { nullable: true, description: 'Width of recorded and mixed pictures; default 1280.' })
  readonly width?: number;

  @Field(() => Int, { nullable: true, description: 'Height; default 720.' })
  readonly height?: number;

  @Field(() => Decimal, { nullable: true, description: 'Minutes of mixing.' })
  readonly mixedMinutes?: string;

  @Field(() => Decimal, { nullable: true, description: 'GB kept (10^9 bytes).' })
  readonly storedGb?: string;

  @Field(() => Decimal, { nullable: true, description: 'For how many days; default 1.' })
  readonly storedDays?: string;

  @Field(() => Decimal, { nullable: true, description: 'GB played on one day: the tier is a day’s.' })
  readonly playedGb?: string;
}
