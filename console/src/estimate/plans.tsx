import { Alert, Button, Grid, Group, Paper, Stack, Tabs, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { RoomtapeError } from '../../../client/core/error.ts';
import { useCompareCostsQuery, useEstimateCostQuery } from '../../../client/generated/hooks.ts';
import { Money } from '../money.tsx';
import { ErrorNotice, Waiting } from '../notice.tsx';
import { Section } from '../section.tsx';
import { useViewer } from '../viewer.ts';
import { without } from '../without.ts';
import { ComparisonTable } from './comparison-table.tsx';
import { PlanAnswer } from './plan-answer.tsx';
import { KeepPlan, ShareButtons } from './plan-actions.tsx';
import { PlanForm } from './plan-form.tsx';
import type { Plan } from './plan.ts';
import type { EstimateSearch } from './search.ts';
import { takenOf } from './taken.ts';

/** A short while after the last change: an answer for each key pressed would be thrown away. */
const restMs = 250;

function useSettled(plan: Plan): Plan {
  const [text] = useDebouncedValue(JSON.stringify(plan), restMs);
  return JSON.parse(text) as Plan;
}

/** The field of the plan that an error names, without the path before it. */
function faultOf(error: RoomtapeError | null): { readonly field: string; readonly message: string } | null {
  const field = /^input\.(\w+)/.exec(error?.field ?? error?.message ?? '')?.[1];
  return error === null || field === undefined ? null : { field, message: error.message };
}

function PlanEditor({ plan, onChange }: { readonly plan: Plan; readonly onChange: (plan: Plan) => void }) {
  const { data, error } = useEstimateCostQuery({ input: useSettled(plan) });
  const estimate = data?.estimateCost;
  return (
    <>
      {estimate !== undefined && (
        // Where the answer is below the form, its sum stays in sight.
        <Paper withBorder px="sm" py={6} pos="sticky" top={64} hiddenFrom="md" style={{ zIndex: 1 }}>
          <Text size="sm" fw={600}>
            <Money amount={estimate.total} currency={estimate.currency} /> a month
            {estimate.complete ? '' : ' (incomplete)'}
          </Text>
        </Paper>
      )}
      <PlanForm
        plan={plan}
        taken={takenOf(estimate?.inputs ?? [])}
        fault={faultOf(error)}
        onChange={onChange}
      />
    </>
  );
}

function One({ plan, onPlan }: { readonly plan: Plan; readonly onPlan: (plan: Plan) => void }) {
  const settled = useSettled(plan);
  const { data, error, loading, refetch } = useEstimateCostQuery({ input: settled });
  if (data === null) return error === null ? <Waiting /> : <ErrorNotice error={error} retry={refetch} />;
  return (
    <Stack aria-busy={loading}>
      {error !== null && (
        <Alert color="red" role="alert" title="The plan cannot be priced">
          {error.message}
          <Text size="xs" mt={4}>
            Below is the answer before that change.
          </Text>
        </Alert>
      )}
      <PlanAnswer plan={settled} estimate={data.estimateCost} onPlan={onPlan} />
    </Stack>
  );
}

function Two({ plan, other }: { readonly plan: Plan; readonly other: Plan }) {
  const input = { before: useSettled(plan), after: useSettled(other) };
  const { data, error, loading, refetch } = useCompareCostsQuery({ input });
  return (
    <Section title="Plan B beside plan A" about="Their first months, row by row of the book.">
      <div aria-busy={loading}>
        {error !== null && <ErrorNotice error={error} retry={refetch} />}
        {data === null && loading && <Waiting />}
        {data !== null && <ComparisonTable compared={data.compareCosts} names={['Plan A', 'Plan B']} />}
      </div>
    </Section>
  );
}

/** One plan with its live answer, or two beside each other. */
export function Plans({
  search,
  onSearch,
}: {
  readonly search: EstimateSearch;
  readonly onSearch: (search: EstimateSearch) => void;
}) {
  const { plan = {}, other, app } = search;
  const { may } = useViewer();
  const [tab, setTab] = useState<string | null>('other');
  const onPlan = (changed: Plan): void => {
    onSearch({ ...search, plan: changed });
  };
  const onOther = (changed: Plan): void => {
    onSearch({ ...search, other: changed });
  };
  const edited = other !== undefined && tab === 'other' ? other : plan;
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Section
          title={other === undefined ? 'The plan' : 'The plans'}
          aside={<ShareButtons plan={edited} />}
        >
          {other === undefined ? (
            <PlanEditor plan={plan} onChange={onPlan} />
          ) : (
            <Tabs value={tab} onChange={setTab} keepMounted={false}>
              <Tabs.List mb="sm">
                <Tabs.Tab value="plan">Plan A</Tabs.Tab>
                <Tabs.Tab value="other">Plan B</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="plan">
                <PlanEditor plan={plan} onChange={onPlan} />
              </Tabs.Panel>
              <Tabs.Panel value="other">
                <PlanEditor plan={other} onChange={onOther} />
              </Tabs.Panel>
            </Tabs>
          )}
        </Section>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack>
          <Group gap="xs" justify="flex-end">
            {other === undefined ? (
              <Button
                variant="light"
                size="compact-sm"
                onClick={() => {
                  setTab('other');
                  onOther(plan);
                }}
              >
                Compare with another plan
              </Button>
            ) : (
              <Button
                variant="default"
                size="compact-sm"
                onClick={() => {
                  onSearch(without(search, 'other'));
                }}
              >
                Leave plan B
              </Button>
            )}
          </Group>
          {other === undefined ? <One plan={plan} onPlan={onPlan} /> : <Two plan={plan} other={other} />}
          {other === undefined && may('COSTS') && (
            <Section title="Keep it" about="The month’s bill is then shown beside what this plan said.">
              <KeepPlan plan={plan} app={app} />
            </Section>
          )}
        </Stack>
      </Grid.Col>
    </Grid>
  );
}
