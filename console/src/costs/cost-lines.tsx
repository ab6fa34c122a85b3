import { Table, Text } from '@mantine/core';
import { useId, useState } from 'react';
import type { Charge, CostLineFragment } from '../../../client/generated/graphql.ts';
import type { Column } from '../data-table.tsx';
import { DataTable } from '../data-table.tsx';
import { formatPeriod } from '../format/format.ts';
import { formatDecimal, formatUnit, formatMoney } from '../format/money.ts';
import { Money } from '../money.tsx';
import { chargeNames } from './charges.ts';
import { FoldButton } from '../fold.tsx';
import { LineFacts } from './line-facts.tsx';

const columns: readonly Column[] = [
  { label: 'For' },
  { label: 'Quantity', right: true, wide: true },
  { label: 'Unit price', right: true, wide: true },
  { label: 'Amount', right: true },
  { label: 'Share', right: true, wide: true },
];
/** Charges with more lines than this are folded at first: storage and playback have one for each day. */
const unfoldedLines = 6;

function Line({ line, currency }: { readonly line: CostLineFragment; readonly currency: string }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <Table.Tr data-line={line.charge}>
        <Table.Td>
          <FoldButton
            open={open}
            controls={id}
            onToggle={() => {
              setOpen(!open);
            }}
          >
            <Text size="sm" component="span" display="block">
              {line.description}
            </Text>
            <Text size="xs" c="dimmed" component="span" display="block">
              {formatPeriod(line.period)}
            </Text>
          </FoldButton>
        </Table.Td>
        <Table.Td ta="right" visibleFrom="sm">
          {formatDecimal(line.quantity)}{' '}
          <span style={{ whiteSpace: 'nowrap' }}>{formatUnit(line.quantity, line.unit)}</span>
        </Table.Td>
        <Table.Td ta="right" visibleFrom="sm" style={{ whiteSpace: 'nowrap' }}>
          {formatMoney(line.unitPrice, currency)}
        </Table.Td>
        <Table.Td ta="right" data-amount style={{ whiteSpace: 'nowrap' }}>
          <Money amount={line.amount} currency={currency} />
        </Table.Td>
        <Table.Td ta="right" visibleFrom="sm" style={{ whiteSpace: 'nowrap' }}>
          {formatDecimal(line.sharePercent)} %
        </Table.Td>
      </Table.Tr>
      <Table.Tr id={id} hidden={!open}>
        <Table.Td colSpan={columns.length} bg="var(--mantine-color-default-hover)" pl={36}>
          {open && <LineFacts line={line} currency={currency} />}
        </Table.Td>
      </Table.Tr>
    </>
  );
}

function ChargeLines({
  charge,
  amount,
  lines,
  currency,
}: {
  readonly charge: Charge;
  readonly amount: string;
  readonly lines: readonly CostLineFragment[];
  readonly currency: string;
}) {
  const [open, setOpen] = useState(lines.length <= unfoldedLines);
  const id = useId();
  return (
    <>
      <Table.Tbody>
        <Table.Tr style={{ borderTop: '1px solid var(--table-border-color)' }}>
          <Table.Th scope="rowgroup">
            <FoldButton
              open={open}
              controls={id}
              onToggle={() => {
                setOpen(!open);
              }}
            >
              {chargeNames[charge]}{' '}
              <Text size="xs" c="dimmed" component="span" fw={400}>
                {lines.length === 1 ? '1 line' : `${lines.length} lines`}
              </Text>
            </FoldButton>
          </Table.Th>
          <Table.Td visibleFrom="sm" />
          <Table.Td visibleFrom="sm" />
          <Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>
            <Money amount={amount} currency={currency} />
          </Table.Th>
          <Table.Td visibleFrom="sm" />
        </Table.Tr>
      </Table.Tbody>
      <Table.Tbody id={id} hidden={!open}>
        {open &&
          lines.map((line) => (
            <Line key={`${line.description}/${line.period}/${line.why}`} line={line} currency={currency} />
          ))}
      </Table.Tbody>
    </>
  );
}

/** Every line under its charge; each unfolds to how it came about. */
export function CostLines({
  lines,
  subtotals,
  currency,
}: {
  readonly lines: readonly CostLineFragment[];
  readonly subtotals: readonly { readonly charge: Charge; readonly amount: string }[];
  readonly currency: string;
}) {
  if (lines.length === 0)
    return (
      <Text size="sm" c="dimmed">
        Nothing was used in this time.
      </Text>
    );
  return (
    <DataTable name="Lines of the cost" columns={columns} minWidth={280}>
      {subtotals.map(({ charge, amount }) => {
        const own = lines.filter((line) => line.charge === charge);
        return own.length === 0 ? null : (
          <ChargeLines key={charge} charge={charge} amount={amount} lines={own} currency={currency} />
        );
      })}
    </DataTable>
  );
}
