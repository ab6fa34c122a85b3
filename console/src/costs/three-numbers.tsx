import { Badge, Group, Paper, SimpleGrid, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { BillQuery, MonthNumberFragment } from '../../../client/generated/graphql.ts';
import { formatTime } from '../format/format.ts';
import { Money } from '../money.tsx';

type Numbers = NonNullable<BillQuery['bill']['numbers']>;

function Figure({
  name,
  by,
  number,
  known,
  missing,
  complete = true,
}: {
  readonly name: string;
  /** By what it is. */
  readonly by: string;
  readonly number: MonthNumberFragment;
  readonly known: string;
  /** What to do where nobody said it. */
  readonly missing: ReactNode;
  readonly complete?: boolean;
}) {
  const { amount, currency, knownAt, reconciledAt, ofAccount } = number;
  return (
    <Paper withBorder p="sm" data-number={name.toLowerCase()}>
      <Text fw={600}>{name}</Text>
      <Text size="xs" c="dimmed">
        {by}
        {ofAccount ? ', of the whole account' : ''}
      </Text>
      {amount === null ? (
        <Text size="sm" mt="xs">
          {missing}
        </Text>
      ) : (
        <>
          <Group gap="xs" mt={4}>
            <Text size="xl" fw={700} data-amount>
              <Money amount={amount} currency={currency ?? 'USD'} />
            </Text>
            {!complete && (
              <Badge color="orange" variant="light" tt="none">
                incomplete
              </Badge>
            )}
          </Group>
          <Text size="xs" c="dimmed" mt={4}>
            {knownAt === null ? 'Nothing was metered yet' : `${known} ${formatTime(knownAt)}`}
          </Text>
          <Text size="xs" c="dimmed">
            {reconciledAt === null ? 'Never reconciled' : `Last reconciled ${formatTime(reconciledAt)}`}
          </Text>
        </>
      )}
    </Paper>
  );
}

/** What the month was estimated, metered and billed at. They stay apart: none is made from another. */
export function ThreeNumbers({
  numbers,
  month,
  provisional,
  complete,
  estimateLink,
}: {
  readonly numbers: Numbers;
  readonly month: string;
  readonly provisional: boolean;
  /** Whether everything that was metered has a price. */
  readonly complete: boolean;
  readonly estimateLink: ReactNode;
}) {
  const { estimated, metered, billed, lockedAt } = numbers;
  return (
    <div>
      <Group gap="xs" mb="xs">
        <Badge color={provisional ? 'yellow' : 'gray'} variant="light" tt="none">
          {provisional ? 'Provisional: the month is not closed' : 'Closed: changed by correction rows alone'}
        </Badge>
        {lockedAt !== null && (
          <Badge color="teal" variant="light" tt="none">
            Reconciliation locked {formatTime(lockedAt)}
          </Badge>
        )}
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        <Figure
          name="Estimated"
          by="by the plan that was kept"
          number={estimated}
          known="Kept"
          missing={<>No plan was kept for this month. {estimateLink}</>}
        />
        <Figure
          name="Metered"
          by="by what was really used"
          number={metered}
          known="Metered until"
          missing="Nothing was metered."
          complete={complete}
        />
        <Figure
          name="Billed"
          by="by the provider’s invoice"
          number={billed}
          known="Read"
          missing={
            <>
              No invoice was read. An API key reads one:{' '}
              <code style={{ overflowWrap: 'anywhere' }}>
                roomtape reconcile {month} --invoice invoice.csv
              </code>
            </>
          }
        />
      </SimpleGrid>
    </div>
  );
}
