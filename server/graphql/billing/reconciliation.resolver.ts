import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../context.ts';
import type { Plain } from '../plain.ts';
import { CostBreakdown } from './billing.types.ts';
import { splitInput } from './estimate.resolver.ts';
import {
  ImportInvoiceInput,
  KeepEstimateInput,
  KeptEstimate,
  MonthNumbers,
  Reconciliation,
  ReconciliationMonthInput,
  UnlockReconciliationInput,
} from './reconciliation.types.ts';

@Resolver(() => CostBreakdown)
export class ReconciliationResolver {
  @Query(() => Reconciliation, {
    description: 'What was metered beside what the provider says, of the whole account. Needs COSTS.',
  })
  async reconciliation(
    @Arg('month', () => String, { description: 'A month of UTC+8, as `2026-10`.' }) month: string,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Reconciliation> {
    return new Reconciliation(await services.reconciling.reconciliation(principal, month));
  }

  @Mutation(() => Reconciliation, {
    description:
      'Reads what the provider’s usage calls say of a month, in place of what was read before; all of it or nothing.',
  })
  async importProviderUsage(
    @Arg('input', () => ReconciliationMonthInput, { description: 'Of which month.' })
    { month }: ReconciliationMonthInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Reconciliation> {
    return new Reconciliation(await services.reconciling.importProviderUsage(principal, month));
  }

  @Mutation(() => Reconciliation, {
    description:
      'Reads the provider’s invoice of a month, in place of an earlier one; an error names row and column, and nothing is kept then.',
  })
  async importInvoice(
    @Arg('input', () => ImportInvoiceInput, { description: 'The invoice.' })
    { month, csv }: ImportInvoiceInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Reconciliation> {
    return new Reconciliation(await services.reconciling.importInvoice(principal, month, csv));
  }

  @Mutation(() => Reconciliation, {
    description:
      'Keeps the reconciliation of a month as it is: nothing is read into it until it is unlocked.',
  })
  async lockReconciliation(
    @Arg('input', () => ReconciliationMonthInput, { description: 'Of which month.' })
    { month }: ReconciliationMonthInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Reconciliation> {
    return new Reconciliation(await services.reconciling.lock(principal, month));
  }

  @Mutation(() => Reconciliation, {
    description: 'Opens a locked month again; the audit log says who and why.',
  })
  async unlockReconciliation(
    @Arg('input', () => UnlockReconciliationInput, { description: 'Of which month, and why.' })
    { month, reason }: UnlockReconciliationInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Reconciliation> {
    return new Reconciliation(await services.reconciling.unlock(principal, month, reason));
  }

  @Mutation(() => KeptEstimate, {
    description:
      'Keeps what a plan costs as the estimate of a month of an application, which its bill is shown beside.',
  })
  keepEstimate(
    @Arg('input', () => KeepEstimateInput, { description: 'The month and the plan.' })
    { month, sdkAppId, estimate }: KeepEstimateInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Plain<KeptEstimate>> {
    const found = services.estimating.estimate(principal, splitInput(estimate));
    return services.reconciling.keepEstimate(principal, { month, sdkAppId: sdkAppId ?? null }, found);
  }

  @FieldResolver(() => MonthNumbers, {
    nullable: true,
    description:
      'Of the bill of a month: what it was estimated, metered and billed at, and when each was last reconciled; null elsewhere.',
  })
  numbers(
    @Root() { shared, total, currency, measuredUntil }: CostBreakdown,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Plain<MonthNumbers>> | null {
    if (shared === null) return null;
    const metered = { amount: total, currency, knownAt: measuredUntil };
    return services.reconciling.numbers({ ...shared, principal }, metered);
  }
}
