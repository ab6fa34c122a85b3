import { Group, Grid, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useBilledApplicationsQuery, useWhatIfQuery } from '../../../client/generated/hooks.ts';
import { billingDay, formatPeriod, monthBefore } from '../format/format.ts';
import { ErrorNotice, Nothing, Waiting } from '../notice.tsx';
import { Section } from '../section.tsx';
import { optionsOf, regionNames, storageClassNames, storageRegionNames } from './choices.ts';
import { ComparisonTable } from './comparison-table.tsx';
import { ChoiceField, FormatsField, NumberField } from './fields.tsx';
import type { Knobs } from './knobs.ts';
import { recordedNames } from './knobs.ts';
import type { EstimateSearch } from './search.ts';

function KnobsForm({
  knobs,
  onChange,
}: {
  readonly knobs: Knobs;
  readonly onChange: (knobs: Knobs) => void;
}) {
  const bind = <K extends keyof Knobs>(name: K, label: string) => ({
    label,
    given: knobs[name],
    taken: null,
    onChange: (value: unknown) => {
      onChange(
        Object.fromEntries(
          Object.entries({ ...knobs, [name]: value }).filter(([, one]) => one !== undefined),
        ),
      );
    },
  });
  const percent = (name: 'usagePercent' | 'sidePercent' | 'bitratePercent', label: string) => (
    <NumberField {...bind(name, label)} taken="100" unit="%" />
  );
  const { given, onChange: changeDays, ...days } = bind('retentionDays', 'Days kept');
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" style={{ alignItems: 'end' }}>
      <div style={{ gridColumn: '1 / -1' }}>
        <FormatsField {...bind('formats', 'Recorded in')} />
      </div>
      {percent('usagePercent', 'All use, of what it was')}
      <ChoiceField
        {...bind('recorded', 'What is recorded')}
        taken="AS_IT_WAS"
        options={optionsOf(recordedNames)}
      />
      {percent('sidePercent', 'Side of every picture')}
      {percent('bitratePercent', 'Bytes of files and playback')}
      <NumberField
        {...days}
        whole
        unit="days"
        given={given === null || given === undefined ? null : String(given)}
        onChange={(value) => {
          changeDays(value === undefined ? undefined : Number(value));
        }}
      />
      <ChoiceField {...bind('storageClass', 'Storage class')} options={optionsOf(storageClassNames)} />
      <ChoiceField {...bind('storageRegion', 'Kept in')} options={optionsOf(storageRegionNames)} />
      <ChoiceField {...bind('playbackRegion', 'All players are in')} options={optionsOf(regionNames)} />
    </SimpleGrid>
  );
}

/** A month that was, with something otherwise: its raw usage changed, metered and rated again. */
export function WhatIf({
  search,
  onSearch,
}: {
  readonly search: EstimateSearch;
  readonly onSearch: (search: EstimateSearch) => void;
}) {
  const { data: known, error: refused } = useBilledApplicationsQuery({});
  const applications = known?.applications ?? [];
  const application = applications.find(({ sdkAppId }) => sdkAppId === search.app) ?? applications[0];
  const thisMonth = billingDay(new Date()).slice(0, 7);
  const month = search.month ?? monthBefore(thisMonth);
  const knobs = search.knobs ?? {};
  const [asked] = useDebouncedValue(JSON.stringify(knobs), 300);
  const { data, error, loading, refetch } = useWhatIfQuery(
    { input: { month, sdkAppId: application?.sdkAppId ?? null, knobs: JSON.parse(asked) as Knobs } },
    { skip: application === undefined },
  );
  if (refused !== null) return <ErrorNotice error={refused} />;
  if (application === undefined) return <Waiting />;
  const months = [...new Set([month, ...application.billedMonths])].toSorted().toReversed();
  const compared = data?.whatIf;
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Section title="What would have been otherwise" about="What is not set stays as it was.">
          <Group gap="sm" align="flex-end">
            {applications.length > 1 && (
              <Select
                label="Application"
                data={applications.map(({ sdkAppId, name }) => ({ value: String(sdkAppId), label: name }))}
                value={String(application.sdkAppId)}
                allowDeselect={false}
                onChange={(value) => {
                  onSearch({ ...search, app: Number(value) });
                }}
                style={{ flex: 1 }}
              />
            )}
            <Select
              label="Month (UTC+8)"
              data={months.map((value) => ({ value, label: formatPeriod(value) }))}
              value={month}
              allowDeselect={false}
              onChange={(value) => {
                if (value !== null) onSearch({ ...search, month: value });
              }}
              style={{ flex: 1 }}
            />
          </Group>
          <KnobsForm
            knobs={knobs}
            onChange={(changed) => {
              onSearch({ ...search, month, knobs: changed });
            }}
          />
        </Section>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack aria-busy={loading}>
          {error !== null && <ErrorNotice error={error} retry={refetch} />}
          {compared === undefined && loading && <Waiting />}
          {compared?.lines.length === 0 && (
            <Nothing title={`Nothing was used in ${formatPeriod(month)}`} hint="Choose a month with use." />
          )}
          {compared !== undefined && compared.lines.length > 0 && (
            <Section title={formatPeriod(month)} about="By the book of its bill.">
              <ComparisonTable compared={compared} names={['As it was', 'As it would have been']} />
            </Section>
          )}
          <Text size="xs" c="dimmed">
            The month’s raw usage is read again for each answer.
          </Text>
        </Stack>
      </Grid.Col>
    </Grid>
  );
}
