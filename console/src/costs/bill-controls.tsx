import { Group, SegmentedControl, Select, TextInput } from '@mantine/core';
import type { BilledApplicationsQuery } from '../../../client/generated/graphql.ts';
import { BookSelect } from '../book-select.tsx';
import { billingDay, formatPeriod } from '../format/format.ts';
import { without } from '../without.ts';
import type { CostsSearch } from './search.ts';

type Application = BilledApplicationsQuery['applications'][number];
const all = 'all';

/** Months with anything in them, newest first; this one and the chosen one are always among them. */
export function monthsToChoose(
  applications: readonly Application[],
  chosen: readonly string[],
): readonly string[] {
  const months = new Set([...applications.flatMap(({ billedMonths }) => billedMonths), ...chosen]);
  return [...months].toSorted().toReversed();
}

/** Which application, which month or day, and by which book. */
export function BillControls({
  applications,
  search,
  onSearch,
}: {
  readonly applications: readonly Application[];
  readonly search: CostsSearch;
  readonly onSearch: (search: CostsSearch) => void;
}) {
  const today = billingDay(new Date());
  const thisMonth = today.slice(0, 7);
  const { app, book } = search;
  const month = search.month ?? thisMonth;
  const several = applications.length > 1;
  // Of all applications there are months alone.
  const day = app === undefined && several ? undefined : search.day;
  const seen = app === undefined ? applications : applications.filter(({ sdkAppId }) => sdkAppId === app);
  const used = new Set(seen.flatMap(({ billedMonths }) => billedMonths));
  return (
    <Group align="flex-end" gap="sm">
      <Select
        label="Application"
        data={[
          ...(several ? [{ value: all, label: 'All applications' }] : []),
          ...applications.map(({ sdkAppId, name }) => ({
            value: String(sdkAppId),
            label: `${name} (${sdkAppId})`,
          })),
        ]}
        value={app !== undefined ? String(app) : several ? all : String(applications[0]?.sdkAppId ?? '')}
        onChange={(value) => {
          const rest = without(search, 'app', 'day');
          onSearch(value === null || value === all ? rest : { ...rest, app: Number(value) });
        }}
        allowDeselect={false}
        style={{ flex: '1 1 220px' }}
        maw={320}
      />
      {(app !== undefined || !several) && (
        <SegmentedControl
          aria-label="Of a month or of a day"
          data={[
            { value: 'month', label: 'Month' },
            { value: 'day', label: 'Day' },
          ]}
          value={day === undefined ? 'month' : 'day'}
          onChange={(value) => {
            const rest = without(search, 'day');
            onSearch(value === 'day' ? { ...rest, day: month === thisMonth ? today : `${month}-01` } : rest);
          }}
        />
      )}
      {day === undefined ? (
        <Select
          label="Month (UTC+8)"
          data={monthsToChoose(seen, [thisMonth, month]).map((value) => ({
            value,
            label: `${formatPeriod(value)}${used.has(value) ? '' : ' (empty)'}`,
          }))}
          value={month}
          onChange={(value) => {
            if (value !== null) onSearch({ ...search, month: value });
          }}
          allowDeselect={false}
          w={200}
        />
      ) : (
        <TextInput
          label="Day (UTC+8)"
          type="date"
          value={day}
          max={today}
          onChange={(event) => {
            const { value } = event.currentTarget;
            if (value !== '') onSearch({ ...search, day: value, month: value.slice(0, 7) });
          }}
          w={200}
        />
      )}
      <BookSelect
        value={book ?? null}
        onChange={(value) => {
          const rest = without(search, 'book');
          onSearch(value === null ? rest : { ...rest, book: value });
        }}
      />
    </Group>
  );
}
