import { Field, Int, ObjectType } from 'type-graphql';
import type {
  BudgetNotice as Notice,
  BudgetTerms,
  BudgetThreshold as Threshold,
} from '../../../domain/billing/budget.ts';
import { limitOf } from '../../../domain/billing/budget.ts';
import { printDecimal } from '../../../domain/money.ts';
import type { BudgetRecord } from '../../ports/budgets.ts';
import { DateTime } from '../scalars/date-time.ts';
import { Decimal } from '../scalars/decimal.ts';
import { BudgetActionEnum, BudgetBasisEnum, BudgetTakeAwayEnum } from './budget.enums.ts';

@ObjectType({ simpleResolvers: true, description: 'A part of a budget at which something happens.' })
export class BudgetThreshold {
  @Field(() => Int, { description: 'Percent of the amount.' })
  readonly percent: number;

  @Field(() => BudgetBasisEnum, { description: 'Of what.' })
  readonly basis: Threshold['basis'];

  @Field(() => BudgetActionEnum, { description: 'What happens at a start.' })
  readonly action: Threshold['action'];

  @Field(() => Decimal, { description: 'The percent of the amount, as money.' })
  readonly limit: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was crossed in `month`; null where it was not.',
  })
  readonly crossedAt: Date | null;

  constructor(budget: BudgetRecord, threshold: Threshold) {
    const { percent, basis, action } = threshold;
    this.percent = percent;
    this.basis = basis;
    this.action = action;
    this.limit = printDecimal(limitOf(budget, threshold));
    this.crossedAt =
      budget.crossings.find((one) => one.percent === percent && one.basis === basis)?.crossedAt ?? null;
  }
}

@ObjectType({ simpleResolvers: true, description: 'What an application may cost in a month of UTC+8.' })
export class Budget {
  @Field(() => Int, { description: 'Of which application.' })
  readonly sdkAppId: number;

  @Field(() => String, { description: 'Its name, one of its application’s.' })
  readonly name: string;

  @Field(() => Decimal, { description: 'What a month may cost.' })
  readonly amount: string;

  @Field(() => String, { description: 'ISO 4217 code of every amount.' })
  readonly currency: string;

  @Field(() => [BudgetThreshold], { description: 'Where something happens.' })
  readonly thresholds: readonly BudgetThreshold[];

  @Field(() => BudgetTakeAwayEnum, { nullable: true, description: 'What DOWNGRADE takes away.' })
  readonly takeAway: BudgetTerms['takeAway'];

  @Field(() => String, { nullable: true, description: 'The month that was looked at, as `2026-11`.' })
  readonly month: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What it had cost then: its bill.' })
  readonly spent: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'What it was forecast to cost; null where no threshold asks, or too little is known.',
  })
  readonly forecast: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was looked at: every half minute, and at each start.',
  })
  readonly lookedAt: Date | null;

  constructor(budget: BudgetRecord) {
    this.sdkAppId = budget.sdkAppId;
    this.name = budget.name;
    this.amount = budget.amount;
    this.currency = budget.currency;
    this.thresholds = budget.thresholds.map((threshold) => new BudgetThreshold(budget, threshold));
    this.takeAway = budget.takeAway;
    this.month = budget.look?.month ?? null;
    this.spent = budget.look?.spent ?? null;
    this.forecast = budget.look?.forecast ?? null;
    this.lookedAt = budget.look?.lookedAt ?? null;
  }
}

@ObjectType({ simpleResolvers: true, description: 'Answer of setBudget.' })
export class SetBudgetPayload {
  @Field(() => Budget, { description: 'The budget, with the month as it is.' })
  readonly budget!: Budget;
}

@ObjectType({ simpleResolvers: true, description: 'Answer of removeBudget.' })
export class RemoveBudgetPayload {
  @Field(() => String, { description: 'The name of what was removed.' })
  readonly name!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What a budget says to a start that it lets be.' })
export class BudgetNotice {
  @Field(() => String, { description: 'The budget’s name.' })
  readonly budget: string;

  @Field(() => BudgetActionEnum, { description: 'WARN or DOWNGRADE.' })
  readonly action: Notice['action'];

  @Field(() => Int, { description: 'The threshold that was crossed.' })
  readonly percent: number;

  @Field(() => BudgetBasisEnum, { description: 'Of what.' })
  readonly basis: Notice['basis'];

  @Field(() => BudgetTakeAwayEnum, { nullable: true, description: 'What was taken away; null for nothing.' })
  readonly takenAway: Notice['takenAway'];

  @Field(() => String, {
    description:
      'In a sentence: spent, budget, limit, and what was done; without COSTS, the percentage in place of the amounts.',
  })
  readonly message: string;

  constructor({ budget, action, percent, basis, takenAway, message }: Notice) {
    this.budget = budget;
    this.action = action;
    this.percent = percent;
    this.basis = basis;
    this.takenAway = takenAway;
    this.message = message;
  }
}
