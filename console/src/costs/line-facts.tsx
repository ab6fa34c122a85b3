import { Anchor, Box, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CostLineFragment } from '../../../client/generated/graphql.ts';
import { formatDecimal, formatUnit, formatMoney } from '../format/money.ts';
import { formatPeriod } from '../format/format.ts';

function factsOf(line: CostLineFragment, currency: string): readonly (readonly [string, ReactNode])[] {
  const facts: [string, ReactNode][] = [
    ['Formula', line.why],
    ['Quantity', `${formatDecimal(line.quantity)} ${formatUnit(line.quantity, line.unit)}: ${line.origin}`],
  ];
  if (line.rounding !== null) facts.push(['Rounding', line.rounding]);
  if (line.tierWalk !== null) facts.push(['Tiers', line.tierWalk]);
  const since = line.priceFromIsStated ? 'in force since' : 'first seen on';
  facts.push([
    'Price',
    <>
      {formatMoney(line.unitPrice, currency)} per {line.unit}, {since} {formatPeriod(line.priceFrom)};{' '}
      <Anchor href={line.source} target="_blank" rel="noreferrer" size="sm" underline="always">
        the vendor’s page
      </Anchor>{' '}
      of {formatPeriod(line.pageDate)}
    </>,
  ]);
  for (const assumption of line.assumptions) facts.push(['Taken for granted', assumption]);
  return facts;
}

/** How a line came about: formula, quantity and its origin, rounding, tiers, price and its page. */
export function LineFacts({
  line,
  currency,
}: {
  readonly line: CostLineFragment;
  readonly currency: string;
}) {
  return (
    <Box component="dl" m={0} style={{ display: 'grid', gap: 4 }}>
      {factsOf(line, currency).map(([name, value], index) => (
        <div key={`${name}/${index}`} style={{ display: 'flex', flexWrap: 'wrap', columnGap: 12 }}>
          <Text component="dt" size="sm" c="dimmed" w={130}>
            {name}
          </Text>
          <Text component="dd" size="sm" m={0} style={{ flex: '1 1 220px', overflowWrap: 'anywhere' }}>
            {value}
          </Text>
        </div>
      ))}
    </Box>
  );
}
