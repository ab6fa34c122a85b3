import { Field, Int, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import type { CostLine as PricedLine } from '../../../domain/billing/cost-line.ts';
import { percentOf } from '../../../domain/billing/estimate.ts';
import type { PriceBook as Book } from '../../../domain/billing/price-book.ts';
import type { Sums } from '../../../domain/billing/rate.ts';
import type { CostWarning as Warning } from '../../../domain/billing/warning.ts';
import type { Decimal as Money } from '../../../domain/money.ts';
import { printDecimal } from '../../../domain/money.ts';
import { Decimal } from '../scalars/decimal.ts';
import { CostWarningCodeEnum, PriceItemEnum } from './estimate.enums.ts';
import { PriceBook } from './price.types.ts';

export const ChargeEnum = {
  RECORDING: 'RECORDING',
  TRANSCODING: 'TRANSCODING',
  STORAGE: 'STORAGE',
  PLAYBACK: 'PLAYBACK',
  OTHER: 'OTHER',
} as const;
registerEnumType(ChargeEnum, {
  name: 'Charge',
  description: 'What the vendor charges for.',
  valuesConfig: {
    RECORDING: {
      description: 'Recording streams: by the month’s highest number of channels, or by minutes of files.',
    },
    TRANSCODING: { description: 'Mixing streams into one, by begun minutes and the size of the output.' },
    STORAGE: { description: 'Keeping files, by the highest number of bytes of each day.' },
    PLAYBACK: { description: 'Bytes that left to players, as the provider’s usage calls count them.' },
    OTHER: { description: 'Everything else: call minutes, deliveries, packages, licences.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'One line of a cost, which explains itself: quantity × unit price, and how both came about.',
})
export class CostLine {
  @Field(() => ChargeEnum, { description: 'What is charged for.' })
  readonly charge: PricedLine['charge'];

  @Field(() => String, { description: 'In words.' })
  readonly description: string;

  @Field(() => Decimal, { description: 'How much, in `unit`.' })
  readonly quantity: string;

  @Field(() => String, { description: 'The unit: `channel-month`, `minute`, `GB-day` or `GB` (10^9 bytes).' })
  readonly unit: string;

  @Field(() => Decimal, { description: 'Price of one unit.' })
  readonly unitPrice: string;

  @Field(() => Decimal, { description: 'What the line costs.' })
  readonly amount: string;

  @Field(() => String, { description: 'The formula with its numbers.' })
  readonly why: string;

  @Field(() => String, { description: 'The page of the price.' })
  readonly source: string;

  @Field(() => String, {
    description:
      'The day of use, as `2026-06-01`, or the month, as `2026-06`, where it is rated as a whole; of a plan its first day.',
  })
  readonly period: string;

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
    this.charge = line.charge;
    this.description = line.description;
    this.quantity = printDecimal(line.quantity);
    this.unit = line.unit;
    this.unitPrice = printDecimal(line.unitPrice);
    this.amount = printDecimal(line.amount);
    this.why = line.why;
    this.source = line.source;
    this.period = line.period;
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

@ObjectType({ simpleResolvers: true, description: 'Something that the reader of a cost must know.' })
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

@ObjectType({ simpleResolvers: true, description: 'What one of the charges comes to.' })
export class ChargeSubtotal {
  @Field(() => ChargeEnum, { description: 'Which.' })
  readonly charge: PricedLine['charge'];

  @Field(() => Decimal, { description: 'The sum of its lines.' })
  readonly amount: string;

  constructor(charge: PricedLine['charge'], amount: string) {
    this.charge = charge;
    this.amount = amount;
  }
}

export function subtotalsOf(subtotals: Sums['subtotals']): readonly ChargeSubtotal[] {
  return Object.values(ChargeEnum).map(
    (charge) => new ChargeSubtotal(charge, printDecimal(subtotals[charge])),
  );
}

@InterfaceType({
  description:
    'What something costs under one book, whether it is planned or was measured. Lines sum to subtotals and those to the total, to the last digit.',
})
export abstract class Costs {
  @Field(() => PriceBook, { description: 'The book it was made by.' })
  readonly book!: PriceBook;

  @Field(() => Int, {
    description: 'Whole days since the date of the book’s pages: prices may have changed.',
  })
  readonly bookAgeDays!: number;

  @Field(() => String, { description: 'ISO 4217 code of every amount.' })
  readonly currency!: string;

  @Field(() => Decimal, { description: 'Everything together.' })
  readonly total!: string;

  @Field(() => Boolean, { description: 'False where something used has no price: the total then lacks it.' })
  readonly complete!: boolean;

  @Field(() => [ChargeSubtotal], { description: 'Every charge, zero ones too.' })
  readonly subtotals!: readonly ChargeSubtotal[];

  @Field(() => [CostLine], { description: 'One line for each price and day or month.' })
  readonly lines!: readonly CostLine[];

  @Field(() => [CostWarning], { description: 'What must be known.' })
  readonly warnings!: readonly CostWarning[];
}

type CostFields = { readonly [Field in keyof Costs]: Costs[Field] };

/** The fields of `Costs`, printed. */
export function printCosts(
  {
    lines,
    subtotals,
    total,
    complete,
    warnings,
  }: Sums & {
    readonly lines: readonly PricedLine[];
    readonly complete: boolean;
    readonly warnings: readonly Warning[];
  },
  { book, bookAgeDays }: { readonly book: Book; readonly bookAgeDays: number },
): CostFields {
  return {
    ...{ book: new PriceBook(book), bookAgeDays, currency: book.currency, total: printDecimal(total) },
    ...{ complete, subtotals: subtotalsOf(subtotals) },
    lines: lines.map((line) => new CostLine(line, total)),
    warnings: warnings.map((warning) => new CostWarning(warning)),
  };
}
