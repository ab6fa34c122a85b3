import { Button, Stack, Table, Text } from '@mantine/core';
import type { EstimateCostQuery } from '../../../client/generated/graphql.ts';
import { useCostHintsQuery } from '../../../client/generated/hooks.ts';
import { CostPanel } from '../cost-panel.tsx';
import type { Column } from '../data-table.tsx';
import { DataTable } from '../data-table.tsx';
import { formatPeriod } from '../format/format.ts';
import { formatDifference } from '../format/money.ts';
import { Money } from '../money.tsx';
import { ErrorNotice, Waiting } from '../notice.tsx';
import { Section } from '../section.tsx';
import type { Plan } from './plan.ts';
import { changePlan } from './plan.ts';
import { readChange } from './taken.ts';

type Estimate = EstimateCostQuery['estimateCost'];

const monthColumns: readonly Column[] = [{ label: 'Month' }, { label: 'Total', right: true }];
const bookColumns: readonly Column[] = [
  { label: 'Book' },
  { label: 'Total', right: true },
  { label: 'Difference', right: true },
];
const hintColumns: readonly Column[] = [
  { label: 'Hint' },
  { label: 'Saves', right: true },
  { label: '', width: 84 },
];

/** Cheaper configurations of the plan, each an estimate of its own; one press tries it. */
function Hints({
  plan,
  currency,
  onPlan,
}: {
  readonly plan: Plan;
  readonly currency: string;
  readonly onPlan: (plan: Plan) => void;
}) {
  const { data, error, loading, refetch } = useCostHintsQuery({ input: plan });
  const hints = data?.costHints;
  return (
    <Section title="Hints" about="Cheaper configurations, each estimated as a plan of its own.">
      {error !== null && <ErrorNotice error={error} retry={refetch} />}
      {hints === undefined && loading && <Waiting />}
      {hints?.length === 0 && <Text size="sm">Nothing that was tried is cheaper.</Text>}
      {hints !== undefined && hints.length > 0 && (
        <DataTable name="Hints" columns={hintColumns} minWidth={320}>
          <Table.Tbody>
            {hints.map(({ kind, message, caveat, saving, complete, change }) => (
              <Table.Tr key={`${kind}/${message}`} data-hint={kind}>
                <Table.Td>
                  <Text size="sm">{message}</Text>
                  <Text size="xs" c="dimmed">
                    {caveat}
                    {complete ? '' : ' Something then has no rate: it saves less than that.'}
                  </Text>
                </Table.Td>
                <Table.Td ta="right">
                  <Money amount={saving} currency={currency} />
                </Table.Td>
                <Table.Td ta="right">
                  {change.every(({ field }) => field !== 'packages') && (
                    <Button
                      size="compact-xs"
                      variant="light"
                      aria-label={`Try: ${message}`}
                      onClick={() => {
                        onPlan(changePlan(plan, readChange(change)));
                      }}
                    >
                      Try it
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </DataTable>
      )}
    </Section>
  );
}

function Months({ months, currency }: { readonly months: Estimate['months']; readonly currency: string }) {
  return (
    <Section title="As it grows">
      <DataTable name="Months" columns={monthColumns} minWidth={240}>
        <Table.Tbody>
          {months.map(({ month, total, complete }) => (
            <Table.Tr key={month}>
              <Table.Td>{formatPeriod(month)}</Table.Td>
              <Table.Td ta="right">
                <Money amount={total} currency={currency} />
                {complete ? '' : ' (incomplete)'}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </DataTable>
    </Section>
  );
}

/** What a plan costs, by other books, in later months, and cheaper. */
export function PlanAnswer({
  plan,
  estimate,
  onPlan,
}: {
  readonly plan: Plan;
  readonly estimate: Estimate;
  readonly onPlan: (plan: Plan) => void;
}) {
  const { month, months, beside, currency, assumptions } = estimate;
  return (
    <Stack>
      <Section
        title={`Estimated, ${formatPeriod(month)}`}
        about="Before anything starts: nothing measured is in it."
      >
        <div data-testid="estimate">
          <CostPanel cost={estimate} assumptions={assumptions} />
        </div>
      </Section>
      {months.length > 1 && <Months months={months} currency={currency} />}
      <Hints plan={plan} currency={currency} onPlan={onPlan} />
      {beside.length > 0 && (
        <Section title="By other books">
          <DataTable name="Other books" columns={bookColumns} minWidth={300}>
            <Table.Tbody>
              {beside.map(({ bookId, total, difference, complete }) => (
                <Table.Tr key={bookId}>
                  <Table.Td>
                    {bookId}
                    {complete ? '' : ' (incomplete: no rate)'}
                  </Table.Td>
                  <Table.Td ta="right">
                    <Money amount={total} currency={currency} />
                  </Table.Td>
                  <Table.Td ta="right">{formatDifference(difference, currency)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </DataTable>
        </Section>
      )}
    </Stack>
  );
}
