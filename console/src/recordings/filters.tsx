import { Button, Group, Select, TextInput } from '@mantine/core';
import type { RecordingKind, RecordingSort, RecordingState } from '../../../client/generated/graphql.ts';
import { labelOf, stateOrder } from '../state-badge.tsx';

/** What the list is narrowed to and sorted by; null is any. */
export interface Filters {
  readonly text: string;
  readonly state: RecordingState | null;
  readonly kind: RecordingKind | null;
  readonly tag: string | null;
  readonly sort: RecordingSort;
}

export const noFilters: Filters = { text: '', state: null, kind: null, tag: null, sort: 'STARTED_AT' };

interface Count {
  readonly value: string;
  readonly count: number;
}

const sorts: readonly { readonly value: RecordingSort; readonly label: string }[] = [
  { value: 'STARTED_AT', label: 'Newest' },
  { value: 'DURATION', label: 'Longest' },
  { value: 'SIZE', label: 'Largest' },
  { value: 'NAME', label: 'File name, Z to A' },
];

/** The bar above the list; states and tags carry how many match. */
export function FilterBar({
  filters,
  onChange,
  states,
  tags,
}: {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
  readonly states: readonly Count[];
  readonly tags: readonly Count[];
}) {
  const set = (change: Partial<Filters>): void => {
    onChange({ ...filters, ...change });
  };
  const counted = new Map(states.map(({ value, count }) => [value, count]));
  const stateData = stateOrder
    .filter((value) => counted.has(value) || value === filters.state)
    .map((value) => ({ value, label: `${labelOf(value)} (${counted.get(value) ?? 0})` }));
  const known = tags.some(({ value }) => value === filters.tag);
  const tagData = [
    ...tags.map(({ value, count }) => ({ value, label: `${value} (${count})` })),
    ...(filters.tag === null || known ? [] : [{ value: filters.tag, label: filters.tag }]),
  ];
  const narrowed = { ...filters, sort: noFilters.sort };
  return (
    <Group align="flex-end" gap="sm">
      <TextInput
        type="search"
        label="Search"
        placeholder="user, room, file name, tag …"
        value={filters.text}
        maxLength={200}
        onChange={(event) => {
          set({ text: event.currentTarget.value });
        }}
        style={{ flex: '1 1 220px' }}
      />
      <Select
        label="State"
        placeholder="any"
        clearable
        data={stateData}
        value={filters.state}
        onChange={(state) => {
          set({ state });
        }}
        w={160}
      />
      <Select
        label="Kind"
        placeholder="any"
        clearable
        data={[
          { value: 'STREAM', label: 'One stream' },
          { value: 'MIX', label: 'Mixed' },
        ]}
        value={filters.kind}
        onChange={(kind) => {
          set({ kind });
        }}
        w={140}
      />
      {tagData.length > 0 && (
        <Select
          label="Tag"
          placeholder="any"
          clearable
          data={tagData}
          value={filters.tag}
          onChange={(tag) => {
            set({ tag });
          }}
          w={150}
        />
      )}
      <Select
        label="Sort"
        allowDeselect={false}
        data={sorts}
        value={filters.sort}
        onChange={(sort) => {
          if (sort !== null) set({ sort });
        }}
        w={160}
      />
      {JSON.stringify(narrowed) !== JSON.stringify(noFilters) && (
        <Button
          variant="subtle"
          onClick={() => {
            onChange({ ...noFilters, sort: filters.sort });
          }}
        >
          Clear
        </Button>
      )}
    </Group>
  );
}
