import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

export interface Column {
  readonly label: string;
  /** Numbers stand to the right. */
  readonly right?: boolean;
  /** Left out on narrow screens. */
  readonly wide?: boolean;
  readonly width?: number;
}

/** A table with its head, which scrolls by itself where the screen is narrower than `minWidth` pixels. */
export function DataTable({
  name,
  columns,
  minWidth,
  roomy = false,
  children,
}: {
  /** What the table is of, for those who do not see it. */
  readonly name: string;
  readonly columns: readonly Column[];
  readonly minWidth: number;
  /** A list that fills its frame, with rows that are pointed at. */
  readonly roomy?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <Table.ScrollContainer minWidth={minWidth} type="native">
      <Table
        aria-label={name}
        verticalSpacing={roomy ? 'sm' : 'xs'}
        horizontalSpacing={roomy ? 'md' : 'sm'}
        highlightOnHover={roomy}
      >
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ label, right, wide, width }) => (
              <Table.Th
                key={label}
                scope="col"
                ta={right === true ? 'right' : 'left'}
                {...(width === undefined ? {} : { w: width })}
                {...(wide === true ? { visibleFrom: 'sm' as const } : {})}
              >
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        {children}
      </Table>
    </Table.ScrollContainer>
  );
}
