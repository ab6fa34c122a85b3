import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CostApi } from '../../support/cost-api.ts';
import { openCostApi } from '../../support/cost-api.ts';

describe('a forecast before anything was used', () => {
  let api: CostApi;
  beforeAll(async () => {
    api = await openCostApi(() => new Date('2026-06-10T12:00:00+08:00'));
  }, 120_000);
  afterAll(() => api.close());

  it('is refused, and promises no day from which it can be told', async () => {
    const fields = 'month haveDays needDays possibleFrom message';
    const { costForecast } = await api.data(`{ costForecast { ... on ForecastRefused { ${fields} } } }`);
    expect(costForecast).toEqual({
      ...{ month: '2026-06', haveDays: 0, needDays: 7, possibleFrom: null },
      message: 'A forecast takes 7 whole days of use; there are 0. No whole day of use is over yet.',
    });
  });
});
