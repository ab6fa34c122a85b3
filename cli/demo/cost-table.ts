import { Decimal } from 'decimal.js';
import { charges, type DemoCost } from './operations.ts';
import { drawTable } from '../table.ts';

/** The cost of several recordings under one book, itemised, with a sum for each charge and one for all. */
export function drawCost(costs: readonly { readonly name: string; readonly cost: DemoCost }[]): string {
  const first = costs[0]?.cost;
  if (first === undefined) return 'Nothing was recorded: there is nothing to price.';
  const rows: (string[] | null)[] = [
    ['charge', 'recording', 'quantity', 'unit', `${first.currency} per unit`, first.currency],
  ];
  for (const charge of charges) {
    const lines = costs.flatMap(({ name, cost }) =>
      cost.lines.filter((line) => line.charge === charge).map((line) => ({ name, line })),
    );
    for (const { name, line } of lines) {
      rows.push([charge.toLowerCase(), name, line.quantity, line.unit, line.unitPrice, line.amount]);
    }
    rows.push([
      charge.toLowerCase(),
      'all',
      '',
      '',
      '',
      sumOf(
        costs.map(({ cost }) => cost),
        charge,
      ).toFixed(),
    ]);
    rows.push(null);
  }
  const total = Decimal.sum(0, ...costs.map(({ cost }) => cost.total));
  rows.push(['total', '', '', '', '', total.toFixed()]);
  return `${first.book.title} (${first.book.id}, ${first.bookAgeDays} days old)\n${drawTable(rows)}`;
}

export function sumOf(costs: readonly DemoCost[], charge: (typeof charges)[number]): Decimal {
  return Decimal.sum(
    0,
    ...costs.flatMap((cost) =>
      cost.lines.filter((line) => line.charge === charge).map((line) => line.amount),
    ),
  );
}
