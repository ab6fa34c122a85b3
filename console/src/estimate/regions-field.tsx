import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import type { RegionShareInput } from '../../../client/generated/graphql.ts';
import { sumOf } from '../format/money.ts';
import { optionsOf, regionNames } from './choices.ts';
import { FieldLabel } from './fields.tsx';

const decimal = /^\d{1,3}(\.\d{1,6})?$/;

/** Where viewers are: regions with their percent, which make a hundred together. */
export function RegionsField({
  label,
  given,
  taken,
  fault,
  onChange,
}: {
  readonly label: string;
  readonly given: readonly RegionShareInput[] | null | undefined;
  readonly taken: readonly RegionShareInput[] | null;
  readonly fault?: string | undefined;
  readonly onChange: (shares: readonly RegionShareInput[]) => void;
}) {
  const shares = given ?? taken ?? [];
  const free = optionsOf(regionNames).filter(({ value }) => shares.every(({ region }) => region !== value));
  const sum = shares.every(({ percent }) => decimal.test(percent))
    ? sumOf(shares.map((one) => one.percent))
    : null;
  return (
    <Stack
      gap={6}
      component="fieldset"
      style={{ border: 0, padding: 0, margin: 0, minWidth: 0, gridColumn: '1 / -1' }}
    >
      <Text component="legend" size="sm" fw={600} p={0}>
        <FieldLabel label={label} changed={given !== undefined && given !== null} />
      </Text>
      {shares.map(({ region, percent }, index) => (
        <Group key={index} gap={6} wrap="nowrap">
          <Select
            aria-label={`${label}, region ${index + 1}`}
            data={[{ value: region, label: regionNames[region] }, ...free]}
            value={region}
            allowDeselect={false}
            onChange={(value) => {
              if (value !== null) onChange(shares.toSpliced(index, 1, { region: value, percent }));
            }}
            style={{ flex: 1 }}
          />
          {shares.length > 1 && (
            <>
              <TextInput
                aria-label={`${label}, percent of region ${index + 1}`}
                inputMode="decimal"
                value={percent}
                onChange={(event) => {
                  onChange(shares.toSpliced(index, 1, { region, percent: event.currentTarget.value }));
                }}
                rightSection={<span style={{ fontSize: 12 }}>%</span>}
                rightSectionPointerEvents="none"
                w={84}
              />
              <Button
                variant="subtle"
                color="gray"
                px={8}
                aria-label={`${label}: leave out region ${index + 1}`}
                onClick={() => {
                  const rest = shares.toSpliced(index, 1);
                  onChange(rest.length === 1 ? [{ region: rest[0]!.region, percent: '100' }] : rest);
                }}
              >
                ×
              </Button>
            </>
          )}
        </Group>
      ))}
      <Group justify="space-between" gap="xs">
        <Button
          size="compact-xs"
          variant="subtle"
          disabled={free.length === 0}
          onClick={() => {
            onChange([...shares, { region: free[0]!.value, percent: '0' }]);
          }}
        >
          Another region
        </Button>
        {shares.length > 1 && sum !== '100' && (
          <Text size="xs" c="var(--mantine-color-error)" role="alert">
            {sum === null ? 'Percents are numbers like 12.5.' : `${sum} % together; it must be 100.`}
          </Text>
        )}
      </Group>
      {fault !== undefined && sum === '100' && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {fault}
        </Text>
      )}
    </Stack>
  );
}
