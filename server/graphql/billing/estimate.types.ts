import { Field, ID, ObjectType } from 'type-graphql';
import type { EstimateAnswer, InputValue } from '../../../domain/billing/estimate-answer.ts';
import type { MonthEstimate as PricedMonth } from '../../../domain/billing/estimate.ts';
import { printDecimal } from '../../../domain/money.ts';
import { Decimal } from '../scalars/decimal.ts';
import { ChargeSubtotal, Costs, printCosts, subtotalsOf } from './costs.types.ts';
import { InputOriginEnum } from './estimate.enums.ts';

@ObjectType({ simpleResolvers: true, description: 'A field of the plan as it was taken.' })
export class EstimateInputValue {
  @Field(() => String, { description: 'The field.' })
  readonly field: string;

  @Field(() => String, { description: 'Its value as JSON.' })
  readonly value: string;

  @Field(() => InputOriginEnum, { description: 'Where it came from.' })
  readonly origin: InputValue['origin'];

  constructor({ field, value, origin }: InputValue) {
    this.field = field;
    this.value = JSON.stringify(value);
    this.origin = origin;
  }
}

@ObjectType({ simpleResolvers: true, description: 'What one month of the plan costs.' })
export class MonthEstimate {
  @Field(() => String, { description: 'The month, as `2026-11`.' })
  readonly month: string;

  @Field(() => Decimal, { description: 'Everything together.' })
  readonly total: string;

  @Field(() => [ChargeSubtotal], { description: 'By charge, zero ones too.' })
  readonly subtotals: readonly ChargeSubtotal[];

  @Field(() => Boolean, { description: 'False where something used has no price.' })
  readonly complete: boolean;

  constructor({ month, total, subtotals, complete }: PricedMonth) {
    this.month = month;
    this.total = printDecimal(total);
    this.subtotals = subtotalsOf(subtotals);
    this.complete = complete;
  }
}

@ObjectType({ simpleResolvers: true, description: 'The same plan under another book.' })
export class BesideEstimate {
  @Field(() => ID, { description: 'The book.' })
  readonly bookId: string;

  @Field(() => Decimal, { description: 'Everything together.' })
  readonly total: string;

  @Field(() => Decimal, { description: 'That less the total of the book that was asked.' })
  readonly difference: string;

  @Field(() => [ChargeSubtotal], { description: 'By charge, zero ones too.' })
  readonly subtotals: readonly ChargeSubtotal[];

  @Field(() => Boolean, { description: 'False where that book has no price for something used.' })
  readonly complete: boolean;

  constructor({ book, estimate, difference }: EstimateAnswer['beside'][number]) {
    this.bookId = book.id;
    this.total = printDecimal(estimate.total);
    this.difference = printDecimal(difference);
    this.subtotals = subtotalsOf(estimate.subtotals);
    this.complete = estimate.complete;
  }
}

@ObjectType({
  implements: Costs,
  simpleResolvers: true,
  description: 'What a plan would cost in its first month.',
})
export class CostEstimate extends Costs {
  @Field(() => String, { description: 'The month, as `2026-11`.' })
  readonly month: string;

  @Field(() => [String], { description: 'What was taken for granted of the whole.' })
  readonly assumptions: readonly string[];

  @Field(() => [EstimateInputValue], { description: 'Every field of the plan as it was taken.' })
  readonly inputs: readonly EstimateInputValue[];

  @Field(() => [MonthEstimate], { description: 'This month and those after it, as the plan grows.' })
  readonly months: readonly MonthEstimate[];

  @Field(() => [BesideEstimate], { description: 'The same under other books.' })
  readonly beside: readonly BesideEstimate[];

  @Field(() => String, { nullable: true, description: 'The currency of the exchange; null without one.' })
  readonly exchangedCurrency: string | null;

  @Field(() => Decimal, { nullable: true, description: 'The total in it, by the rate that was given.' })
  readonly exchangedTotal: string | null;

  constructor({ book, bookAgeDays, estimate, inputs, beside, exchanged }: EstimateAnswer) {
    super();
    Object.assign(this, printCosts(estimate, { book, bookAgeDays }));
    this.month = estimate.month;
    this.assumptions = estimate.assumptions;
    this.inputs = inputs.map((value) => new EstimateInputValue(value));
    this.months = estimate.months.map((month) => new MonthEstimate(month));
    this.beside = beside.map((other) => new BesideEstimate(other));
    this.exchangedCurrency = estimate.scenario.exchange?.currency ?? null;
    this.exchangedTotal = exchanged === null ? null : printDecimal(exchanged);
  }
}
