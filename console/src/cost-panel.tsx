import { Badge, Group, Stack, Text } from '@mantine/core';
import type { CostsFragment } from '../../client/generated/graphql.ts';
import { ChargeBar } from './costs/charge-bar.tsx';
import { CostLines } from './costs/cost-lines.tsx';
import { Incomplete, Notes } from './costs/warnings.tsx';
import { formatPeriod } from './format/format.ts';
import { Money } from './money.tsx';

/** The total, the charges with their shares, and every line, which unfolds to what made it. */
export function CostPanel({
  cost,
  assumptions = [],
}: {
  readonly cost: CostsFragment;
  readonly assumptions?: readonly string[];
}) {
  const { currency, book, total, complete, warnings, subtotals, lines, bookAgeDays } = cost;
  return (
    <Stack gap="md">
      <Group justify="space-between" align="baseline" gap="xs">
        <Group gap="sm" align="center">
          <Text size="xl" fw={700} data-testid="total">
            <Money amount={total} currency={currency} />
          </Text>
          {!complete && (
            <Badge color="orange" variant="light" tt="none">
              incomplete
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {book.title} · pages of {formatPeriod(book.pagesDate)}, {bookAgeDays} days old
        </Text>
      </Group>
      <Incomplete complete={complete} warnings={warnings} />
      <ChargeBar subtotals={subtotals} total={total} currency={currency} />
      <CostLines lines={lines} subtotals={subtotals} currency={currency} />
      <Notes warnings={warnings} assumptions={assumptions} />
    </Stack>
  );
}
