import type { Knobs } from './knobs.ts';
import { readKnobs } from './knobs.ts';
import type { Plan } from './plan.ts';
import { readPlan } from './plan.ts';

/** What the estimate page shows, whole in its address, so that a link shares it. */
export interface EstimateSearch {
  readonly plan?: Plan;
  /** A second plan that the first is compared with. */
  readonly other?: Plan;
  /** A month that was, in place of a plan. */
  readonly month?: string;
  readonly knobs?: Knobs;
  readonly app?: number;
}

export function readEstimateSearch(found: Record<string, unknown>): EstimateSearch {
  const { month, app } = found;
  const [plan, other, knobs] = [readPlan(found['plan']), readPlan(found['other']), readKnobs(found['knobs'])];
  return {
    ...(plan === undefined ? {} : { plan }),
    ...(other === undefined ? {} : { other }),
    ...(typeof month === 'string' && /^\d{4}-\d{2}$/.test(month) ? { month } : {}),
    ...(knobs === undefined ? {} : { knobs }),
    ...(typeof app === 'number' && Number.isSafeInteger(app) ? { app } : {}),
  };
}
