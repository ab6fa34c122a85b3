import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PrintedLine } from '../../../domain/billing/focus.ts';
import { focusRow } from '../../../domain/billing/focus.ts';
import { roundTogether } from '../../../domain/billing/round-together.ts';
import { Decimal, printDecimal } from '../../../domain/money.ts';

describe('amounts that are cut for display', () => {
  it('sum to the cut total, each within one last digit of its own', () => {
    const amounts = fc.array(
      fc
        .bigInt({ min: -(10n ** 15n), max: 10n ** 15n })
        .map((units) => new Decimal(units.toString()).div(1e10)),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 8 }), (exact, decimals) => {
        const cut = roundTogether(exact, decimals);
        const whole = Decimal.sum(0, ...exact).toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP);
        expect(printDecimal(Decimal.sum(0, ...cut))).toBe(printDecimal(whole));
        const unit = new Decimal(10).pow(-decimals);
        for (const [index, amount] of cut.entries())
          expect(amount.minus(exact[index]!).abs().lessThanOrEqualTo(unit)).toBe(true);
      }),
    );
  });
  it('give the last digit to what lost most', () => {
    const thirds = ['0.333', '0.335', '0.332'].map((text) => new Decimal(text));
    expect(roundTogether(thirds, 2).map(printDecimal)).toEqual(['0.33', '0.34', '0.33']);
  });
});

describe('a row of FOCUS 1.2', () => {
  const line: PrintedLine = {
    ...{ item: 'STORAGE_VOD', charge: 'STORAGE', class: 'standard', region: 'outside', period: '2026-06-01' },
    ...{ description: 'Storage', quantity: '2', unit: 'GB-day', unitPrice: '0.0009', amount: '0.0018' },
  };
  const account = { id: '1400000123', name: 'Application 1400000123', currency: 'USD', bookId: 'seed-2022' };
  it('has its day and month in UTC, and the amount in every cost', () => {
    expect(focusRow(line, account)).toMatchObject({
      ...{ ChargePeriodStart: '2026-05-31T16:00:00Z', ChargePeriodEnd: '2026-06-01T16:00:00Z' },
      ...{ BillingPeriodStart: '2026-05-31T16:00:00Z', BillingPeriodEnd: '2026-06-30T16:00:00Z' },
      ...{ BilledCost: '0.0018', EffectiveCost: '0.0018', ListCost: '0.0018', ContractedCost: '0.0018' },
      ...{ ServiceCategory: 'Storage', ChargeCategory: 'Usage', ChargeClass: '', BillingCurrency: 'USD' },
    });
  });
  it('of a correction has neither quantity nor price', () => {
    const { ChargeClass, PricingQuantity, SkuId } = focusRow({ ...line, item: 'CORRECTION' }, account);
    expect([ChargeClass, PricingQuantity, SkuId]).toEqual(['Correction', '', '']);
  });
});
