import { Field, InputType, Int } from 'type-graphql';
import { Decimal } from '../scalars/decimal.ts';
import { BudgetActionEnum, BudgetBasisEnum, BudgetTakeAwayEnum } from './budget.enums.ts';

@InputType({ description: 'A part of a budget at which something happens.' })
export class BudgetThresholdInput {
  @Field(() => Int, { description: 'Percent of the amount, 1 to 1000.' })
  readonly percent!: number;

  @Field(() => BudgetBasisEnum, { nullable: true, description: 'Of what; default ACTUAL.' })
  readonly basis?: string;

  @Field(() => BudgetActionEnum, { nullable: true, description: 'What happens at a start; default NONE.' })
  readonly action?: string;
}

@InputType({ description: 'A budget, in the place of the one of the same name.' })
export class SetBudgetInput {
  @Field(() => Int, {
    nullable: true,
    description: 'Of which application; may be left out where there is one.',
  })
  readonly sdkAppId?: number | null;

  @Field(() => String, { description: 'Its name, 1 to 80 characters.' })
  readonly name!: string;

  @Field(() => Decimal, { description: 'What a month may cost, above 0.' })
  readonly amount!: string;

  @Field(() => String, {
    nullable: true,
    description: 'ISO 4217 code; USD, which is the default, is the only one.',
  })
  readonly currency?: string;

  @Field(() => [BudgetThresholdInput], { description: 'One to ten, each percent of each basis once.' })
  readonly thresholds!: readonly BudgetThresholdInput[];

  @Field(() => BudgetTakeAwayEnum, {
    nullable: true,
    description: 'What DOWNGRADE takes away; needed where a threshold has it.',
  })
  readonly takeAway?: string;
}

@InputType({ description: 'Which budget.' })
export class RemoveBudgetInput {
  @Field(() => Int, {
    nullable: true,
    description: 'Of which application; may be left out where there is one.',
  })
  readonly sdkAppId?: number | null;

  @Field(() => String, { description: 'Its name.' })
  readonly name!: string;
}
