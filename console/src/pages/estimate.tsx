import { Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { EstimateSearch } from '../estimate/search.ts';
import { Plans } from '../estimate/plans.tsx';
import { WhatIf } from '../estimate/what-if-page.tsx';
import { billingDay, monthBefore } from '../format/format.ts';
import { useViewer } from '../viewer.ts';
import { without } from '../without.ts';

/** What something would cost: a plan, two of them, or a month that was with something otherwise. */
export function EstimatePage({ search }: { readonly search: EstimateSearch }) {
  const navigate = useNavigate();
  const { may } = useViewer();
  const onSearch = (changed: EstimateSearch): void => {
    void navigate({ to: '/estimate', search: changed, replace: true });
  };
  const mode = search.month === undefined ? 'plan' : 'month';
  return (
    <Stack>
      <Group justify="space-between" align="flex-end" gap="sm">
        <div style={{ flex: '1 1 260px' }}>
          <Title order={1} size="h2">
            Estimate
          </Title>
          <Text size="sm" c="dimmed">
            What it will cost, before anything starts; the address of this page is what is on it.
          </Text>
        </div>
        {may('COSTS') && (
          <SegmentedControl
            aria-label="Of a plan or of a month that was"
            data={[
              { value: 'plan', label: 'A plan' },
              { value: 'month', label: 'What if, from a month' },
            ]}
            value={mode}
            onChange={(value) => {
              const last = monthBefore(billingDay(new Date()).slice(0, 7));
              onSearch(value === 'month' ? { ...search, month: last } : without(search, 'month', 'knobs'));
            }}
          />
        )}
      </Group>
      {mode === 'plan' ? (
        <Plans search={search} onSearch={onSearch} />
      ) : (
        <WhatIf search={search} onSearch={onSearch} />
      )}
    </Stack>
  );
}
