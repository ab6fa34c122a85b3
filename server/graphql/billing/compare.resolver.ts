import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { compareLines } from '../../../domain/billing/compare.ts';
import { hintsOf } from '../../../domain/billing/hints.ts';
import type { GraphContext } from '../context.ts';
import { CostBreakdown } from './billing.types.ts';
import { CompareCostsInput, MonthHintsInput, WhatIfInput } from './compare.inputs.ts';
import { ChangedCosts, ComparedCosts } from './compare.types.ts';
import { splitInput } from './estimate.resolver.ts';
import { EstimateCostInput } from './estimate.inputs.ts';
import { CostEstimate } from './estimate.types.ts';
import { CostHint } from './hint.types.ts';

@Resolver()
export class CompareResolver {
  @Query(() => ComparedCosts, {
    description: 'Two plans, or one by two books or on two days, in their first month, row by row.',
  })
  compareCosts(
    @Arg('input', () => CompareCostsInput, { description: 'Which.' }) input: CompareCostsInput,
    @Ctx() { principal, services: { estimating } }: GraphContext,
  ): ComparedCosts {
    const [before, after] = (['before', 'after'] as const).map((side) =>
      estimating.estimate(principal, splitInput(input[side]), `input.${side}`),
    );
    const comparison = compareLines(before!.estimate.lines, after!.estimate.lines);
    return new ComparedCosts(new CostEstimate(before!), new CostEstimate(after!), comparison);
  }

  @Query(() => [CostHint], {
    description:
      'Cheaper configurations of a plan, the greatest saving first; each with what speaks against it.',
  })
  costHints(
    @Arg('input', () => EstimateCostInput, { description: 'The plan.' }) input: EstimateCostInput,
    @Ctx() { principal, services: { estimating } }: GraphContext,
  ): readonly CostHint[] {
    const { book, estimate } = estimating.estimate(principal, splitInput(input));
    return hintsOf(book, estimate.scenario).map((hint) => new CostHint(hint));
  }

  @Query(() => [CostHint], {
    description:
      'What of a month that was would have cost less, the greatest saving first: each what `whatIf` answers of its knobs, all from one reading of the raw usage. None in a month without use.',
  })
  async monthHints(
    @Arg('input', () => MonthHintsInput, { description: 'Which month.' })
    { month, sdkAppId, book }: MonthHintsInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<readonly CostHint[]> {
    const asked = { month, sdkAppId: sdkAppId ?? null, bookId: book ?? null };
    return (await services.whatIfs.hints(principal, asked)).map((hint) => new CostHint(hint));
  }

  @Query(() => ComparedCosts, {
    description:
      'A month that was, with something otherwise: its raw usage is read again, changed, metered and rated by the bill’s own functions. Without knobs nothing differs.',
  })
  async whatIf(
    @Arg('input', () => WhatIfInput, { description: 'Which month, and what otherwise.' })
    { month, sdkAppId, book, knobs }: WhatIfInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<ComparedCosts> {
    const asked = { month, sdkAppId: sdkAppId ?? null, bookId: book ?? null };
    const { metered, changed, comparison, assumptions } = await services.whatIfs.ask(principal, {
      ...asked,
      knobs,
    });
    return new ComparedCosts(
      new CostBreakdown(metered, asked),
      new ChangedCosts(changed, metered),
      comparison,
      assumptions,
    );
  }
}
