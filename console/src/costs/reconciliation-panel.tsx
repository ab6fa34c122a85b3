import { Alert, Badge, Button, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type {
  ComparisonClass,
  ComparisonFragment,
  CountsFragment,
  ReconciliationQuery,
} from '../../../client/generated/graphql.ts';
import { useReconciliationQuery } from '../../../client/generated/hooks.ts';
import type { Column } from '../data-table.tsx';
import { DataTable } from '../data-table.tsx';
import { formatPeriod, formatTime } from '../format/format.ts';
import { formatDecimal, formatMoney, formatUnit } from '../format/money.ts';
import { ErrorNotice, Waiting } from '../notice.tsx';
import { Section } from '../section.tsx';
import { chargeNames } from './charges.ts';

type Reconciliation = ReconciliationQuery['reconciliation'];

/** A sign and words beside the colour. */
const looks: Readonly<
  Record<
    ComparisonClass,
    { readonly color: string; readonly label: string; readonly count: keyof CountsFragment }
  >
> = {
  MATCHED: { color: 'teal', label: '✓ matched', count: 'matched' },
  DIFFERS: { color: 'red', label: '≠ differs', count: 'differs' },
  PROVIDER_ONLY: { color: 'orange', label: '→ provider only', count: 'providerOnly' },
  OURS_ONLY: { color: 'indigo', label: '← ours only', count: 'oursOnly' },
};
const classes = Object.keys(looks) as readonly ComparisonClass[];

/** A month of days and charges is long: what is looked for is mostly of one class. */
const firstRows = 12;

const columns: readonly Column[] = [
  { label: 'Day or month' },
  { label: 'What' },
  { label: 'Ours', right: true },
  { label: 'Provider’s', right: true },
  { label: 'Theirs less ours', right: true },
  { label: 'Class' },
];

/** What a comparison is of, in words; `recorded/SD` is that of one class of size. */
const measures: Readonly<Record<string, string>> = {
  recorded: 'recorded files',
  channels: 'highest channels of the day',
  mixed: 'mixes by output',
  stored: 'kept at most',
  played: 'played',
  calls: 'call minutes',
};

function nameOf({ of, unit }: ComparisonFragment): string {
  const [measure, ...classes] = of.split('/');
  return [measures[measure!] ?? measure, ...classes].join(', ') + `; in ${formatUnit('0', unit)}`;
}

function Row({ one, isMoney }: { readonly one: ComparisonFragment; readonly isMoney: boolean }) {
  const show = (text: string): string => (isMoney ? formatMoney(text, one.unit) : formatDecimal(text));
  return (
    <Table.Tr data-class={one.class}>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{formatPeriod(one.period)}</Table.Td>
      <Table.Td>
        {chargeNames[one.charge]}
        <Text size="xs" c="dimmed">
          {isMoney ? 'amount' : nameOf(one)}
        </Text>
      </Table.Td>
      <Table.Td ta="right">{show(one.ours)}</Table.Td>
      <Table.Td ta="right">{show(one.theirs)}</Table.Td>
      <Table.Td ta="right">{show(one.difference)}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={looks[one.class].color} tt="none">
          {looks[one.class].label}
        </Badge>
      </Table.Td>
    </Table.Tr>
  );
}

function Comparisons({
  title,
  readAt,
  counts,
  comparisons,
  isMoney,
}: {
  readonly title: string;
  readonly readAt: string;
  readonly counts: CountsFragment;
  readonly comparisons: readonly ComparisonFragment[];
  readonly isMoney: boolean;
}) {
  const [only, setOnly] = useState<ComparisonClass | 'ALL'>('ALL');
  const [all, setAll] = useState(false);
  const shown = comparisons.filter((one) => only === 'ALL' || one.class === only);
  return (
    <Stack gap="xs">
      <div>
        <Title order={3} size="h5">
          {title}
        </Title>
        <Text size="xs" c="dimmed">
          Read {formatTime(readAt)}
        </Text>
      </div>
      <div style={{ overflowX: 'auto' }}>
        <SegmentedControl
          size="xs"
          aria-label={`Which rows: ${title}`}
          data={[
            { value: 'ALL', label: `all ${comparisons.length}` },
            ...classes.map((value) => ({
              value,
              label: `${looks[value].label} ${counts[looks[value].count]}`,
            })),
          ]}
          value={only}
          onChange={setOnly}
        />
      </div>
      {shown.length === 0 ? (
        <Text size="sm" c="dimmed">
          There is none of this class.
        </Text>
      ) : (
        <DataTable name={title} columns={columns} minWidth={680}>
          <Table.Tbody>
            {(all ? shown : shown.slice(0, firstRows)).map((one) => (
              <Row key={`${one.period}/${one.charge}/${one.of}`} one={one} isMoney={isMoney} />
            ))}
          </Table.Tbody>
        </DataTable>
      )}
      {!all && shown.length > firstRows && (
        <Button
          variant="default"
          size="compact-sm"
          style={{ alignSelf: 'flex-start' }}
          onClick={() => {
            setAll(true);
          }}
        >
          Show all {shown.length} rows
        </Button>
      )}
    </Stack>
  );
}

function Lock({ found }: { readonly found: Reconciliation }) {
  const { lockedAt, lockedBy, lockedByRole, comparedAt } = found;
  if (lockedAt === null)
    return (
      <Text size="sm" c="dimmed">
        Not locked; compared {formatTime(comparedAt)}. A key locks the month by{' '}
        <code>lockReconciliation</code>.
      </Text>
    );
  return (
    <Alert color="teal" title={`🔒 Locked ${formatTime(lockedAt)}`}>
      <Text size="sm">
        By the {lockedByRole} key {lockedBy}. It stays as it was compared {formatTime(comparedAt)}; a key
        opens it with a reason, which is audited.
      </Text>
    </Alert>
  );
}

function Sides({ found, month }: { readonly found: Reconciliation; readonly month: string }) {
  const { usage, invoice } = found;
  if (usage === null && invoice === null)
    return (
      <Text size="sm">
        Nothing of the provider was read for this month. An API key reads its usage, and an invoice:{' '}
        <code style={{ overflowWrap: 'anywhere' }}>roomtape reconcile {month} --invoice invoice.csv</code>
      </Text>
    );
  return (
    <>
      <Lock found={found} />
      {usage !== null && (
        <Comparisons
          title="Usage"
          readAt={usage.readAt}
          counts={usage.counts}
          comparisons={usage.comparisons}
          isMoney={false}
        />
      )}
      {invoice !== null && (
        <Comparisons
          title={`Invoice of ${formatMoney(invoice.total, invoice.currency)}`}
          readAt={invoice.readAt}
          counts={invoice.counts}
          comparisons={invoice.comparisons}
          isMoney
        />
      )}
    </>
  );
}

/** What was metered beside what the provider says, of the whole account. */
export function ReconciliationPanel({ month }: { readonly month: string }) {
  const { data, error, loading, refetch } = useReconciliationQuery({ month });
  return (
    <Section
      title="Reconciliation"
      about="What was metered beside what the provider counts and invoices, of the whole account."
    >
      {error?.code === 'FORBIDDEN' && (
        <Text size="sm" c="dimmed">
          Who is signed in does not reach every application of the account, whose sums these are.
        </Text>
      )}
      {error !== null && error.code !== 'FORBIDDEN' && <ErrorNotice error={error} retry={refetch} />}
      {data === null && loading && <Waiting />}
      {data !== null && <Sides found={data.reconciliation} month={month} />}
    </Section>
  );
}
