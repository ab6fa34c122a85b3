import { Button, Group, NumberInput, Paper, Select, Stack, Text, TextInput } from '@mantine/core';
import type { SubmitEvent } from 'react';
import { useState } from 'react';
import type { BudgetTakeAway, BudgetThresholdInput } from '../../../client/generated/graphql.ts';
import { useSetBudgetMutation } from '../../../client/generated/hooks.ts';
import { sentenceOf } from '../failure.ts';
import { Fault } from '../notice.tsx';

const bases = [
  { value: 'ACTUAL', label: 'spent' },
  { value: 'FORECAST', label: 'forecast' },
] as const;
const actions = [
  { value: 'NONE', label: 'tell by an event' },
  { value: 'WARN', label: 'warn at a start' },
  { value: 'DOWNGRADE', label: 'take something away' },
  { value: 'REFUSE', label: 'refuse starts' },
] as const;
const takeAways: readonly { readonly value: BudgetTakeAway; readonly label: string }[] = [
  { value: 'MIX', label: 'mixing' },
  ...(['MP4', 'HLS', 'FLV', 'AAC'] as const).map((value) => ({ value, label: `the format ${value}` })),
];
const most = 10;

function ThresholdRow({
  place,
  threshold,
  onChange,
  onRemove,
}: {
  readonly place: number;
  readonly threshold: BudgetThresholdInput;
  readonly onChange: (threshold: BudgetThresholdInput) => void;
  readonly onRemove: (() => void) | null;
}) {
  const { percent, basis, action } = threshold;
  return (
    <Group gap="xs" align="flex-end">
      <NumberInput
        label="At"
        suffix=" %"
        aria-label={`Threshold ${place}: percent of the amount`}
        value={percent}
        onChange={(value) => {
          onChange({ ...threshold, percent: Number(value) });
        }}
        min={1}
        max={1000}
        allowDecimal={false}
        w={90}
      />
      <Select
        label="of"
        aria-label={`Threshold ${place}: spent or forecast`}
        data={bases}
        value={basis ?? 'ACTUAL'}
        onChange={(value) => {
          if (value !== null) onChange({ ...threshold, basis: value });
        }}
        allowDeselect={false}
        w={120}
      />
      <Select
        label="then"
        aria-label={`Threshold ${place}: what it does`}
        data={actions}
        value={action ?? 'NONE'}
        onChange={(value) => {
          if (value !== null) onChange({ ...threshold, action: value });
        }}
        allowDeselect={false}
        w={190}
      />
      {onRemove !== null && (
        <Button variant="subtle" color="gray" aria-label={`Leave out threshold ${place}`} onClick={onRemove}>
          Leave out
        </Button>
      )}
    </Group>
  );
}

/** Sets a budget, in the place of the one of the same name. */
export function BudgetForm({ sdkAppId, onDone }: { readonly sdkAppId: number; readonly onDone: () => void }) {
  const set = useSetBudgetMutation();
  const [name, setName] = useState('');
  const [amount, setAmount] = useState('');
  const [takeAway, setTakeAway] = useState<BudgetTakeAway>('MIX');
  const [thresholds, setThresholds] = useState<readonly BudgetThresholdInput[]>([
    { percent: 80, basis: 'ACTUAL', action: 'WARN' },
  ]);
  const [fault, setFault] = useState<string | null>(null);
  const downgrades = thresholds.some(({ action }) => action === 'DOWNGRADE');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const input = {
      ...{ sdkAppId, name: name.trim(), amount: amount.trim(), thresholds: [...thresholds] },
      takeAway: downgrades ? takeAway : null,
    };
    set({ input }).then(onDone, (error: unknown) => {
      setFault(sentenceOf(error));
    });
  };
  return (
    <Paper withBorder p="sm" component="form" onSubmit={submit}>
      <Stack gap="sm">
        <Group gap="xs" align="flex-end">
          <TextInput
            label="Name"
            value={name}
            onChange={(event) => {
              setName(event.currentTarget.value);
            }}
            maxLength={80}
            required
            style={{ flex: '1 1 160px' }}
          />
          <TextInput
            label="A month may cost (USD)"
            value={amount}
            onChange={(event) => {
              setAmount(event.currentTarget.value);
            }}
            inputMode="decimal"
            pattern="\d+(\.\d+)?"
            required
            w={190}
          />
        </Group>
        {thresholds.map((threshold, index) => (
          <ThresholdRow
            key={index}
            place={index + 1}
            threshold={threshold}
            onChange={(changed) => {
              setThresholds(thresholds.with(index, changed));
            }}
            onRemove={
              thresholds.length === 1
                ? null
                : () => {
                    setThresholds(thresholds.toSpliced(index, 1));
                  }
            }
          />
        ))}
        {downgrades && (
          <Select
            label="What is taken away"
            data={takeAways}
            value={takeAway}
            onChange={(value) => {
              if (value !== null) setTakeAway(value);
            }}
            allowDeselect={false}
            w={200}
          />
        )}
        <Fault sentence={fault} />
        <Group gap="xs">
          <Button type="submit">Set the budget</Button>
          <Button
            variant="default"
            disabled={thresholds.length >= most}
            onClick={() => {
              setThresholds([...thresholds, { percent: 100, basis: 'FORECAST', action: 'WARN' }]);
            }}
          >
            Another threshold
          </Button>
        </Group>
        <Text size="xs" c="dimmed">
          It replaces a budget of the same name. Each threshold that a month crosses raises one event.
        </Text>
      </Stack>
    </Paper>
  );
}
