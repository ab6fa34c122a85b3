import { describe, expect, it } from 'vitest';
import { estimateCost } from '../../../domain/billing/estimate.ts';
import type { ExportLine } from '../../../domain/billing/export/bill-table.ts';
import { focusTable, printLine } from '../../../domain/billing/export/bill-table.ts';
import { presetNames } from '../../../domain/billing/presets.ts';
import { accountCohorts } from '../../../domain/billing/price-book.ts';
import { readScenario } from '../../../domain/billing/read-scenario.ts';
import { priceBooks } from '../../../domain/billing/shelf.ts';
import { Decimal } from '../../../domain/money.ts';

const specification = 'https://github.com/FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec/blob/v1.2/specification';
const pages: Readonly<Record<string, string>> = {
  ...{ InvoiceIssuerName: 'invoiceissuer', ProviderName: 'provider', PublisherName: 'publisher' },
};

/** The page of FOCUS 1.2 that defines a column: whether it is mandatory, may be null, and what it may hold. */
function ruleOf(column: string): string {
  return `${column}: ${specification}/columns/${pages[column] ?? column.toLowerCase()}.md`;
}

/** The page that defines how a kind of value is written. */
function formOf(column: string, kind: 'numeric' | 'datetime' | 'unit' | 'currency'): string {
  return `${column}: ${specification}/attributes/${kind}_format.md`;
}

/**
 * Mandatory columns, those that are never null, and allowed values, all held against the pages on 2026-11-28. The
 * specification's own validator was not run.
 */
const mandatory = [
  ...['BilledCost', 'BillingAccountId', 'BillingAccountName', 'BillingCurrency', 'BillingPeriodEnd'],
  ...['BillingPeriodStart', 'ChargeCategory', 'ChargeClass', 'ChargeDescription', 'ChargePeriodEnd'],
  ...['ChargePeriodStart', 'ContractedCost', 'EffectiveCost', 'InvoiceIssuerName', 'ListCost'],
  ...['PricingQuantity', 'PricingUnit', 'ProviderName', 'PublisherName', 'ServiceCategory', 'ServiceName'],
];
const others = [
  ...['BillingAccountType', 'ChargeFrequency', 'ConsumedQuantity', 'ConsumedUnit', 'ContractedUnitPrice'],
  ...['ListUnitPrice', 'PricingCategory', 'PricingCurrency', 'RegionId', 'RegionName', 'ServiceSubcategory'],
  ...['SkuId', 'SkuPriceId'],
];
const neverNull = [
  ...['BilledCost', 'BillingAccountId', 'BillingAccountType', 'BillingCurrency', 'BillingPeriodEnd'],
  ...['BillingPeriodStart', 'ChargeCategory', 'ChargeFrequency', 'ChargePeriodEnd', 'ChargePeriodStart'],
  ...['ContractedCost', 'EffectiveCost', 'InvoiceIssuerName', 'ListCost', 'ProviderName', 'PublisherName'],
  ...['ServiceCategory', 'ServiceName', 'ServiceSubcategory'],
];
/** Null in a correction alone. */
const ofUsage = ['PricingQuantity', 'PricingUnit', 'PricingCategory', 'ListUnitPrice', 'SkuId', 'SkuPriceId'];
const allowed: Readonly<Record<string, readonly string[]>> = {
  ChargeCategory: ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'],
  ChargeClass: ['', 'Correction'],
  ChargeFrequency: ['One-Time', 'Recurring', 'Usage-Based'],
  PricingCategory: ['', 'Standard', 'Dynamic', 'Committed', 'Other'],
  ServiceCategory: ['Media', 'Networking', 'Storage'],
  ServiceSubcategory: ['Other (Media)', 'Content Delivery', 'Object Storage'],
};
const numbers = /Cost$|Quantity$|UnitPrice$/;
const times = /Period(Start|End)$/;
const unit = /^([A-Z][A-Za-z]*|[A-Z][A-Za-z]*-(Years|Months|Days|Hours|Minutes|Seconds))$/;

