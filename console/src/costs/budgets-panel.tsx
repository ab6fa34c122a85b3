import { Button, Group, Progress, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { BudgetAction, BudgetsQuery } from '../../../client/generated/graphql.ts';
import { useBudgetsQuery, useRemoveBudgetMutation } from '../../../client/generated/hooks.ts';
import type { Column } from '../data-table.tsx';
import { DataTable } from '../data-table.tsx';
import { sentenceOf } from '../failure.ts';
import { formatPeriod, formatTime } from '../format/format.ts';
import { formatCents, formatShare, percentOf } from '../format/money.ts';
import { Money } from '../money.tsx';
import { ErrorNotice, Fault, Waiting } from '../notice.tsx';
import { Section } from '../section.tsx';
import { BudgetForm } from './budget-form.tsx';

type Budget = BudgetsQuery['budgets'][number];

export const actionNames: Readonly<Record<BudgetAction, string>> = {
  NONE: 'tells',
  WARN: 'warns who starts',
  DOWNGRADE: 'takes away',
  REFUSE: 'refuses starts',
};
const columns: readonly Column[] = [
  { label: 'Threshold' },
  { label: 'Limit', right: true },
  { label: 'What it does' },
  { label: 'State' },
];

function Thresholds({ budget }: { readonly budget: Budget }) {
  return (
    <DataTable name={`Thresholds of ${budget.name}`} columns={columns} minWidth={480}>
      <Table.Tbody>
        {budget.thresholds.map(({ percent, basis, action, limit, crossedAt }) => (
          <Table.Tr key={`${percent}/${basis}`}>
            <Table.Td>
              {percent} % {basis === 'ACTUAL' ? 'spent' : 'forecast'}
            </Table.Td>
            <Table.Td ta="right">
              <Money amount={limit} currency={budget.currency} />
            </Table.Td>
            <Table.Td>
              {actionNames[action]}
              {action === 'DOWNGRADE'
                ? ` ${budget.takeAway === 'MIX' ? 'mixing' : (budget.takeAway ?? '')}`
                : ''}
            </Table.Td>
            <Table.Td>
              {crossedAt === null ? (
                'not crossed'
              ) : (
                <Text size="sm" fw={600}>
                  ⚠ crossed {formatTime(crossedAt)}
                </Text>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  );
}

function BudgetCard({ budget, onChanged }: { readonly budget: Budget; readonly onChanged: () => void }) {
  const remove = useRemoveBudgetMutation();
  const [fault, setFault] = useState<string | null>(null);
  const { name, amount, currency, spent, forecast, month, sdkAppId } = budget;
  return (
    <Stack gap={6} data-budget={name}>
      <Group justify="space-between" gap="xs">
        <Text fw={600}>{name}</Text>
        <Button
          size="compact-xs"
          variant="subtle"
          color="red"
          aria-label={`Remove the budget ${name}`}
          onClick={() => {
            remove({ input: { sdkAppId, name } }).then(onChanged, (error: unknown) => {
              setFault(sentenceOf(error));
            });
          }}
        >
          Remove
        </Button>
      </Group>
      <Text size="sm">
        {spent === null ? (
          'Not looked at yet'
        ) : (
          <>
            <Money amount={spent} currency={currency} /> spent ({formatShare(spent, amount)})
          </>
        )}{' '}
        of <Money amount={amount} currency={currency} />
        {month === null ? '' : ` in ${formatPeriod(month)}`}
        {forecast !== null && <>; {formatCents(forecast, currency)} forecast</>}
      </Text>
      <Progress value={Number(percentOf(spent ?? '0', amount))} aria-label={`Spent of ${name}`} size="md" />
      <Thresholds budget={budget} />
      <Fault sentence={fault} />
    </Stack>
  );
}

/** What a month of the application may cost, and what was crossed of it. */
export function BudgetsPanel({ sdkAppId }: { readonly sdkAppId: number }) {
  const { data, error, loading, refetch } = useBudgetsQuery({ sdkAppId });
  const [adding, setAdding] = useState(false);
  const budgets = data?.budgets;
  return (
    <Section
      title="Budgets"
      about="Of the month that runs. They cannot stop what the vendor records by itself."
      aside={
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={adding}
          onClick={() => {
            setAdding(!adding);
          }}
        >
          {adding ? 'Never mind' : 'Set a budget'}
        </Button>
      }
    >
      {error !== null && <ErrorNotice error={error} retry={refetch} />}
      {budgets === undefined && loading && <Waiting />}
      {adding && (
        <BudgetForm
          sdkAppId={sdkAppId}
          onDone={() => {
            setAdding(false);
            refetch();
          }}
        />
      )}
      {budgets?.length === 0 && !adding && (
        <Text size="sm" c="dimmed">
          No budget is set: nothing warns and nothing is refused, whatever the month costs.
        </Text>
      )}
      {budgets?.map((budget) => (
        <BudgetCard key={budget.name} budget={budget} onChanged={refetch} />
      ))}
    </Section>
  );
}
