import { Button, CopyButton, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useBilledApplicationsQuery, useKeepEstimateMutation } from '../../../client/generated/hooks.ts';
import { sentenceOf } from '../failure.ts';
import { billingDay, formatPeriod, monthBefore } from '../format/format.ts';
import { formatMoney } from '../format/money.ts';
import { Fault } from '../notice.tsx';
import type { Plan } from './plan.ts';
import { printYaml } from './print-yaml.ts';

function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}

/** Shares a plan: its address, its file for the command line. */
export function ShareButtons({ plan }: { readonly plan: Plan }) {
  return (
    <Group gap="xs">
      <CopyButton value={location.href}>
        {({ copied, copy }) => (
          <Button variant="default" size="compact-sm" onClick={copy}>
            {copied ? 'Link copied' : 'Copy link'}
          </Button>
        )}
      </CopyButton>
      <CopyButton value={printYaml(plan)}>
        {({ copied, copy }) => (
          <Button variant="default" size="compact-sm" onClick={copy} data-yaml={printYaml(plan)}>
            {copied ? 'YAML copied' : 'Copy as YAML'}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}

/** Keeps a plan as the estimate of a month, which that month’s bill is shown beside. */
export function KeepPlan({ plan, app }: { readonly plan: Plan; readonly app: number | undefined }) {
  const { data } = useBilledApplicationsQuery({});
  const keep = useKeepEstimateMutation();
  const thisMonth = billingDay(new Date()).slice(0, 7);
  const [month, setMonth] = useState(thisMonth);
  const [chosen, setChosen] = useState<number | null>(app ?? null);
  const [said, setSaid] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const applications = data?.applications ?? [];
  const sdkAppId = chosen ?? applications[0]?.sdkAppId ?? null;
  if (sdkAppId === null) return null;
  const send = async (): Promise<void> => {
    setFault(null);
    setSaid(null);
    try {
      const { keepEstimate } = await keep({ input: { month, sdkAppId, estimate: plan } });
      const amount = formatMoney(keepEstimate.total, keepEstimate.currency);
      setSaid(`${amount} is kept as the estimate of ${formatPeriod(month)}.`);
    } catch (error) {
      setFault(sentenceOf(error));
    }
  };
  return (
    <Stack gap={6}>
      <Group gap="xs" align="flex-end">
        {applications.length > 1 && (
          <Select
            label="Application"
            data={applications.map((one) => ({ value: String(one.sdkAppId), label: one.name }))}
            value={String(sdkAppId)}
            allowDeselect={false}
            onChange={(value) => {
              setChosen(Number(value));
            }}
            w={200}
          />
        )}
        <Select
          label="Keep as the estimate of"
          data={[monthAfter(thisMonth), thisMonth, monthBefore(thisMonth)].map((value) => ({
            value,
            label: formatPeriod(value),
          }))}
          value={month}
          allowDeselect={false}
          onChange={(value) => {
            if (value !== null) setMonth(value);
          }}
          w={190}
        />
        <Button
          variant="default"
          onClick={() => {
            void send();
          }}
        >
          Keep
        </Button>
      </Group>
      {said !== null && (
        <Text size="sm" role="status">
          {said}
        </Text>
      )}
      <Fault sentence={fault} />
    </Stack>
  );
}
