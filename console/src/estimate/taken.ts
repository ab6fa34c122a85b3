import type { EstimateCostQuery } from '../../../client/generated/graphql.ts';
import type { Plan, PlanField } from './plan.ts';

type Input = EstimateCostQuery['estimateCost']['inputs'][number];
export type Taken = ReadonlyMap<string, Input>;

export function takenOf(inputs: readonly Input[]): Taken {
  return new Map(inputs.map((input) => [input.field, input]));
}

/** Choices come as the rules spell them: `video-conference` is `VIDEO_CONFERENCE` here. */
const large = (found: unknown): unknown =>
  typeof found === 'string' && /^[a-z]/.test(found) ? found.toUpperCase().replaceAll('-', '_') : found;

function readValue(found: unknown): unknown {
  if (!Array.isArray(found)) return large(found);
  return found.map((one: unknown) =>
    typeof one === 'object' && one !== null
      ? Object.fromEntries(Object.entries(one).map(([name, value]) => [name, large(value)]))
      : large(one),
  );
}

/** What a field of a plan was taken as; null while no answer came. */
export function takenValue<F extends PlanField>(taken: Taken, field: F): NonNullable<Plan[F]> | null {
  const input = taken.get(field);
  if (input === undefined) return null;
  return (readValue(JSON.parse(input.value)) ?? null) as NonNullable<Plan[F]> | null;
}

/** The fields of a hint, as a change of the plan. */
export function readChange(
  change: readonly { readonly field: string; readonly value: string }[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(change.map(({ field, value }) => [field, readValue(JSON.parse(value))]));
}
