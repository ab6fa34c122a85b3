import { Group, Paper, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import type { Charge, CostFragment } from '../../client/generated/graphql.ts';
import { formatMoney } from './format/format.ts';

const chargeNames: Readonly<Record<Charge, string>> = {
  RECORDING: 'Recording',
  TRANSCODING: 'Transcoding',
  STORAGE: 'Storage',
  PLAYBACK: 'Playback',
  OTHER: 'Other',
};

/** The total, the charges, and every line with the formula that made it. */
export function CostPanel({ cost }: { readonly cost: CostFragment }) {
  const { currency, book } = cost;
  return (
    <Stack gap="md">
      <Group justify="space-between" align="baseline">
        <Text size="xl" fw={700} data-testid="total">
          {formatMoney(cost.total, currency)}
        </Text>
        <Text size="sm" c="dimmed">
          {book.title} · pages of {book.pagesDate}, {cost.bookAgeDays} days old
        </Text>
      </Group>
      <SimpleGrid cols={{ base: 2, sm: 5 }}>
        {cost.subtotals.map(({ charge, amount }) => (
          <Paper key={charge} withBorder p="sm" data-charge={charge}>
            <Text size="sm" c="dimmed">
              {chargeNames[charge]}
            </Text>
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {formatMoney(amount, currency)}
            </Text>
          </Paper>
        ))}
      </SimpleGrid>
      {cost.lines.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing was used in this time.
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={640}>
          <Table verticalSpacing="xs" horizontalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>For</Table.Th>
                <Table.Th ta="right">Quantity</Table.Th>
                <Table.Th ta="right">Price</Table.Th>
                <Table.Th ta="right">Amount</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {cost.lines.map((line) => (
                <Table.Tr key={`${line.description}/${line.period}/${line.why}`}>
                  <Table.Td>
                    <Text size="sm">
                      {line.description}, {line.period}
                    </Text>
                    <Text size="xs" c="dimmed">
                      {line.why}
                    </Text>
                  </Table.Td>
                  <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                    {line.quantity} {line.unit}
                  </Table.Td>
                  <Table.Td ta="right">{formatMoney(line.unitPrice, currency)}</Table.Td>
                  <Table.Td ta="right">{formatMoney(line.amount, currency)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}
