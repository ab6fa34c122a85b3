import { Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { RecordingFilterInput } from '../../../client/generated/graphql.ts';
import { useRecordingEventsSubscription, useRecordingListQuery } from '../../../client/generated/hooks.ts';
import type { Column } from '../data-table.tsx';
import { zoneName } from '../format/format.ts';
import { ErrorNotice } from '../notice.tsx';
import { PagedList } from '../paged-list.tsx';
import type { Filters } from '../recordings/filters.tsx';
import { FilterBar, noFilters } from '../recordings/filters.tsx';
import { RecordingRow } from '../recordings/row.tsx';

const pageSize = 25;
/** Newest, longest and largest come first; names run from Z to A, as the choice says. */
const direction = 'DESC';
const columns: readonly Column[] = [
  { label: 'Who' },
  { label: 'Room' },
  { label: 'State' },
  { label: 'Began' },
  { label: 'Length', right: true },
  { label: 'Size', right: true },
  { label: 'Formats' },
];
const nothingMatches = { title: 'Nothing matches', hint: 'Try other filters.' };
const nothingRecorded = {
  ...{
    title: 'Nothing has been recorded yet',
    hint: 'A recording appears here as soon as someone publishes.',
  },
};

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
      <PagedList
        name="Recordings"
        columns={columns}
        minWidth={760}
        page={page}
        loading={loading}
        nothing={filtered ? nothingMatches : nothingRecorded}
        cursors={cursors}
        onCursors={setCursors}
        row={(node) => (
          <RecordingRow
            key={node.id}
            recording={node}
            onTag={(chosen) => {
              change({ ...filters, tag: chosen });
            }}
          />
        )}
      />
    </Stack>
  );
}
