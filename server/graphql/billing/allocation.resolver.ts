import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { printDecimal } from '../../../domain/money.ts';
import type { GraphContext } from '../context.ts';
import { Decimal } from '../scalars/decimal.ts';
import { CostBreakdown } from './billing.types.ts';

@Resolver(() => CostBreakdown)
export class AllocationResolver {
  @FieldResolver(() => Decimal, {
    nullable: true,
    description:
      'Of the bill of a month: what no recording bears. With the `cost` of all recordings in that month it is the total, to the last digit. Reads every recording of the month; null elsewhere.',
  })
  async unallocated(
    @Root() { shared }: CostBreakdown,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<string | null> {
    return shared === null ? null : printDecimal(await services.billing.unallocated(principal, shared));
  }
}
