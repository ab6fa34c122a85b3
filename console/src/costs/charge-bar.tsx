import { Group, Paper, Stack, Text } from '@mantine/core';
import type { Charge } from '../../../client/generated/graphql.ts';
import { compareAmounts, formatShare, percentOf } from '../format/money.ts';
import { Money } from '../money.tsx';
import { chargeColors, chargeNames } from './charges.ts';

interface Subtotal {
  readonly charge: Charge;
  readonly amount: string;
}

function Swatch({ charge }: { readonly charge: Charge }) {
  return (
    <span
      aria-hidden
      style={{ width: 10, height: 10, borderRadius: 3, background: chargeColors[charge], flexShrink: 0 }}
    />
  );
}

/** What each charge comes to, and its share of the whole. */
export function ChargeBar({
  subtotals,
  total,
  currency,
}: {
  readonly subtotals: readonly Subtotal[];
  readonly total: string;
  readonly currency: string;
}) {
  const paid = subtotals.filter(({ amount }) => compareAmounts(amount, '0') > 0);
  return (
    <Stack gap="sm">
      {paid.length > 0 && (
        // The numbers below say the same in words.
        <div aria-hidden style={{ display: 'flex', gap: 2, height: 12 }} data-testid="share-bar">
          {paid.map(({ charge, amount }) => (
            <div
              key={charge}
              title={`${chargeNames[charge]} ${formatShare(amount, total)}`}
              style={{
                width: `${percentOf(amount, total)}%`,
                minWidth: 3,
                borderRadius: 3,
                background: chargeColors[charge],
              }}
            />
          ))}
        </div>
      )}
      <div style={{ display: 'grid', gap: 10, gridTemplateColumns: 'repeat(auto-fit, minmax(124px, 1fr))' }}>
        {subtotals.map(({ charge, amount }) => (
          <Paper key={charge} withBorder px="sm" py="xs">
            <Group gap={6} wrap="nowrap">
              <Swatch charge={charge} />
              <Text size="sm" c="dimmed">
                {chargeNames[charge]}
              </Text>
            </Group>
            <Text fw={600} data-charge={charge}>
              <Money amount={amount} currency={currency} />
            </Text>
            <Text size="xs" c="dimmed">
              {formatShare(amount, total)}
            </Text>
          </Paper>
        ))}
      </div>
    </Stack>
  );
}
