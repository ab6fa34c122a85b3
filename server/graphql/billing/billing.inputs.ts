import { Field, ID, InputType, Int } from 'type-graphql';
import { OneOf } from '../relay/one-of.ts';

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
