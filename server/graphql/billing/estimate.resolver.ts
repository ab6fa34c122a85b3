import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { EstimateQuery } from '../../services/estimating.ts';
import type { GraphContext } from '../context.ts';
import { chosenOf } from '../relay/one-of.ts';
import { EstimateCostInput, EstimateRecordingInput } from './estimate.inputs.ts';
import { CostEstimate } from './estimate.types.ts';

/** A client may send null for what it leaves out. */
export function splitInput(input: EstimateCostInput | null | undefined): EstimateQuery {
  if (input === null || input === undefined) return { bookId: null, besideIds: null, scenario: {} };
  const { book, beside, ...fields } = input;
  const scenario = Object.fromEntries(
    Object.entries(fields as Readonly<Record<string, unknown>>).filter(([, value]) => value !== undefined),
  );
  return { bookId: book ?? null, besideIds: beside ?? null, scenario };
}

@Resolver()
export class EstimateResolver {
  @Query(() => CostEstimate, {
    description: 'What a plan would cost, before anything starts. Nothing measured goes into it.',
  })
  estimateCost(
    @Arg('input', () => EstimateCostInput, { description: 'The plan.' }) input: EstimateCostInput,
    @Ctx() { principal, services }: GraphContext,
  ): CostEstimate {
    return new CostEstimate(services.estimating.estimate(principal, splitInput(input)));
  }

  @Query(() => CostEstimate, {
    description:
      'What one recording would cost that is about to be started: one room on one day, as if nothing else were recorded.',
  })
  estimateRecording(
    @Arg('input', () => EstimateRecordingInput, { description: 'What would be started.' })
    { start, plan }: EstimateRecordingInput,
    @Ctx() { principal, services }: GraphContext,
  ): CostEstimate {
    const [kind, command] = chosenOf(start, 'input.start');
    const asked = splitInput(plan);
    return new CostEstimate(
      kind === 'mixed'
        ? services.estimating.mixedRecording(principal, command, asked)
        : services.estimating.recordingTask(principal, command, asked),
    );
  }
}
