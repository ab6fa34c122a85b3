import { ApiFault } from '../../../../wire/api-request.ts';
import type { Action } from '../action.ts';

/** For tests of what becomes of a wrong count: the factor on everything that an action counts, by its name. */
export type UsageSkew = Readonly<Record<string, number>>;

/** Where the vendor's usage calls have their numbers. */
const counted = new Set([
  ...['UsageValue', 'AudioTime', 'Class1VideoTime', 'Class2VideoTime', 'Class3VideoTime', 'Num', 'Value'],
]);

function skewed(value: unknown, factor: number, isCount = false): unknown {
  if (typeof value === 'number') return isCount ? Math.round(value * factor) : value;
  if (Array.isArray(value)) return value.map((one) => skewed(one, factor, isCount));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, skewed(one, factor, counted.has(name))]),
  );
}

/** The same actions; those that are named count wrongly. */
export function skewUsage(actions: readonly Action[], skew: UsageSkew): readonly Action[] {
  return actions.map((action) => {
    const factor = skew[action.name];
    if (factor === undefined) return action;
    return {
      ...action,
      async run(parameters) {
        const answer = await action.run(parameters);
        if (answer instanceof ApiFault) return answer;
        return skewed(answer, factor) as Readonly<Record<string, unknown>>;
      },
    };
  });
}
