import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { PriceBook as Book, Rate } from '../../../domain/billing/price-book.ts';
import { Decimal } from '../scalars/decimal.ts';
import { AccountCohortEnum, PriceItemEnum } from './estimate.enums.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'One price of a book, and everything that decides whether it applies.',
})
export class Price {
  @Field(() => PriceItemEnum, { description: 'Of what.' })
  readonly item: Rate['item'];

  @Field(() => String, {
    nullable: true,
    description: 'The class of size or storage; null where there is one price.',
  })
  readonly class: string | null;

  @Field(() => String, { nullable: true, description: 'The codec; null for every one.' })
  readonly codec: string | null;

  @Field(() => String, { nullable: true, description: 'The region; null for every one.' })
  readonly region: string | null;

  @Field(() => [AccountCohortEnum], { nullable: true, description: 'For which accounts; null for all.' })
  readonly cohorts: Rate['cohorts'];

  @Field(() => String, { description: 'The unit that is priced.' })
  readonly unit: string;

  @Field(() => Int, { description: 'The price is of so many units: 1 or 1000.' })
  readonly priceFor: number;

  @Field(() => String, {
    description: 'How tiers are walked: `flat`, `volume` (the whole at the tier it reaches) or `graduated`.',
  })
  readonly walk: string;

  @Field(() => [Decimal], { description: 'Quantities at which tiers begin.' })
  readonly tierFrom: readonly string[];

  @Field(() => [Decimal], { description: 'The price of each tier, in USD, as the page prints it.' })
  readonly prices: readonly string[];

  @Field(() => String, {
    description: 'What is summed before it is rounded and walks the tiers: `day` or `month`.',
  })
  readonly per: string;

  @Field(() => Int, { description: 'The least days that are charged; 0 for none.' })
  readonly minimumDays: number;

  @Field(() => String, { description: 'The first day on which it holds.' })
  readonly from: string;

  @Field(() => String, { nullable: true, description: 'The last day; null where it still holds.' })
  readonly until: string | null;

  @Field(() => Boolean, {
    description: 'Whether the vendor states that first day; otherwise the price was first seen then.',
  })
  readonly fromIsStated: boolean;

  @Field(() => String, { description: 'The page.' })
  readonly source: string;

  @Field(() => String, { description: 'The date of its edition.' })
  readonly pageDate: string;

  @Field(() => [String], { description: 'What is uncertain about it, or was chosen.' })
  readonly notes: readonly string[];

  constructor(rate: Rate) {
    this.item = rate.item;
    this.class = rate.class;
    this.codec = rate.codec;
    this.region = rate.region;
    this.cohorts = rate.cohorts;
    this.unit = rate.unit;
    this.priceFor = rate.priceFor;
    this.walk = rate.walk;
    this.tierFrom = rate.tierFrom;
    this.prices = rate.prices;
    this.per = rate.per;
    this.minimumDays = rate.minimumDays;
    this.from = rate.from;
    this.until = rate.until;
    this.fromIsStated = rate.basis === 'stated';
    this.source = rate.source.page;
    this.pageDate = rate.source.date;
    this.notes = rate.notes;
  }
}

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
