import { Table } from '@mantine/core';
import type { BillQuery } from '../../../client/generated/graphql.ts';
import type { Column } from '../data-table.tsx';
import { DataTable } from '../data-table.tsx';
import { formatPeriod, formatTime } from '../format/format.ts';
import { formatDecimal } from '../format/money.ts';
import { Section } from '../section.tsx';

const columns: readonly Column[] = [
  { label: 'Day' },
  { label: 'Use' },
  { label: 'Was', right: true },
  { label: 'Is', right: true },
  { label: 'Became known' },
];

/** Usage that became known after its day was over. */
export function Corrections({ corrections }: { readonly corrections: BillQuery['bill']['corrections'] }) {
  if (corrections.length === 0) return null;
  return (
    <Section
      title="Corrections"
      about="Usage that became known late, in milliseconds, bytes or channels. What came after the month was closed is a line of its own in the bill."
    >
      <DataTable name="Corrections" columns={columns} minWidth={560}>
        <Table.Tbody>
          {corrections.map(({ day, use, before, after, afterClose, madeAt }, index) => (
            <Table.Tr key={`${day}/${use}/${index}`}>
              <Table.Td>{formatPeriod(day)}</Table.Td>
              <Table.Td>{use}</Table.Td>
              <Table.Td ta="right">{formatDecimal(before)}</Table.Td>
              <Table.Td ta="right">{formatDecimal(after)}</Table.Td>
              <Table.Td>
                {formatTime(madeAt)}
                {afterClose ? ', after the close' : ''}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </DataTable>
    </Section>
  );
}
