import { Button, Progress, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { RoomtapeError } from '../../../client/core/error.ts';
import type { ComparedFragment } from '../../../client/generated/graphql.ts';
import { WhatIfDocument } from '../../../client/generated/graphql.ts';
import { useRoomtape } from '../../../client/react/provider.tsx';
import type { Column } from '../data-table.tsx';
import { DataTable } from '../data-table.tsx';
import { compareAmounts } from '../format/money.ts';
import { Money } from '../money.tsx';
import { ErrorNotice } from '../notice.tsx';
import { Section } from '../section.tsx';
import { TextLink } from '../text-link.tsx';
import type { Knobs } from '../estimate/knobs.ts';

/** What is tried on a month. Each is one run of the engine over its raw usage. */
const trials: readonly { readonly label: string; readonly caveat: string; readonly knobs: Knobs }[] = [
  { label: 'HLS alone', caveat: 'Other formats are not recorded.', knobs: { formats: ['HLS'] } },
  { label: 'MP4 alone', caveat: 'Other formats are not recorded.', knobs: { formats: ['MP4'] } },
  { label: 'Streams without mixes', caveat: 'No film of a whole room.', knobs: { recorded: 'STREAMS' } },
  { label: 'Mixes alone', caveat: 'No file of anybody by themselves.', knobs: { recorded: 'MIXES' } },
  { label: 'Files kept for 7 days', caveat: 'Gone after that.', knobs: { retentionDays: 7 } },
  {
    label: 'Files kept as infrequent',
    caveat: 'Charged for at least 30 days; fetching is charged apart.',
    knobs: { storageClass: 'INFREQUENT' },
  },
  {
    label: 'Pictures of two thirds the side',
    caveat: '1080 lines become 720, 720 become 480.',
    knobs: { sidePercent: '66.7' },
  },
  {
    label: 'Four fifths of the bit rate',
    caveat: 'Smaller files, softer pictures.',
    knobs: { bitratePercent: '80' },
  },
];

interface Found {
  readonly trial: (typeof trials)[number];
  readonly compared: ComparedFragment;
}

const columns: readonly Column[] = [
  { label: 'Configuration' },
  { label: 'Month then', right: true, wide: true },
  { label: 'Saves', right: true },
];

function FoundTable({
  found,
  month,
  sdkAppId,
}: {
  readonly found: readonly Found[];
  readonly month: string;
  readonly sdkAppId: number;
}) {
  return (
    <DataTable name="What would have cost less" columns={columns} minWidth={280}>
      <Table.Tbody>
        {found.map(({ trial: { label, caveat, knobs }, compared: { difference, after } }) => (
          <Table.Tr key={label} data-saving={label}>
            <Table.Td>
              <TextLink to="/estimate" search={{ month, app: sdkAppId, knobs }} fw={500}>
                {label}
              </TextLink>
              <Text size="xs" c="dimmed">
                {caveat}
                {after.complete ? '' : ' Something then has no rate: it saves less than that.'}
              </Text>
            </Table.Td>
            <Table.Td ta="right" visibleFrom="sm">
              <Money amount={after.total} currency={after.currency} />
            </Table.Td>
            <Table.Td ta="right">
              <Money amount={difference.replace('-', '')} currency={after.currency} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  );
}

/** Cheaper configurations of a month that was, each by the engine from its raw usage. */
export function SavingsPanel({
  month,
  sdkAppId,
  book,
}: {
  readonly month: string;
  readonly sdkAppId: number;
  readonly book: string | null;
}) {
  const client = useRoomtape();
  const [done, setDone] = useState<number | null>(null);
  const [found, setFound] = useState<readonly Found[]>([]);
  const [error, setError] = useState<RoomtapeError | null>(null);
  const look = async (): Promise<void> => {
    setError(null);
    const savings: Found[] = [];
    try {
      for (const [index, trial] of trials.entries()) {
        setDone(index);
        const input = { month, sdkAppId, book, knobs: trial.knobs };
        const { whatIf } = await client.ask(WhatIfDocument, { input });
        if (compareAmounts(whatIf.difference, '0') < 0) savings.push({ trial, compared: whatIf });
      }
      setFound(
        savings.toSorted((one, other) => compareAmounts(one.compared.difference, other.compared.difference)),
      );
      setDone(trials.length);
    } catch (caught) {
      setError(caught as RoomtapeError);
      setDone(null);
    }
  };
  const running = done !== null && done < trials.length;
  return (
    <Section
      title="Hints"
      about="What this month would have cost otherwise, by the bill’s own functions from its raw usage."
      aside={
        <Button
          size="compact-sm"
          variant="default"
          loading={running}
          onClick={() => {
            void look();
          }}
        >
          Look for savings
        </Button>
      }
    >
      {running && (
        <Progress value={(done / trials.length) * 100} aria-label="Configurations tried" size="sm" />
      )}
      {error !== null && <ErrorNotice error={error} />}
      {done === trials.length && found.length === 0 && (
        <Text size="sm">
          None of the {trials.length} configurations that were tried would have cost less.
        </Text>
      )}
      {found.length > 0 && <FoundTable found={found} month={month} sdkAppId={sdkAppId} />}
    </Section>
  );
}
