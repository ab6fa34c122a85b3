import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { EstimateAnswer, InputValue } from '../../../domain/billing/estimate-answer.ts';
import type { EstimateLine as PricedLine } from '../../../domain/billing/estimate-line.ts';
import { percentOf } from '../../../domain/billing/estimate.ts';
import type { MonthEstimate as PricedMonth } from '../../../domain/billing/estimate.ts';
import type { CostWarning as Warning } from '../../../domain/billing/plan.ts';
import type { Decimal as Money } from '../../../domain/money.ts';
import { printDecimal } from '../../../domain/money.ts';
import { Decimal } from '../scalars/decimal.ts';
import { ChargeSubtotal, CostLine, PriceBook, subtotalsOf } from './billing.types.ts';
import { CostWarningCodeEnum, InputOriginEnum, PriceItemEnum } from './estimate.enums.ts';

@ObjectType({ simpleResolvers: true, description: 'A line of an estimate, which explains itself.' })
export class EstimateLine extends CostLine {
  @Field(() => PriceItemEnum, { description: 'Which row of the book.' })
  readonly item: PricedLine['item'];

  @Field(() => String, { nullable: true, description: 'The class of size or storage.' })
  readonly class: string | null;

  @Field(() => String, { nullable: true, description: 'The region, where prices differ by it.' })
  readonly region: string | null;

  @Field(() => String, { description: 'Where the quantity comes from.' })
  readonly origin: string;

  @Field(() => String, {
    nullable: true,
    description: 'How its tiers were walked; null where there are none.',
  })
  readonly tierWalk: string | null;

  @Field(() => String, { nullable: true, description: 'What is rounded, and how; null where nothing is.' })
  readonly rounding: string | null;

  @Field(() => String, { description: 'The day from which the price holds.' })
  readonly priceFrom: string;

  @Field(() => Boolean, {
    description: 'Whether the vendor states that day; otherwise it is the first on which the price was seen.',
  })
  readonly priceFromIsStated: boolean;

  @Field(() => String, { description: 'The date of the edition of the page.' })
  readonly pageDate: string;

  @Field(() => Decimal, { description: 'Percent of the total, to four decimals.' })
  readonly sharePercent: string;

  @Field(() => [String], { description: 'What was taken for granted.' })
  readonly assumptions: readonly string[];

  constructor(line: PricedLine, total: Money) {
    super(line);
    this.item = line.item;
    this.class = line.class;
    this.region = line.region;
    this.origin = line.origin;
    this.tierWalk = line.tierWalk;
    this.rounding = line.rounding;
    this.priceFrom = line.priceFrom;
    this.priceFromIsStated = line.priceFromIsStated;
    this.pageDate = line.pageDate;
    this.sharePercent = printDecimal(percentOf(line.amount, total));
    this.assumptions = line.assumptions;
  }
}

@ObjectType({ simpleResolvers: true, description: 'Something that the reader of an estimate must know.' })
export class CostWarning {
  @Field(() => CostWarningCodeEnum, { description: 'What kind.' })
  readonly code: Warning['code'];

  @Field(() => String, { description: 'In a sentence.' })
  readonly message: string;

  constructor({ code, message }: Warning) {
    this.code = code;
    this.message = message;
  }
}

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
  simpleResolvers: true,
  description:
    'What a plan would cost in its first month. Lines sum to subtotals and those to the total, to the last digit.',
})
export class CostEstimate {
  @Field(() => PriceBook, { description: 'The book it was made by.' })
  readonly book: PriceBook;

  @Field(() => Int, {
    description: 'Whole days since the date of the book’s pages: prices may have changed.',
  })
  readonly bookAgeDays: number;

  @Field(() => String, { description: 'ISO 4217 code of every amount.' })
  readonly currency: string;

  @Field(() => String, { description: 'The month, as `2026-11`.' })
  readonly month: string;

  @Field(() => Decimal, { description: 'Everything together.' })
  readonly total: string;

  @Field(() => Boolean, { description: 'False where something used has no price: the total then lacks it.' })
  readonly complete: boolean;

  @Field(() => [ChargeSubtotal], { description: 'Recording, transcoding, storage, playback and the others.' })
  readonly subtotals: readonly ChargeSubtotal[];

  @Field(() => [EstimateLine], { description: 'One line for each price.' })
  readonly lines: readonly EstimateLine[];

  @Field(() => [String], { description: 'What was taken for granted of the whole.' })
  readonly assumptions: readonly string[];

  @Field(() => [CostWarning], { description: 'What must be known.' })
  readonly warnings: readonly CostWarning[];

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
    this.book = new PriceBook(book);
    this.bookAgeDays = bookAgeDays;
    this.currency = book.currency;
    this.month = estimate.month;
    this.total = printDecimal(estimate.total);
    this.complete = estimate.complete;
    this.subtotals = subtotalsOf(estimate.subtotals);
    this.lines = estimate.lines.map((line) => new EstimateLine(line, estimate.total));
    this.assumptions = estimate.assumptions;
    this.warnings = estimate.warnings.map((warning) => new CostWarning(warning));
    this.inputs = inputs.map((value) => new EstimateInputValue(value));
    this.months = estimate.months.map((month) => new MonthEstimate(month));
    this.beside = beside.map((other) => new BesideEstimate(other));
    this.exchangedCurrency = estimate.scenario.exchange?.currency ?? null;
    this.exchangedTotal = exchanged === null ? null : printDecimal(exchanged);
  }
}
