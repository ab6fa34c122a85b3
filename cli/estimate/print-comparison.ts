import type { ComparedSide, Comparison } from '../../domain/billing/compare.ts';
import { charges } from '../../domain/billing/items.ts';
import type { CostWarning } from '../../domain/billing/warning.ts';
import { printDecimal } from '../../domain/money.ts';
import { drawCsv } from '../../domain/billing/export/csv.ts';
import { drawTable } from '../table.ts';

/** A difference of one row of a book, every number as text; named as the API names them. */
export interface PlainDifference {
  readonly kind: string;
  readonly charge: string;
  readonly item: string;
  readonly class: string | null;
  readonly region: string | null;
  readonly description: string;
  readonly unit: string;
  readonly before: { readonly quantity: string; readonly amount: string } | null;
  readonly after: { readonly quantity: string; readonly amount: string } | null;
  readonly difference: string;
  readonly quantityEffect: string;
  readonly priceEffect: string;
}

export interface PlainComparison {
  /** What the sides are called. */
  readonly before: string;
  readonly after: string;
  readonly currency: string;
  readonly lines: readonly PlainDifference[];
  readonly subtotals: readonly { readonly charge: string; readonly amount: string }[];
  readonly difference: string;
}

/** Two plans: also what the reader must know of either. */
interface PlainPlans extends PlainComparison {
  /** Whether both know a price of everything. */
  readonly complete: boolean;
  readonly warnings: readonly CostWarning[];
}

const plainSide = (side: ComparedSide | null): PlainDifference['before'] =>
  side && { quantity: printDecimal(side.quantity), amount: printDecimal(side.amount) };

/** What both sides are warned of stands once. */
function distinct(warnings: readonly CostWarning[]): readonly CostWarning[] {
  return [...new Map(warnings.map((warning) => [JSON.stringify(warning), warning])).values()];
}

function plain({ comparison, warnings, ...sides }: ComparedFiles): PlainPlans {
  const { lines, subtotals, total } = comparison;
  return {
    ...{ ...sides, complete: warnings.every(({ code }) => code !== 'NO_RATE'), warnings: distinct(warnings) },
    lines: lines.map(({ item, class: size, region, kind, charge, description, unit, ...numbers }) => ({
      ...{ kind, charge, item, class: size, region, description, unit },
      ...{ before: plainSide(numbers.before), after: plainSide(numbers.after) },
      difference: printDecimal(numbers.difference),
      quantityEffect: printDecimal(numbers.quantityEffect),
      priceEffect: printDecimal(numbers.priceEffect),
    })),
    subtotals: charges.map((charge) => ({ charge, amount: printDecimal(subtotals[charge]) })),
    difference: printDecimal(total),
  };
}

interface ComparedFiles {
  readonly before: string;
  readonly after: string;
  readonly currency: string;
  readonly comparison: Comparison;
  /** Of both sides. */
  readonly warnings: readonly CostWarning[];
}

const heading = ['was', 'is', 'difference', 'by quantity', 'by price'] as const;

const cellsOf = ({ before, after, difference, quantityEffect, priceEffect }: PlainDifference) => [
  ...[before?.amount ?? '', after?.amount ?? '', difference, quantityEffect, priceEffect],
];

/** Row by row, what each charge and all of it differ by. */
export function drawDifferences({ currency, lines, subtotals, difference }: PlainComparison): string {
  const rows: (string[] | null)[] = [['charge', 'for', 'unit', 'quantity was', 'quantity is', ...heading]];
  for (const { charge, amount } of subtotals) {
    const own = lines.filter((line) => line.charge === charge);
    for (const line of own) {
      const quantities = [line.before?.quantity ?? '', line.after?.quantity ?? ''];
      rows.push([charge.toLowerCase(), line.description, line.unit, ...quantities, ...cellsOf(line)]);
    }
    if (own.length > 0) rows.push([charge.toLowerCase(), 'all', '', '', '', '', '', amount], null);
  }
  rows.push(['total', `in ${currency}`, '', '', '', '', '', difference]);
  return drawTable(rows);
}

/** One row for each difference; `difference` sums to the whole. */
export function drawDifferenceRows({ currency, lines }: PlainComparison): string {
  return drawCsv([
    ['currency', 'kind', 'charge', 'item', 'class', 'region', 'description', 'unit', 'quantityWas'].concat(
      ...['quantityIs', 'amountWas', 'amountIs', 'difference', 'quantityEffect', 'priceEffect'],
    ),
    ...lines.map((line) => [
      ...[currency, line.kind, line.charge, line.item, line.class, line.region, line.description, line.unit],
      ...[line.before?.quantity ?? null, line.after?.quantity ?? null, ...cellsOf(line)],
    ]),
  ]);
}

function drawPlans(compared: ComparedFiles): string {
  const drawn = plain(compared);
  const incomplete = drawn.complete ? '' : ' INCOMPLETE: something used has no price.';
  return [
    `${drawn.after} against ${drawn.before}.${incomplete}`,
    drawDifferences(drawn),
    ...drawn.warnings.map(({ code, message }) => `${code}: ${message}`),
  ].join('\n');
}

/** Two scenarios side by side. */
export const comparisonPrinters: Readonly<Record<string, (compared: ComparedFiles) => string>> = {
  table: drawPlans,
  json: (compared) => JSON.stringify(plain(compared), null, 2),
  csv: (compared) => drawDifferenceRows(plain(compared)),
};
