import { Badge, Group, Paper, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import type { ComparedFragment, DifferenceKind } from '../../../client/generated/graphql.ts';
import { chargeNames } from '../costs/charges.ts';
import { Incomplete, Notes } from '../costs/warnings.tsx';
import type { Column } from '../data-table.tsx';
import { DataTable } from '../data-table.tsx';
import { compareAmounts, formatDecimal, formatUnit, formatDifference } from '../format/money.ts';
import { Money } from '../money.tsx';

type Line = ComparedFragment['lines'][number];

const kinds: Readonly<Record<DifferenceKind, readonly [label: string, color: string]>> = {
  ADDED: ['added', 'orange'],
  GONE: ['gone', 'teal'],
  CHANGED: ['changed', 'indigo'],
  SAME: ['same', 'gray'],
};

function Side({
  side,
  line,
  currency,
}: {
  readonly side: Line['before'];
  readonly line: Line;
  readonly currency: string;
}) {
  if (side === null) return '–';
  return (
    <>
      <Money amount={side.amount} currency={currency} />
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {formatDecimal(side.quantity)} {formatUnit(side.quantity, line.unit)}
      </Text>
    </>
  );
}

function Row({ line, currency }: { readonly line: Line; readonly currency: string }) {
  const { kind, quantityEffect, priceEffect, difference } = line;
  const effects = [
    ...(compareAmounts(quantityEffect, '0') === 0
      ? []
      : [`${formatDifference(quantityEffect, currency)} by quantity`]),
    ...(compareAmounts(priceEffect, '0') === 0
      ? []
      : [`${formatDifference(priceEffect, currency)} by price`]),
  ];
  return (
    <Table.Tr data-kind={kind}>
      <Table.Td>
        <Text size="sm">{line.description}</Text>
        <Group gap={6}>
          <Text size="xs" c="dimmed">
            {chargeNames[line.charge]}
          </Text>
          <Badge size="xs" variant="light" color={kinds[kind][1]} tt="none">
            {kinds[kind][0]}
          </Badge>
        </Group>
      </Table.Td>
      <Table.Td ta="right">
        <Side side={line.before} line={line} currency={currency} />
      </Table.Td>
      <Table.Td ta="right">
        <Side side={line.after} line={line} currency={currency} />
      </Table.Td>
      <Table.Td ta="right">
        <Text
          size="sm"
          fw={500}
          data-difference
          style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}
        >
          {formatDifference(difference, currency)}
        </Text>
        {effects.length > 1 && (
          <Text size="xs" c="dimmed">
            {effects.join(', ')}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** Two costs side by side, row by row of the book; differences sum to the whole. */
export function ComparisonTable({
  compared,
  names: [before, after],
}: {
  readonly compared: ComparedFragment;
  readonly names: readonly [before: string, after: string];
}) {
  const { difference, lines, assumptions } = compared;
  const { currency } = compared.before;
  const columns: readonly Column[] = [
    { label: 'For' },
    ...[before, after, 'Difference'].map((label) => ({ label, right: true })),
  ];
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
        {(
          [
            [before, compared.before],
            [after, compared.after],
          ] as const
        ).map(([name, side]) => (
          <Paper key={name} withBorder p="sm">
            <Text size="sm" c="dimmed">
              {name}
              {side.complete ? '' : ' (incomplete)'}
            </Text>
            <Text size="lg" fw={700} data-side={name}>
              <Money amount={side.total} currency={currency} />
            </Text>
          </Paper>
        ))}
        <Paper withBorder p="sm">
          <Text size="sm" c="dimmed">
            Difference
          </Text>
          <Text size="lg" fw={700} data-testid="difference" style={{ overflowWrap: 'anywhere' }}>
            {formatDifference(difference, currency)}
          </Text>
        </Paper>
      </SimpleGrid>
      <Incomplete
        complete={compared.before.complete && compared.after.complete}
        warnings={compared.after.warnings}
      />
      {lines.length === 0 ? (
        <Text size="sm" c="dimmed">
          Neither side costs anything.
        </Text>
      ) : (
        <DataTable name="Differences, line by line" columns={columns} minWidth={560}>
          <Table.Tbody>
            {lines.map((line) => (
              <Row
                key={[line.item, line.class, line.region, line.description, line.kind].join('/')}
                line={line}
                currency={currency}
              />
            ))}
          </Table.Tbody>
        </DataTable>
      )}
      <Notes warnings={compared.after.warnings} assumptions={assumptions} />
    </Stack>
  );
}
