import { Button, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { HintFragment } from '../../../client/generated/graphql.ts';
import { useMonthHintsQuery } from '../../../client/generated/hooks.ts';
import type { Column } from '../data-table.tsx';
import { DataTable } from '../data-table.tsx';
import { readKnobs } from '../estimate/knobs.ts';
import { readChange } from '../estimate/taken.ts';
import { Money } from '../money.tsx';
import { ErrorNotice } from '../notice.tsx';
import { Section } from '../section.tsx';
import { TextLink } from '../text-link.tsx';

const columns: readonly Column[] = [
  { label: 'Configuration' },
  { label: 'Month then', right: true, wide: true },
  { label: 'Saves', right: true },
];

interface Of {
  readonly month: string;
  readonly sdkAppId: number;
  readonly currency: string;
}

function HintTable({ hints, month, sdkAppId, currency }: Of & { readonly hints: readonly HintFragment[] }) {
  return (
    <DataTable name="What would have cost less" columns={columns} minWidth={280}>
      <Table.Tbody>
        {hints.map(({ kind, message, caveat, saving, total, complete, change }) => (
          <Table.Tr key={message} data-saving={kind}>
            <Table.Td>
              <TextLink
                to="/estimate"
                search={{ month, app: sdkAppId, knobs: readKnobs(readChange(change)) ?? {} }}
                fw={500}
              >
                {message}
              </TextLink>
              <Text size="xs" c="dimmed">
                {caveat}
                {complete ? '' : ' Something then has no rate: it saves less than that.'}
              </Text>
            </Table.Td>
            <Table.Td ta="right" visibleFrom="sm">
              <Money amount={total} currency={currency} />
            </Table.Td>
            <Table.Td ta="right">
              <Money amount={saving} currency={currency} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  );
}

/** Cheaper configurations of a month that was. They are asked for: the month's raw usage is read for them. */
export function SavingsPanel({ book, ...of }: Of & { readonly book: string | null }) {
  const { month, sdkAppId } = of;
  const [asked, setAsked] = useState(false);
  const { data, error, loading, refetch } = useMonthHintsQuery(
    { input: { month, sdkAppId, book } },
    { skip: !asked },
  );
  const hints = data?.monthHints;
  return (
    <Section
      title="Hints"
      about="What this month would have cost otherwise, by the bill’s own functions from its raw usage."
      aside={
        <Button
          size="compact-sm"
          variant="default"
          loading={asked && loading}
          onClick={() => {
            if (asked) refetch();
            else setAsked(true);
          }}
        >
          Look for savings
        </Button>
      }
    >
      {error !== null && <ErrorNotice error={error} />}
      {hints?.length === 0 && <Text size="sm">Nothing that was tried would have cost less.</Text>}
      {hints !== undefined && hints.length > 0 && <HintTable hints={hints} {...of} />}
    </Section>
  );
}
