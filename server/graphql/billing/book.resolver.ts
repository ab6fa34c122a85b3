import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphContext } from '../context.ts';
import { BillingTerms, BookDifference, ImportPriceBookInput, SetBillingTermsInput } from './book.types.ts';
import { PriceBook } from './price.types.ts';

@Resolver()
export class BookResolver {
  @Query(() => [PriceBook], {
    description:
      'Every price book: shipped ones, newest pages first, then imported ones. None is “current”: each says its date.',
  })
  priceBooks(@Ctx() { principal, services }: GraphContext): PriceBook[] {
    return services.bookDesk.list(principal).map((book) => new PriceBook(book));
  }

  @Query(() => PriceBook, {
    nullable: true,
    description: 'A price book by its id; null where there is none.',
  })
  priceBook(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() { principal, services }: GraphContext,
  ): PriceBook | null {
    const book = services.bookDesk.find(principal, id);
    return book === null ? null : new PriceBook(book);
  }

  @Query(() => [BookDifference], { description: 'Where two price books differ on a day, line by line.' })
  comparePriceBooks(
    @Arg('a', () => ID, { description: 'The first book.' }) a: string,
    @Arg('b', () => ID, { description: 'The second book.' }) b: string,
    @Arg('at', () => String, { nullable: true, description: 'The day, as `2026-02-28`; left out: today.' })
    at: string | undefined,
    @Ctx() { principal, services }: GraphContext,
  ): BookDifference[] {
    return services.bookDesk
      .compare(principal, a, b, at ?? null)
      .map((difference) => new BookDifference(difference));
  }

  @Mutation(() => PriceBook, {
    description:
      'Keeps a contract’s own book, whole or not at all: an error lists every fault. A book never changes, so its id must be new.',
  })
  async importPriceBook(
    @Arg('input', () => ImportPriceBookInput, { description: 'The book.' })
    { text, idempotencyKey }: ImportPriceBookInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<PriceBook> {
    return new PriceBook(await services.bookDesk.import(principal, { text, idempotencyKey }));
  }

  @Query(() => [BillingTerms], { description: 'What was set to bill applications by, in that order.' })
  billingTerms(@Ctx() { principal, services }: GraphContext): BillingTerms[] {
    return services.bookDesk.terms(principal).map((terms) => new BillingTerms(terms));
  }

  @Mutation(() => [BillingTerms], {
    description:
      'Pins a book, free minutes and prepaid packages to an application, or a book to all, from a month on. A closed month keeps what it was billed by.',
  })
  async setBillingTerms(
    @Arg('input', () => SetBillingTermsInput, { description: 'What, and from when.' })
    input: SetBillingTermsInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<BillingTerms[]> {
    const { sdkAppId, fromMonth, book, useFreeMinutes, balances, idempotencyKey } = input;
    const set = await services.bookDesk.setTerms(principal, {
      ...{ sdkAppId: sdkAppId ?? null, fromMonth, bookId: book ?? null, useFreeMinutes, idempotencyKey },
      balances: balances.map(({ package: id, left, boughtOn }) => ({
        ...{ package: id, left, boughtOn: boughtOn ?? null },
      })),
    });
    return set.map((terms) => new BillingTerms(terms));
  }
}
