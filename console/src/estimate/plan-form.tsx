import { Select, SimpleGrid, Stack, TextInput, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { BookSelect } from '../book-select.tsx';
import {
  codecNames,
  cohortNames,
  methodNames,
  optionsOf,
  presetNames,
  sizes,
  storageClassNames,
  storageRegionNames,
} from './choices.ts';
import { ChoiceField, FieldLabel, FlagField, FormatsField, NumberField } from './fields.tsx';
import type { DecimalField, FlagField as FlagName, Plan, PlanField, WholeField } from './plan.ts';
import { changePlan } from './plan.ts';
import { RegionsField } from './regions-field.tsx';
import type { Taken } from './taken.ts';
import { takenValue } from './taken.ts';

interface FormProps {
  readonly plan: Plan;
  readonly taken: Taken;
  readonly fault: { readonly field: string; readonly message: string } | null;
  readonly onChange: (plan: Plan) => void;
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <Title order={3} size="h6" mb={6}>
        {title}
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm" style={{ alignItems: 'end' }}>
        {children}
      </SimpleGrid>
    </section>
  );
}

/** Takes the width of both columns. */
function Whole({ children }: { readonly children: ReactNode }) {
  return <div style={{ gridColumn: '1 / -1' }}>{children}</div>;
}

/** What each kind of field shares: where its value comes from, and where a change of it goes. */
function bind({ plan, taken, fault, onChange }: FormProps) {
  const common = <F extends PlanField>(field: F, label: string) => ({
    label,
    given: plan[field],
    taken: takenValue(taken, field),
    fault: fault?.field === field ? fault.message : undefined,
    onChange: (value: unknown) => {
      onChange(changePlan(plan, { [field]: value }));
    },
  });
  const text = (value: number | string | null | undefined): string | null =>
    value === null || value === undefined ? null : String(value);
  return {
    common,
    whole: (field: WholeField, label: string, unit?: string) => {
      const { given, taken: found, onChange: change, ...rest } = common(field, label);
      return (
        <NumberField
          {...rest}
          whole
          given={text(given)}
          taken={text(found)}
          onChange={(value) => {
            change(value === undefined ? undefined : Number(value));
          }}
          {...(unit === undefined ? {} : { unit })}
        />
      );
    },
    decimal: (field: DecimalField, label: string, unit?: string) => (
      <NumberField {...common(field, label)} {...(unit === undefined ? {} : { unit })} />
    ),
    flag: (field: FlagName, label: string) => <FlagField {...common(field, label)} />,
  };
}

/** Width and height as one choice; what is not usual is offered too where it is set. */
function SizeField({
  form: { plan, taken, onChange },
  label,
  fields: [width, height],
}: {
  readonly form: FormProps;
  readonly label: string;
  readonly fields: readonly ['width', 'height'] | readonly ['mixWidth', 'mixHeight'];
}) {
  const [across, down] = [plan[width] ?? takenValue(taken, width), plan[height] ?? takenValue(taken, height)];
  const value = across === null || down === null ? null : `${across} × ${down}`;
  const options = value === null || sizes.includes(value) ? sizes : [...sizes, value];
  return (
    <Select
      label={<FieldLabel label={label} changed={plan[width] !== undefined || plan[height] !== undefined} />}
      data={options}
      value={value}
      allowDeselect={false}
      onChange={(chosen) => {
        const [x, y] = (chosen ?? '').split(' × ').map(Number);
        onChange(changePlan(plan, { [width]: x, [height]: y }));
      }}
    />
  );
}

export function PresetField({ plan, onChange }: Pick<FormProps, 'plan' | 'onChange'>) {
  return (
    <Select
      label="Begin from"
      description="Choosing one leaves out what was changed."
      placeholder="nothing in particular"
      data={optionsOf(presetNames)}
      value={plan.preset ?? null}
      clearable
      onChange={(preset) => {
        const { at, book } = plan;
        onChange(changePlan({}, { preset: preset ?? undefined, at, book }));
      }}
    />
  );
}

/** A plan in the words of the business. What is not changed shows what it is taken as. */
export function PlanForm(props: FormProps) {
  const { plan, taken, onChange } = props;
  const { common, whole, decimal, flag } = bind(props);
  const method = plan.method ?? takenValue(taken, 'method');
  return (
    <Stack gap="md">
      <PresetField plan={plan} onChange={onChange} />
      <Part title="Rooms">
        {whole('roomsPerDay', 'Rooms or classes a day')}
        {decimal('minutesPerRoom', 'Minutes of one', 'min')}
        {whole('anchorsPerRoom', 'Anchors in one')}
        {whole('roomsAtOnce', 'Most at one time')}
        {whole('daysPerMonth', 'Days of the month')}
        {whole('callUsersPerRoom', 'Callers counted too')}
      </Part>
      <Part title="Pictures and sound">
        <SizeField form={props} label="Resolution" fields={['width', 'height']} />
        {decimal('bitrateKbps', 'Bit rate, sound included', 'kbps')}
        {flag('audioOnly', 'Sound alone')}
      </Part>
      <Part title="Recording">
        <Whole>
          <ChoiceField {...common('method', 'What is recorded')} options={optionsOf(methodNames)} />
        </Whole>
        <Whole>
          <FormatsField {...common('formats', 'Formats')} />
        </Whole>
        {method !== 'EACH_STREAM' && (
          <>
            <SizeField form={props} label="Resolution of the mix" fields={['mixWidth', 'mixHeight']} />
            {decimal('mixBitrateKbps', 'Bit rate of the mix', 'kbps')}
            <ChoiceField {...common('codec', 'Codec of the mix')} options={optionsOf(codecNames)} />
          </>
        )}
      </Part>
      <Part title="Keeping">
        {whole('retentionDays', 'Days kept (0: for ever)', 'days')}
        <ChoiceField {...common('storageClass', 'Storage class')} options={optionsOf(storageClassNames)} />
        <ChoiceField {...common('storageRegion', 'Kept in')} options={optionsOf(storageRegionNames)} />
        {whole('ownServerDownloads', 'Downloads to own server')}
      </Part>
      <Part title="Watched again">
        {decimal('viewersPerRoom', 'Viewers of one recording')}
        {decimal('minutesPerViewer', 'Minutes each watches', 'min')}
        <RegionsField {...common('playbackRegions', 'Viewers are in')} />
        {flag('mobilePlayer', 'In the mobile player')}
      </Part>
      <Part title="Watched live">
        {decimal('relayViewersPerRoom', 'Live viewers of one room')}
        {decimal('relayMinutesPerViewer', 'Minutes each watches', 'min')}
        <RegionsField {...common('relayRegions', 'Live viewers are in')} />
      </Part>
      <Part title="Growth and prices">
        {whole('months', 'Months to estimate')}
        {decimal('growthPercentPerMonth', 'More rooms each month', '%')}
        <Whole>
          <ChoiceField {...common('cohort', 'Account')} options={optionsOf(cohortNames)} />
        </Whole>
        <TextInput
          label={<FieldLabel label="Prices of the day" changed={plan.at !== undefined} />}
          type="date"
          value={plan.at ?? takenValue(taken, 'at') ?? ''}
          onChange={(event) => {
            const { value } = event.currentTarget;
            onChange(changePlan(plan, { at: value === '' ? undefined : value }));
          }}
        />
        <BookSelect
          own="Newest pages"
          value={plan.book ?? null}
          onChange={(book) => {
            onChange(changePlan(plan, { book: book ?? undefined }));
          }}
        />
        {flag('useFreeMinutes', 'Take free minutes off')}
      </Part>
    </Stack>
  );
}
