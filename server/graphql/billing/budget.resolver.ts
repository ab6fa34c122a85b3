import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphContext } from '../context.ts';
import type { Plain } from '../plain.ts';
import { RemoveBudgetInput, SetBudgetInput } from './budget.inputs.ts';
import { Budget, RemoveBudgetPayload, SetBudgetPayload } from './budget.types.ts';
import type { CostForecast, ForecastRefused } from './forecast.types.ts';
import { answerForecast, CostForecastAnswer } from './forecast.types.ts';

const whichApplication = 'Of which application; may be left out where there is one.';

@Resolver()
export class BudgetResolver {
  @Query(() => CostForecastAnswer, {
    description:
      'What a month will have cost at its end, with a band, from days like those that are left; or what is missing to tell.',
  })
  async costForecast(
    @Arg('month', () => String, {
      nullable: true,
      description: 'This month or an earlier one; left out: this one.',
    })
    month: string | undefined,
    @Arg('sdkAppId', () => Int, { nullable: true, description: whichApplication })
    sdkAppId: number | undefined,
    @Arg('book', () => ID, {
      nullable: true,
      description: 'By which book; left out: the one of the newest pages.',
    })
    book: string | undefined,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<CostForecast | ForecastRefused> {
    const asked = { month: month ?? null, sdkAppId: sdkAppId ?? null, bookId: book ?? null };
    return answerForecast(await services.forecasts.forecast(principal, asked));
  }

  @Query(() => [Budget], { description: 'Budgets, by application and name. Needs COSTS.' })
  async budgets(
    @Arg('sdkAppId', () => Int, { nullable: true, description: 'Of one application; left out: of all.' })
    sdkAppId: number | undefined,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<readonly Budget[]> {
    return (await services.budgets.list(principal, sdkAppId ?? null)).map((budget) => new Budget(budget));
  }

  @Mutation(() => SetBudgetPayload, {
    description:
      'Sets what a month of an application may cost. Each threshold that a month crosses is told by one event, `BUDGET_CROSSED`. Needs COSTS.',
  })
  async setBudget(
    @Arg('input', () => SetBudgetInput, { description: 'The budget.' })
    { sdkAppId, ...terms }: SetBudgetInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Plain<SetBudgetPayload>> {
    return { budget: new Budget(await services.budgets.set(principal, sdkAppId ?? null, terms)) };
  }

  @Mutation(() => RemoveBudgetPayload, { description: 'Removes a budget. Needs COSTS.' })
  async removeBudget(
    @Arg('input', () => RemoveBudgetInput, { description: 'Which.' }) { sdkAppId, name }: RemoveBudgetInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Plain<RemoveBudgetPayload>> {
    await services.budgets.remove(principal, sdkAppId ?? null, name);
    return { name };
  }
}
