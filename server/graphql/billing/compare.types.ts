import { Field, ObjectType } from 'type-graphql';
import type { Bill } from '../../../domain/billing/bill.ts';
import type { ComparedSide as Side, Comparison, LineDifference } from '../../../domain/billing/compare.ts';
import { printDecimal } from '../../../domain/money.ts';
import type { BookedBill } from '../../services/billing.ts';
import { Decimal } from '../scalars/decimal.ts';
import { DifferenceKindEnum } from './compare.enums.ts';
import { ChargeEnum, ChargeSubtotal, Costs, printCosts, subtotalsOf } from './costs.types.ts';
import { PriceItemEnum } from './estimate.enums.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'What one side pays for a row of a book, all lines of it together.',
})
export class ComparedSide {
  @Field(() => Decimal, { description: 'How much.' })
  readonly quantity: string;

  @Field(() => Decimal, { description: 'What it costs.' })
  readonly amount: string;

  constructor({ quantity, amount }: Side) {
    this.quantity = printDecimal(quantity);
    this.amount = printDecimal(amount);
  }
}

@ObjectType({
  simpleResolvers: true,
  description: 'The difference in one row of a book. Its two effects sum to it, to the last digit.',
})
export class CostDifference {
  @Field(() => DifferenceKindEnum, { description: 'What became of it.' })
  readonly kind: LineDifference['kind'];

  @Field(() => ChargeEnum, { description: 'What is charged for.' })
  readonly charge: LineDifference['charge'];

  @Field(() => PriceItemEnum, { description: 'Which row of the book.' })
  readonly item: LineDifference['item'];

  @Field(() => String, { nullable: true, description: 'The class of size or storage.' })
  readonly class: string | null;

  @Field(() => String, { nullable: true, description: 'The region, where prices differ by it.' })
  readonly region: string | null;

  @Field(() => String, { description: 'In words.' })
  readonly description: string;

  @Field(() => String, { description: 'The unit of both quantities.' })
  readonly unit: string;

  @Field(() => ComparedSide, {
    nullable: true,
    description: 'The first side; null where it does not pay for it.',
  })
  readonly before: ComparedSide | null;

  @Field(() => ComparedSide, {
    nullable: true,
    description: 'The other side; null where it does not pay for it.',
  })
  readonly after: ComparedSide | null;

  @Field(() => Decimal, { description: 'What the other side pays more; below zero: less.' })
  readonly difference: string;

  @Field(() => Decimal, {
    description:
      'Of that: more or less use at the price paid before; all of it where a row was added or is gone.',
  })
  readonly quantityEffect: string;

  @Field(() => Decimal, { description: 'Of that: another price, or another tier that the quantity reaches.' })
  readonly priceEffect: string;

  constructor(line: LineDifference) {
    this.kind = line.kind;
    this.charge = line.charge;
    this.item = line.item;
    this.class = line.class;
    this.region = line.region;
    this.description = line.description;
    this.unit = line.unit;
    this.before = line.before && new ComparedSide(line.before);
    this.after = line.after && new ComparedSide(line.after);
    this.difference = printDecimal(line.difference);
    this.quantityEffect = printDecimal(line.quantityEffect);
    this.priceEffect = printDecimal(line.priceEffect);
  }
}

@ObjectType({ implements: Costs, simpleResolvers: true, description: 'What a month would have cost.' })
export class ChangedCosts extends Costs {
  constructor(bill: Bill, booked: Pick<BookedBill, 'book' | 'bookAgeDays'>) {
    super();
    Object.assign(this, printCosts(bill, booked));
  }
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Two costs, row by row. Differences of rows sum to those of charges and those to `difference`, to the last digit.',
})
export class ComparedCosts {
  @Field(() => Costs, { description: 'The first.' })
  readonly before: Costs;

  @Field(() => Costs, { description: 'The other.' })
  readonly after: Costs;

  @Field(() => Decimal, { description: 'What the other costs more; below zero: less.' })
  readonly difference: string;

  @Field(() => [ChargeSubtotal], { description: 'The differences by charge, zero ones too.' })
  readonly subtotals: readonly ChargeSubtotal[];

  @Field(() => [CostDifference], { description: 'Every row of a book that either side pays for.' })
  readonly lines: readonly CostDifference[];

  @Field(() => [String], { description: 'What was taken for granted in comparing.' })
  readonly assumptions: readonly string[];

  constructor(before: Costs, after: Costs, comparison: Comparison, assumptions: readonly string[] = []) {
    this.before = before;
    this.after = after;
    this.difference = printDecimal(comparison.total);
    this.subtotals = subtotalsOf(comparison.subtotals);
    this.lines = comparison.lines.map((line) => new CostDifference(line));
    this.assumptions = assumptions;
  }
}
