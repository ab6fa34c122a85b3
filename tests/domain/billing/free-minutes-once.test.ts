import { describe, expect, it } from 'vitest';
import { findBook } from '../../../domain/billing/shelf.ts';
import type { BillingTerms } from '../../../domain/billing/terms.ts';
import { refuseTerms } from '../../../domain/billing/terms.ts';

const book = findBook('tencent-intl-2025-10-23')!;
const [one, other] = [1_400_000_001, 1_400_000_002];
const terms = (sdkAppId: number, fromMonth: string, useFreeMinutes: boolean, setAtMs = 0): BillingTerms => ({
  ...{ sdkAppId, fromMonth, useFreeMinutes, bookId: null, balances: [], setAt: new Date(setAtMs) },
});
/** What is said to terms beside those before; null where they are taken. */
function refusal(before: readonly BillingTerms[], asked: BillingTerms): string | null {
  try {
    refuseTerms(asked, book, before, 'input');
    return null;
  } catch (error) {
    return String(error);
  }
}

describe('the account’s free minutes', () => {
  const held = [terms(one, '2026-06', true)];

  it('are given to no second application from the month on in which another has them', () => {
    expect(refusal(held, terms(other, '2026-08', true))).toContain(
      `input.useFreeMinutes is true, while the account's free minutes are application ${String(one)}'s in 2026-08; allowed: one application of an account in a month: set that one’s terms without them first`,
    );
    expect(refusal(held, terms(other, '2026-08', false))).toBe(null);
    expect(refusal(held, terms(one, '2026-08', true))).toBe(null);
  });

  it('are not given for months that begin before the other’s and go on into them, but for those that end before', () => {
    expect(refusal(held, terms(other, '2026-01', true))).toContain("'s in 2026-06;");
    const ends = [...held, terms(other, '2026-06', false)];
    expect(refusal(ends, terms(other, '2026-01', true))).toBe(null);
  });

  it('go from one application to another by the terms of both', () => {
    const given = [...held, terms(one, '2026-08', false, 1)];
    expect(refusal(given, terms(other, '2026-08', true))).toBe(null);
    expect(refusal(given, terms(other, '2026-07', true))).toContain("'s in 2026-07;");
  });

  it('are free again where the same month’s terms are set anew', () => {
    const given = [...held, terms(one, '2026-06', false, 1)];
    expect(refusal(given, terms(other, '2026-06', true))).toBe(null);
  });
});
