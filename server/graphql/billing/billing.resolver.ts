import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Scenario } from '../../../domain/billing/estimate.ts';
import { priceBooks } from '../../../domain/billing/shelf.ts';
import { requireAction } from '../../services/access/principal.ts';
import type { GraphContext } from '../context.ts';
import { Recording } from '../recording/recording.types.ts';
import { chosenOf } from '../relay/one-of.ts';
import { BillInput, EstimateCostInput } from './billing.inputs.ts';
import { CostBreakdown, PriceBook } from './billing.types.ts';

@Resolver(() => Recording)
export class BillingResolver {
  @Query(() => [PriceBook], {
    description: 'Every price book, newest pages first. None is “current”: each says its date.',
  })
  priceBooks(@Ctx() { principal }: GraphContext): PriceBook[] {
    requireAction(principal, 'COSTS');
    return priceBooks.map((book) => new PriceBook(book));
  }

  @Query(() => CostBreakdown, {
    description:
      'What a day or a month of an application costs. A fee of a whole month is borne by its days in proportion to their use.',
  })
  async bill(
    @Arg('input', () => BillInput, { description: 'Which bill.' }) input: BillInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<CostBreakdown> {
    const [kind, text] = chosenOf(input.period, 'input.period');
    return new CostBreakdown(
      await services.billing.bill(principal, {
        day: kind === 'day' ? text : null,
        month: kind === 'month' ? text : null,
        sdkAppId: input.sdkAppId ?? null,
        bookId: input.book ?? null,
      }),
    );
  }

  @Query(() => CostBreakdown, { description: 'What a plan would cost. Nothing measured goes into it.' })
  estimateCost(
    @Arg('input', () => EstimateCostInput, { description: 'The plan.' }) input: EstimateCostInput,
    @Ctx() { principal, services }: GraphContext,
  ): CostBreakdown {
    const { book, cohort, ...fields } = input;
    // A client may send null for what it leaves out.
    const given = Object.entries(fields as Readonly<Record<string, unknown>>).filter(
      ([, value]) => value !== undefined && value !== null,
    );
    const plan: Partial<Scenario> = Object.fromEntries(given);
    return new CostBreakdown(
      services.billing.estimate(principal, { bookId: book ?? null, cohort: cohort ?? null, plan }),
    );
  }

  @FieldResolver(() => CostBreakdown, {
    description:
      'What this recording costs from its beginning until now: its shares, by use, of every fee that it was part of. Needs COSTS.',
  })
  async cost(
    @Root() { record }: Recording,
    @Arg('book', () => ID, {
      nullable: true,
      description: 'By which book; left out: the one of the newest pages.',
    })
    book: string | undefined,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<CostBreakdown> {
    return new CostBreakdown(await services.billing.recordingCost(principal, record, book ?? null));
  }
}
