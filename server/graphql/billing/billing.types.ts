import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { CostLine as PricedLine } from '../../../domain/billing/fee.ts';
import type { PriceBook as Book } from '../../../domain/billing/price-book.ts';
import { printDecimal } from '../../../domain/money.ts';
import type { BookedBill } from '../../services/billing.ts';
import { Decimal } from '../scalars/decimal.ts';
import { Price } from './price.types.ts';

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

@ObjectType({ simpleResolvers: true, description: 'Prices as they stood on some day. A book never changes.' })
export class PriceBook {
  @Field(() => ID, { description: 'Named by its date: `tencent-intl-2023-05-17`.' })
  readonly id: string;

  @Field(() => String, { description: 'What it was taken from.' })
  readonly title: string;

  @Field(() => String, { description: 'The newest date of those pages, `YYYY-MM-DD`.' })
  readonly pagesDate: string;

  @Field(() => String, { description: 'ISO 4217 code of every amount.' })
  readonly currency: string;

  @Field(() => [String], { description: 'The pages.' })
  readonly sources: readonly string[];

  @Field(() => [Price], { description: 'Every price of it.' })
  readonly prices: readonly Price[];

  constructor(book: Book) {
    this.id = book.id;
    this.title = book.title;
    this.pagesDate = book.pagesDate;
    this.currency = book.currency;
    this.sources = [...new Set(book.rates.map(({ source }) => source.page))];
    this.prices = book.rates.map((rate) => new Price(rate));
  }
}

@ObjectType({
  simpleResolvers: true,
  description: 'One line of a bill: quantity × unit price, and how it came about.',
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

  @Field(() => String, { description: 'The formula with its measured numbers.' })
  readonly why: string;

  @Field(() => String, { description: 'The page of the price.' })
  readonly source: string;

  constructor(line: PricedLine) {
    this.charge = line.charge;
    this.description = line.description;
    this.quantity = printDecimal(line.quantity);
    this.unit = line.unit;
    this.unitPrice = printDecimal(line.unitPrice);
    this.amount = printDecimal(line.amount);
    this.why = line.why;
    this.source = line.source;
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

export function subtotalsOf(subtotals: BookedBill['bill']['subtotals']): readonly ChargeSubtotal[] {
  return Object.values(ChargeEnum).map(
    (charge) => new ChargeSubtotal(charge, printDecimal(subtotals[charge])),
  );
}

@ObjectType({
  simpleResolvers: true,
  description:
    'What something costs under one book. Lines sum to subtotals and those to the total, to the last digit.',
})
export class CostBreakdown {
  @Field(() => PriceBook, { description: 'The book it was made by.' })
  readonly book: PriceBook;

  @Field(() => Int, {
    description: 'Whole days since the date of the book’s pages: prices may have changed.',
  })
  readonly bookAgeDays: number;

  @Field(() => String, { description: 'ISO 4217 code of every amount.' })
  readonly currency: string;

  @Field(() => Decimal, { description: 'Everything together.' })
  readonly total: string;

  @Field(() => [ChargeSubtotal], { description: 'Every charge, zero ones too.' })
  readonly subtotals: readonly ChargeSubtotal[];

  @Field(() => [CostLine], { description: 'One line for each fee.' })
  readonly lines: readonly CostLine[];

  constructor({ bill, book, bookAgeDays }: BookedBill) {
    this.book = new PriceBook(book);
    this.bookAgeDays = bookAgeDays;
    this.currency = book.currency;
    this.total = printDecimal(bill.total);
    this.subtotals = subtotalsOf(bill.subtotals);
    this.lines = bill.lines.map((line) => new CostLine(line));
  }
}
