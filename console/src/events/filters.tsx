import { Button, MultiSelect, Select } from '@mantine/core';
import { without } from '../without.ts';
import { bundles, eventTypes, nameOf } from './kinds.ts';
import type { EventsSearch } from './search.ts';

const kinds = [
  { group: 'Several at once', items: bundles.map(({ key, name }) => ({ value: key, label: name })) },
  ...bundles.slice(1).map(({ name, has }) => ({
    group: name,
    items: eventTypes.filter(has).map((type) => ({ value: type, label: nameOf(type) })),
  })),
];

/** Which kinds, of which application. */
export function EventFilters({
  search,
  onSearch,
  applications,
}: {
  readonly search: EventsSearch;
  readonly onSearch: (search: EventsSearch) => void;
  readonly applications: readonly { readonly sdkAppId: number; readonly name: string }[];
}) {
  const { app } = search;
  return (
    <>
      <MultiSelect
        label="Kinds"
        placeholder={search.kinds === undefined ? 'all' : ''}
        data={kinds}
        value={[...(search.kinds ?? [])]}
        onChange={(chosen) => {
          const rest = without(search, 'kinds');
          onSearch(chosen.length === 0 ? rest : { ...rest, kinds: chosen });
        }}
        searchable
        clearable
        hidePickedOptions
        maxDropdownHeight={360}
        nothingFoundMessage="There is no such kind"
        style={{ flex: '1 1 260px' }}
        maw={520}
      />
      {(applications.length > 1 || app !== undefined) && (
        <Select
          label="Application"
          placeholder="all"
          clearable
          data={[
            ...applications.map(({ sdkAppId, name }) => ({
              value: String(sdkAppId),
              label: `${name} (${sdkAppId})`,
            })),
            ...(app === undefined || applications.some(({ sdkAppId }) => sdkAppId === app)
              ? []
              : [{ value: String(app), label: String(app) }]),
          ]}
          value={app === undefined ? null : String(app)}
          onChange={(value) => {
            const rest = without(search, 'app');
            onSearch(value === null ? rest : { ...rest, app: Number(value) });
          }}
          w={220}
        />
      )}
      {Object.keys(search).length > 0 && (
        <Button
          variant="subtle"
          onClick={() => {
            onSearch({});
          }}
        >
          Clear
        </Button>
      )}
    </>
  );
}
