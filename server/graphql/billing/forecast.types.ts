import { createUnionType, Field, Int, ObjectType } from 'type-graphql';
import type { Forecast, ForecastRefusal } from '../../../domain/billing/forecast.ts';
import { printDecimal } from '../../../domain/money.ts';
import type { BookedForecast } from '../../services/forecasting.ts';
import { DateTime } from '../scalars/date-time.ts';
import { Decimal } from '../scalars/decimal.ts';
import { Costs, printCosts } from './costs.types.ts';

@ObjectType({
  implements: Costs,
  simpleResolvers: true,
  description:
    'What a month will have cost at its end. Lines are of the expected month, what is known of it included.',
})
export class CostForecast extends Costs {
  @Field(() => String, { description: 'The month, as `2026-11`.' })
  readonly month: string;

  @Field(() => Decimal, { description: 'Below it are one in twenty of the months that were drawn.' })
  readonly low: string;

  @Field(() => Decimal, { description: 'Above it are one in twenty of the months that were drawn.' })
  readonly high: string;

  @Field(() => Decimal, { description: 'What is known of the month comes to.' })
  readonly soFar: string;

  @Field(() => Int, { description: 'Whole days that were learnt from, at most 56.' })
  readonly learntFromDays: number;

  @Field(() => Int, { description: 'Days of the month that are not over, today too; 0: it is the bill.' })
  readonly forecastDays: number;

  @Field(() => DateTime, { nullable: true, description: 'Until when usage was metered.' })
  readonly measuredUntil: Date | null;

  constructor(booked: BookedForecast, forecast: Forecast) {
    super();
    Object.assign(this, printCosts(forecast, booked));
    this.month = booked.month;
    this.low = printDecimal(forecast.low);
    this.high = printDecimal(forecast.high);
    this.soFar = printDecimal(forecast.soFar);
    this.learntFromDays = forecast.learntFromDays;
    this.forecastDays = forecast.forecastDays;
    this.measuredUntil = booked.measuredUntil;
  }
}

@ObjectType({ simpleResolvers: true, description: 'Too little is known to tell.' })
export class ForecastRefused {
  @Field(() => String, { description: 'The month, as `2026-11`.' })
  readonly month: string;

  @Field(() => Int, { description: 'Whole days since the first use.' })
  readonly haveDays: number;

  @Field(() => Int, { description: 'Whole days that it takes.' })
  readonly needDays: number;

  @Field(() => String, {
    nullable: true,
    description:
      'The first day on which it can be told if use goes on; null before the first whole day of use is over.',
  })
  readonly possibleFrom: string | null;

  @Field(() => String, { description: 'What is missing, in a sentence.' })
  readonly message: string;

  constructor({ month }: BookedForecast, { haveDays, needDays, possibleFrom }: ForecastRefusal) {
    this.month = month;
    this.haveDays = haveDays;
    this.needDays = needDays;
    this.possibleFrom = possibleFrom;
    const when =
      possibleFrom === null ? 'No whole day of use is over yet.' : `It can be told from ${possibleFrom} on.`;
    this.message = `A forecast takes ${String(needDays)} whole days of use; there are ${String(haveDays)}. ${when}`;
  }
}

export const CostForecastAnswer = createUnionType({
  name: 'CostForecastAnswer',
  description: 'A forecast, or what is missing for one.',
  types: () => [CostForecast, ForecastRefused] as const,
});

export function answerForecast(booked: BookedForecast): CostForecast | ForecastRefused {
  const { answer } = booked;
  return answer.kind === 'forecast' ? new CostForecast(booked, answer) : new ForecastRefused(booked, answer);
}
