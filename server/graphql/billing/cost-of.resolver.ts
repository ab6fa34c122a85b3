import { Arg, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { Application } from '../application/application.types.ts';
import type { GraphContext } from '../context.ts';
import { Room } from '../room/room.types.ts';
import { CostBreakdown } from './billing.types.ts';

const book =
  'By which book; left out: the one of the newest pages, of a closed month the one it was closed with.';

@Resolver(() => Room)
export class RoomCostResolver {
  @FieldResolver(() => CostBreakdown, {
    description:
      'What the recordings of this session cost from its beginning until now: the sum of their `cost`. Needs COSTS.',
  })
  async cost(
    @Root() { record }: Room,
    @Arg('book', () => ID, { nullable: true, description: book }) bookId: string | undefined,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<CostBreakdown> {
    return new CostBreakdown(await services.billing.roomCost(principal, record, bookId ?? null));
  }
}

@Resolver(() => Application)
export class ApplicationCostResolver {
  @FieldResolver(() => [String], {
    description: 'Months of UTC+8, as `2026-02`, in which anything was used, newest first. Needs COSTS.',
  })
  billedMonths(
    @Root() { sdkAppId }: Application,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<readonly string[]> {
    return services.billing.months(principal, sdkAppId);
  }

  @FieldResolver(() => CostBreakdown, {
    description: 'What a month of this application costs: its `bill`. Needs COSTS.',
  })
  async cost(
    @Root() { sdkAppId }: Application,
    @Arg('month', () => String, { description: 'A month of UTC+8, as `2026-02`.' }) month: string,
    @Arg('book', () => ID, { nullable: true, description: book }) bookId: string | undefined,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<CostBreakdown> {
    const asked = { month, sdkAppId, bookId: bookId ?? null };
    return new CostBreakdown(await services.billing.bill(principal, { ...asked, day: null }), asked);
  }
}
