import { Badge, Table, Text } from '@mantine/core';
import { useAccountBillQuery } from '../../../client/generated/hooks.ts';
import type { Column } from '../data-table.tsx';
import { DataTable } from '../data-table.tsx';
import { formatPeriod } from '../format/format.ts';
import { sumOf } from '../format/money.ts';
import { Money } from '../money.tsx';
import { ErrorNotice, Waiting } from '../notice.tsx';
import { Section } from '../section.tsx';
import { TextLink } from '../text-link.tsx';
import { ChargeBar } from './charge-bar.tsx';

const columns: readonly Column[] = [
  { label: 'Application' },
  { label: 'State' },
  { label: 'Metered', right: true },
];

/** A month of every application, and what they come to together. */
export function AccountTable({ month, book }: { readonly month: string; readonly book: string | null }) {
  const { data, error, loading, refetch } = useAccountBillQuery({ month, book });
  if (error !== null) return <ErrorNotice error={error} retry={refetch} />;
  if (data === null) return loading ? <Waiting /> : null;
  const costs = data.applications.map(({ cost }) => cost);
  const currency = costs[0]?.currency ?? 'USD';
  const total = sumOf(costs.map((cost) => cost.total));
  const charges = costs[0]?.subtotals.map(({ charge }) => charge) ?? [];
  const subtotals = charges.map((charge) => ({
    charge,
    amount: sumOf(
      costs.flatMap((cost) =>
        cost.subtotals.filter((one) => one.charge === charge).map(({ amount }) => amount),
      ),
    ),
  }));
  return (
    <Section
      title={`All applications, ${formatPeriod(month)}`}
      about="What was metered of each. Lines, forecast, budgets and exports are with each application."
    >
      <Text size="xl" fw={700} data-testid="total">
        <Money amount={total} currency={currency} />
      </Text>
      <ChargeBar subtotals={subtotals} total={total} currency={currency} />
      <DataTable name="Applications" columns={columns} minWidth={280}>
        <Table.Tbody>
          {data.applications.map(({ sdkAppId, name, cost }) => (
            <Table.Tr key={sdkAppId}>
              <Table.Td>
                <TextLink to="/costs" search={{ app: sdkAppId, month, ...(book === null ? {} : { book }) }}>
                  {name}
                </TextLink>
                <Text size="xs" c="dimmed">
                  {sdkAppId}
                </Text>
              </Table.Td>
              <Table.Td>
                <Badge variant="light" tt="none" color={cost.complete ? 'gray' : 'orange'}>
                  {cost.complete ? (cost.provisional ? 'provisional' : 'closed') : 'incomplete'}
                </Badge>
              </Table.Td>
              <Table.Td ta="right" data-amount>
                <Money amount={cost.total} currency={cost.currency} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </DataTable>
    </Section>
  );
}
