import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../context.ts';
import { Recording } from '../recording/recording.types.ts';
import { chosenOf } from '../relay/one-of.ts';
import { BillInput } from './billing.inputs.ts';
import { CostBreakdown } from './billing.types.ts';

@Resolver(() => Recording)
export class BillingResolver {
  @Query(() => CostBreakdown, {
    description:
      'What a day or a month of an application costs. A fee of a whole month is borne by its days in proportion to their use.',
  })
  async bill(
    @Arg('input', () => BillInput, { description: 'Which bill.' }) input: BillInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<CostBreakdown> {
    const [kind, text] = chosenOf(input.period, 'input.period');
    const month = kind === 'month' ? text : null;
    const [sdkAppId, bookId] = [input.sdkAppId ?? null, input.book ?? null];
    const bill = await services.billing.bill(principal, {
      ...{ day: kind === 'day' ? text : null, month, sdkAppId, bookId },
    });
    return new CostBreakdown(bill, month === null ? null : { month, sdkAppId, bookId });
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
