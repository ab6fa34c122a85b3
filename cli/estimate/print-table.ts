import type { EstimateAnswer } from '../../domain/billing/estimate-answer.ts';
import { percentOf } from '../../domain/billing/estimate.ts';
import { charges } from '../../domain/billing/items.ts';
import { printDecimal } from '../../domain/money.ts';
import { drawTable } from '../table.ts';

function drawLines({ estimate, book }: EstimateAnswer): string {
  const rows: (string[] | null)[] = [
    ['charge', 'for', 'quantity', 'unit', `${book.currency} per unit`, book.currency, '% of all'],
  ];
  for (const charge of charges) {
    for (const line of estimate.lines.filter((one) => one.charge === charge))
      rows.push([
        ...[charge.toLowerCase(), line.description, printDecimal(line.quantity), line.unit],
        ...[printDecimal(line.unitPrice), printDecimal(line.amount)],
        printDecimal(percentOf(line.amount, estimate.total)),
      ]);
    rows.push([charge.toLowerCase(), 'all', '', '', '', printDecimal(estimate.subtotals[charge]), '']);
    rows.push(null);
  }
  rows.push(['total', '', '', '', '', printDecimal(estimate.total), '']);
  return drawTable(rows);
}

function explainLines({ estimate }: EstimateAnswer): string {
  return estimate.lines
    .map((line) =>
      [
        line.description,
        `  from      ${line.origin}`,
        ...(line.rounding === null ? [] : [`  rounding  ${line.rounding}`]),
        ...(line.tierWalk === null ? [] : [`  tiers     ${line.tierWalk}`]),
        `  formula   ${line.why}`,
        `  price     ${line.source}, ${line.priceFromIsStated ? 'in force since' : 'first seen'} ${line.priceFrom}`,
        ...line.assumptions.map((sentence) => `  assumed   ${sentence}`),
      ].join('\n'),
    )
    .join('\n');
}

function drawBeside({ book, estimate, beside }: EstimateAnswer): string {
  const others = beside.map((other) => other.book.id);
  const mark = (complete: boolean): string => (complete ? '' : ' (incomplete)');
  const head = ['', book.id + mark(estimate.complete)];
  beside.forEach((other, index) => {
    head.push(others[index]! + mark(other.estimate.complete), 'difference');
  });
  const row = (
    name: string,
    pick: (one: EstimateAnswer['estimate']) => EstimateAnswer['estimate']['total'],
  ) => {
    const own = pick(estimate);
    const cells = beside.flatMap((other) => {
      const value = pick(other.estimate);
      return [printDecimal(value), printDecimal(value.minus(own))];
    });
    return [name, printDecimal(own), ...cells];
  };
  return drawTable([
    head,
    ...charges.map((charge) => row(charge.toLowerCase(), ({ subtotals }) => subtotals[charge])),
    null,
    row('total', ({ total }) => total),
  ]);
}

/** The estimate for a terminal: lines, what explains each, what must be known, and other books beside it. */
export function printTable(answer: EstimateAnswer): string {
  const { book, bookAgeDays, estimate, beside, inputs, exchanged } = answer;
  const incomplete = estimate.complete ? '' : ' INCOMPLETE: something used has no price.';
  const given = inputs
    .filter(({ origin }) => origin !== 'default')
    .map(({ field, value }) => `${field} ${JSON.stringify(value)}`);
  const { exchange } = estimate.scenario;
  const parts = [
    `${estimate.month} by ${book.title} (${book.id}, pages of ${book.pagesDate}, ${String(bookAgeDays)} days old).${incomplete}`,
    drawLines(answer),
    ...(exchange === null || exchanged === null
      ? []
      : [
          `${printDecimal(exchanged)} ${exchange.currency} at ${exchange.perUsd} per USD (${exchange.source}, ${exchange.asOf}).`,
        ]),
    explainLines(answer),
    ...estimate.warnings.map(({ code, message }) => `${code}: ${message}`),
    ...(estimate.months.length > 1
      ? [
          drawTable([
            ['month', book.currency],
            ...estimate.months.map(({ month, total }) => [month, printDecimal(total)]),
          ]),
        ]
      : []),
    ...(beside.length > 0 ? [drawBeside(answer)] : []),
    [`Given: ${given.join(', ')}. Everything else has its default.`, ...estimate.assumptions].join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}
