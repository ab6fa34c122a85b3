import { Alert, Button, Group, Progress, Select, Stack, Text } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { BillExportFormat, ExportJobFragment } from '../../../client/generated/graphql.ts';
import {
  useCancelExportJobMutation,
  useExportJobQuery,
  useStartBillExportMutation,
} from '../../../client/generated/hooks.ts';
import { sentenceOf } from '../failure.ts';
import { formatBytes, formatPeriod } from '../format/format.ts';
import { formatMoney } from '../format/money.ts';
import { Fault } from '../notice.tsx';
import { Section } from '../section.tsx';

const formats: readonly {
  readonly value: BillExportFormat;
  readonly label: string;
  readonly about: string;
}[] = [
  { value: 'CSV', label: 'CSV', about: 'a row for each line' },
  { value: 'FOCUS', label: 'FOCUS 1.2', about: 'FinOps columns, as CSV' },
  { value: 'XLSX', label: 'Workbook', about: 'XLSX, with the total of each month' },
];
const askEveryMs = 700;

function labelOf({ format, months }: ExportJobFragment): string {
  const [first = '', last = first] = [months[0], months.at(-1)];
  const form = formats.find(({ value }) => value === format)?.label ?? format;
  return `${form}, ${formatPeriod(first)}${last === first ? '' : ` to ${formatPeriod(last)}`}`;
}

/** One export from its start to its file. */
function Job({ started }: { readonly started: ExportJobFragment }) {
  const { data, refetch } = useExportJobQuery({ id: started.id });
  const cancel = useCancelExportJobMutation();
  const [fault, setFault] = useState<string | null>(null);
  const job = data?.exportJob ?? started;
  const { state, months, monthsDone, total, sizeBytes, error, downloadPath } = job;
  const runs = state === 'QUEUED' || state === 'RUNNING';
  const { start, stop } = useInterval(refetch, askEveryMs);
  useEffect(() => {
    if (runs) start();
    return stop;
  }, [runs, start, stop]);
  return (
    <Stack gap={4} data-export={job.format} data-state={state}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" role="status">
          {labelOf(job)}
          {runs && `: ${monthsDone} of ${months.length} months`}
          {state === 'READY' && `: ${formatMoney(total ?? '0', 'USD')}, ${formatBytes(sizeBytes)}`}
          {state === 'CANCELLED' && ': stopped'}
          {state === 'FAILED' && `: failed. ${error ?? ''}`}
        </Text>
        {runs && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            onClick={() => {
              cancel({ id: job.id }).then(refetch, (caught: unknown) => {
                setFault(sentenceOf(caught));
              });
            }}
          >
            Stop
          </Button>
        )}
        {downloadPath !== null && (
          <Button component="a" href={downloadPath} download size="compact-sm" variant="light">
            Download
          </Button>
        )}
      </Group>
      {job.complete === false && (
        <Alert color="orange" title="Incomplete: no rate" role="status">
          <Text size="sm">
            Something that was used in {(job.incompleteMonths ?? []).map(formatPeriod).join(', ')} has no
            price in this book. It is left out, never guessed, so that the total is too low.{' '}
            {job.format === 'FOCUS'
              ? 'FOCUS has no column to say so: the costs of the month name it, and so do the other forms.'
              : 'The first rows of the file name it.'}
          </Text>
        </Alert>
      )}
      {runs && (
        <Progress
          value={(monthsDone / Math.max(1, months.length)) * 100}
          aria-label={`Export ${labelOf(job)}`}
          size="sm"
          animated
        />
      )}
      <Fault sentence={fault} />
    </Stack>
  );
}

/** Bills out of the house: made beside, with progress. */
export function ExportPanel({
  sdkAppId,
  month,
  months,
  book,
}: {
  readonly sdkAppId: number;
  readonly month: string;
  /** To choose from, newest first. */
  readonly months: readonly string[];
  readonly book: string | null;
}) {
  const start = useStartBillExportMutation();
  const [from, setFrom] = useState<string | null>(null);
  const [jobs, setJobs] = useState<readonly ExportJobFragment[]>([]);
  const [busy, setBusy] = useState<BillExportFormat | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const earlier = months.filter((one) => one <= month);
  const first = from !== null && from <= month ? from : month;
  const begin = async (format: BillExportFormat): Promise<void> => {
    setBusy(format);
    setFault(null);
    try {
      const input = { sdkAppId, book, format, fromMonth: first, untilMonth: month };
      const { startBillExport } = await start({ input: { ...input, idempotencyKey: crypto.randomUUID() } });
      setJobs([startBillExport, ...jobs]);
    } catch (error) {
      setFault(sentenceOf(error));
    } finally {
      setBusy(null);
    }
  };
  return (
    <Section title="Export" about="Every digit; the rows sum to the bill. A file is kept for a day.">
      <Group gap="xs" align="flex-end">
        <Select
          label={`From, until ${formatPeriod(month)}`}
          data={earlier.map((value) => ({ value, label: formatPeriod(value) }))}
          value={first}
          onChange={setFrom}
          allowDeselect={false}
          w={200}
        />
        {formats.map(({ value, label, about }) => (
          <Button
            key={value}
            variant="default"
            title={about}
            loading={busy === value}
            onClick={() => {
              void begin(value);
            }}
          >
            {label}
          </Button>
        ))}
      </Group>
      <Fault sentence={fault} />
      {jobs.map((job) => (
        <Job key={job.id} started={job} />
      ))}
    </Section>
  );
}
