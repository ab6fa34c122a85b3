import { Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { RecordingFilterInput } from '../../../client/generated/graphql.ts';
import { useRecordingEventsSubscription, useRecordingListQuery } from '../../../client/generated/hooks.ts';
import { zoneName } from '../format/format.ts';
import { ErrorNotice, Waiting } from '../notice.tsx';
import type { Filters } from '../recordings/filters.tsx';
import { FilterBar, noFilters } from '../recordings/filters.tsx';
import { RecordingRow } from '../recordings/row.tsx';

const pageSize = 25;
/** Newest, longest and largest come first; names run from Z to A, as the choice says. */
const direction = 'DESC';

function filterOf({ state, kind, tag }: Filters, text: string): RecordingFilterInput {
  return {
    states: state === null ? null : [state],
    tags: tag === null ? null : [tag],
    kind,
    text: text === '' ? null : text,
  };
}

export function RecordingsPage() {
  const [filters, setFilters] = useState(noFilters);
  const [text] = useDebouncedValue(filters.text.trim(), 300);
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const { data, error, loading, refetch } = useRecordingListQuery({
    first: pageSize,
    after: cursors.at(-1) ?? null,
    filter: filterOf(filters, text),
    orderBy: { field: filters.sort, direction },
  });
  useRecordingEventsSubscription({}, { onNext: refetch });

  const change = (next: Filters): void => {
    setFilters(next);
    // A cursor is good for its own list only.
    setCursors([]);
  };
  const page = data?.recordings;
  const { state, kind, tag } = filters;
  const filtered = state !== null || kind !== null || tag !== null || text !== '';
  return (
    <Stack>
      <div>
        <Title order={1} size="h2">
          Recordings
        </Title>
        <Text size="sm" c="dimmed">
          {page === undefined
            ? ' '
            : `${page.totalCount}${filtered ? ' found' : ' in all'} · times in ${zoneName}`}
        </Text>
      </div>
      <FilterBar filters={filters} onChange={change} states={page?.states ?? []} tags={page?.tags ?? []} />
      {error !== null && <ErrorNotice error={error} retry={refetch} />}
      {page === undefined && loading && <Waiting />}
      {page?.edges.length === 0 && (
        <Paper withBorder p="xl" ta="center">
          <Text fw={500}>{filtered ? 'Nothing matches' : 'Nothing has been recorded yet'}</Text>
          <Text size="sm" c="dimmed">
            {filtered ? 'Try other filters.' : 'A recording appears here as soon as someone publishes.'}
          </Text>
        </Paper>
      )}
      {page !== undefined && page.edges.length > 0 && (
        <Paper withBorder>
          <Table.ScrollContainer minWidth={760}>
            <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Who</Table.Th>
                  <Table.Th>Room</Table.Th>
                  <Table.Th>State</Table.Th>
                  <Table.Th>Began</Table.Th>
                  <Table.Th ta="right">Length</Table.Th>
                  <Table.Th ta="right">Size</Table.Th>
                  <Table.Th>Formats</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {page.edges.map(({ node }) => (
                  <RecordingRow
                    key={node.id}
                    recording={node}
                    onTag={(chosen) => {
                      change({ ...filters, tag: chosen });
                    }}
                  />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Paper>
      )}
      {page !== undefined && (cursors.length > 0 || page.pageInfo.hasNextPage) && (
        <Group justify="flex-end">
          <Button
            variant="default"
            disabled={cursors.length === 0}
            onClick={() => {
              setCursors(cursors.slice(0, -1));
            }}
          >
            Back
          </Button>
          <Button
            variant="default"
            disabled={!page.pageInfo.hasNextPage}
            onClick={() => {
              const next = page.pageInfo.endCursor;
              if (next !== null) setCursors([...cursors, next]);
            }}
          >
            Next
          </Button>
        </Group>
      )}
    </Stack>
  );
}