type Row = Readonly<Record<string, string>>;

function check(row: Row, isCorrection: boolean): void {
  for (const column of neverNull) expect(row[column], ruleOf(column)).not.toBe('');
  if (!isCorrection) for (const column of ofUsage) expect(row[column], ruleOf(column)).not.toBe('');
  for (const [column, values] of Object.entries(allowed))
    expect(values, ruleOf(column)).toContain(row[column]);
  for (const [column, value] of Object.entries(row)) {
    if (numbers.test(column) && value !== '')
      expect(value, formOf(column, 'numeric')).toMatch(/^-?\d+(\.\d+)?$/);
    if (times.test(column))
      expect(value, formOf(column, 'datetime')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    if (/Unit$/.test(column) && value !== '') expect(value, formOf(column, 'unit')).toMatch(unit);
    if (/Currency$/.test(column)) expect(value, formOf(column, 'currency')).toMatch(/^[A-Z]{3}$/);
  }
  expect(Date.parse(row['ChargePeriodStart']!)).toBeLessThan(Date.parse(row['ChargePeriodEnd']!));
  expect(Date.parse(row['BillingPeriodStart']!)).toBeLessThanOrEqual(Date.parse(row['ChargePeriodStart']!));
  if (isCorrection) return;
  const product = new Decimal(row['ListUnitPrice']!).times(row['PricingQuantity']!);
  // A quantity that is a share of a month is cut at ten decimals.
  const within = new Decimal(row['ListUnitPrice']!).times('1e-10').plus('1e-10');
  expect(product.minus(row['ListCost']!).abs().lessThanOrEqualTo(within), row['SkuId']).toBe(true);
}

describe('every line that a book can make, as FOCUS 1.2', () => {
  it.each(priceBooks.flatMap(({ id }) => accountCohorts.map((cohort) => [id, cohort] as const)))(
    'of %s for %s keeps the specification’s columns, values and forms',
    (bookId, cohort) => {
      const book = priceBooks.find(({ id }) => id === bookId)!;
      for (const preset of presetNames) {
        const { scenario } = readScenario(
          { preset, cohort, viewersPerRoom: '20', roomsPerDay: 7, daysPerMonth: 6 },
          { today: '2026-11-01' },
        );
        const { lines, total } = estimateCost(book, scenario);
        const table = focusTable(
          [
            {
              bookId,
              currency: book.currency,
              lines: lines.map((line) => printLine(line, total)),
              unpriced: [],
            },
          ],
          { id: '1400000123', name: 'Application 1400000123' },
        );
        const [heading, ...rows] = table as readonly (readonly string[])[];
        const known = new Set([...mandatory, ...others]);
        expect(heading!.filter((name) => !known.has(name) && !name.startsWith('x_'))).toEqual([]);
        expect(mandatory.filter((name) => !heading!.includes(name)).map(ruleOf)).toEqual([]);
        expect(rows).toHaveLength(lines.length);
        for (const row of rows)
          check(Object.fromEntries(heading!.map((name, index) => [name, row[index]!])), false);
      }
    },
  );

  it('of a correction has no price, and is one', () => {
    const line = { ...emptyLine, item: 'CORRECTION', amount: '-0.5' };
    const [heading, row] = focusTable([{ bookId: 'b', currency: 'USD', lines: [line], unpriced: [] }], {
      id: '1',
      name: 'n',
    });
    check(Object.fromEntries(heading!.map((name, index) => [name!, row![index]!])), true);
  });
});

const emptyLine: ExportLine = {
  ...{ item: '', charge: 'OTHER' as const, class: null, region: null, description: 'd', period: '2026-06' },
  ...{
    quantity: '1',
    unit: 'correction',
    unitPrice: '0',
    amount: '0',
    sharePercent: '0',
    origin: '',
    why: '',
  },
  ...{ tierWalk: null, rounding: null, priceFrom: '', source: '', pageDate: '' },
};
