import { Group, Paper, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useBillQuery } from '../../../client/generated/hooks.ts';
import { BookSelect } from '../book-select.tsx';
import { CostPanel } from '../cost-panel.tsx';
import { billingDay } from '../format/format.ts';
import { ErrorNotice, Waiting } from '../notice.tsx';

type Span = 'day' | 'month';

/** The bill of a day or a month, by a chosen book. */
export function CostsPage() {
  const [span, setSpan] = useState<Span>('day');
  const [day, setDay] = useState(() => billingDay(new Date()));
  const [book, setBook] = useState<string | null>(null);
  const text = span === 'day' ? day : day.slice(0, 7);
  const complete = span === 'day' ? day.length === 10 : day.length >= 7;
  const { data, error, loading, refetch } = useBillQuery(
    { input: { period: span === 'day' ? { day: text } : { month: text }, book } },
    { skip: !complete },
  );
  return (
    <Stack>
      <Group justify="space-between" align="flex-end">
        <div>
          <Title order={1} size="h2">
            Costs
          </Title>
          <Text size="sm" c="dimmed">
            Days and months are UTC+8, as the vendor bills.
          </Text>
        </div>
        <Group align="flex-end">
          <SegmentedControl
            data={[
              { value: 'day', label: 'Day' },
              { value: 'month', label: 'Month' },
            ]}
            value={span}
            onChange={(value) => {
              setSpan(value);
            }}
            aria-label="Of a day or of a month"
          />
          <TextInput
            label={span === 'day' ? 'Day' : 'Month'}
            type={span === 'day' ? 'date' : 'month'}
            value={text}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setDay(span === 'day' ? value : value === '' ? '' : `${value}-01`);
            }}
            w={170}
          />
          <BookSelect value={book} onChange={setBook} />
        </Group>
      </Group>
      {error !== null && <ErrorNotice error={error} retry={refetch} />}
      {data === null && loading && <Waiting />}
      {data !== null && (
        <Paper withBorder p="md">
          <CostPanel cost={data.bill} />
        </Paper>
      )}
    </Stack>
  );
}
