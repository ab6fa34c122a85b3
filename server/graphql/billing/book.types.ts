import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { BookDifference as Difference } from '../../../domain/billing/compare-books.ts';
import type { PackageBalance as Balance } from '../../../domain/billing/balances.ts';
import type { BillingTerms as Terms } from '../../../domain/billing/terms.ts';
import { DateTime } from '../scalars/date-time.ts';
import { Decimal } from '../scalars/decimal.ts';
import { AccountCohortEnum, PriceItemEnum } from './estimate.enums.ts';
import { Price } from './price.types.ts';

@InputType({ description: 'A contract’s own price book.' })
export class ImportPriceBookInput {
  @Field(() => String, {
    description:
      'The book as YAML or JSON, at most 100,000 characters, in the form of the shipped ones; `base` names the book that it is based on.',
  })
  readonly text!: string;

  @Field(() => String, { description: 'A word of your own: a repeat with it imports nothing again.' })
  readonly idempotencyKey!: string;
}

const BookChangeEnum = { ADDED: 'ADDED', REMOVED: 'REMOVED', CHANGED: 'CHANGED' } as const;
registerEnumType(BookChangeEnum, {
  name: 'BookChange',
  description: 'What the second book does to a line of the first.',
  valuesConfig: {
    ADDED: { description: 'The second alone has a price.' },
    REMOVED: { description: 'The first alone has a price.' },
    CHANGED: { description: 'Both have one, on other terms.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'A line in which two books differ on a day. Lines that are alike are left out.',
})
export class BookDifference {
  @Field(() => BookChangeEnum, { description: 'How.' })
  readonly kind: Difference['kind'];

  @Field(() => PriceItemEnum, { description: 'Of what.' })
  readonly item: Price['item'];

  @Field(() => [AccountCohortEnum], { description: 'For which accounts.' })
  readonly cohorts: Difference['cohorts'];

  @Field(() => Price, { nullable: true, description: 'What the first book has; null where it has none.' })
  readonly before: Price | null;

  @Field(() => Price, { nullable: true, description: 'What the second has; null where it has none.' })
  readonly after: Price | null;

  constructor({ kind, cohorts, before, after }: Difference) {
    this.kind = kind;
    this.cohorts = cohorts;
    this.item = (before ?? after)!.item;
    this.before = before === null ? null : new Price(before);
    this.after = after === null ? null : new Price(after);
  }
}

@InputType({ description: 'What is left in a prepaid package.' })
export class PackageBalanceInput {
  @Field(() => ID, { description: 'The package, as its book calls it.' })
  readonly package!: string;

  @Field(() => Decimal, { description: 'What is left as the month begins, in the package’s unit.' })
  readonly left!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The day it was bought, as `2026-06-01`: from then it pays, for the months that its book says. Left out: as long as any is left.',
  })
  readonly boughtOn?: string | null;
}

@InputType({
  description: 'What an application is billed by from a month on. Nothing that is closed changes.',
})
export class SetBillingTermsInput {
  @Field(() => Int, {
    nullable: true,
    description:
      'Which application; left out: every one without terms of its own, which a book alone may be pinned to.',
  })
  readonly sdkAppId?: number | null;

  @Field(() => String, { description: 'The first month, as `2026-10`.' })
  readonly fromMonth!: string;

  @Field(() => ID, { nullable: true, description: 'The book; left out: the one of the newest pages.' })
  readonly book?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether the account’s free minutes are taken off this application’s bill. Needs `sdkAppId`.',
  })
  readonly useFreeMinutes!: boolean;

  @Field(() => [PackageBalanceInput], {
    defaultValue: [],
    description:
      'Prepaid packages, the oldest first; they need `sdkAppId`. What a month leaves in them is carried on into the next, until terms are set anew.',
  })
  readonly balances!: readonly PackageBalanceInput[];

  @Field(() => String, { description: 'A word of your own: a repeat with it sets nothing again.' })
  readonly idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What is left in a prepaid package.' })
export class PackageBalance {
  @Field(() => ID, { description: 'The package.' })
  readonly package: string;

  @Field(() => Decimal, { description: 'What is left, in the package’s unit.' })
  readonly left: string;

  @Field(() => String, {
    nullable: true,
    description: 'The day it was bought; null where that was not told.',
  })
  readonly boughtOn: string | null;

  constructor({ package: id, left, boughtOn }: Balance) {
    this.package = id;
    this.left = left;
    this.boughtOn = boughtOn ?? null;
  }
}

@ObjectType({ simpleResolvers: true, description: 'What an application is billed by from a month on.' })
export class BillingTerms {
  @Field(() => Int, { nullable: true, description: 'Null: every application without terms of its own.' })
  readonly sdkAppId: number | null;

  @Field(() => String, { description: 'The first month.' })
  readonly fromMonth: string;

  @Field(() => ID, { nullable: true, description: 'Null: the book of the newest pages.' })
  readonly book: string | null;

  @Field(() => Boolean, { description: 'Whether the account’s free minutes are taken off.' })
  readonly useFreeMinutes: boolean;

  @Field(() => [PackageBalance], { description: 'Prepaid packages, as the first month began.' })
  readonly balances: readonly PackageBalance[];

  @Field(() => DateTime, { description: 'When it was set; of one month the last holds.' })
  readonly setAt: Date;

  constructor({ sdkAppId, fromMonth, bookId, useFreeMinutes, balances, setAt }: Terms) {
    this.sdkAppId = sdkAppId;
    this.fromMonth = fromMonth;
    this.book = bookId;
    this.useFreeMinutes = useFreeMinutes;
    this.balances = balances.map((balance) => new PackageBalance(balance));
    this.setAt = setAt;
  }
}
