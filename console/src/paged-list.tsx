import { Button, Group, Paper, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { Nothing, Waiting } from './notice.tsx';
import type { Column } from './data-table.tsx';
import { DataTable } from './data-table.tsx';

interface Page<TNode> {
  readonly edges: readonly { readonly node: TNode }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** A page of a list in its frame: waiting, nothing, or rows, and the way to the pages before and after. */
export function PagedList<TNode>({
  name,
  columns,
  minWidth,
  page,
  loading,
  nothing,
  cursors,
  onCursors,
  row,
}: {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly minWidth: number;
  readonly page: Page<TNode> | undefined;
  readonly loading: boolean;
  readonly nothing: { readonly title: string; readonly hint?: string };
  /** Where the pages before this one ended, the first one first. */
  readonly cursors: readonly string[];
  readonly onCursors: (cursors: readonly string[]) => void;
  readonly row: (node: TNode) => ReactNode;
}) {
  if (page === undefined) return loading ? <Waiting /> : null;
  const { edges, pageInfo } = page;
  return (
    <>
      {edges.length === 0 ? (
        <Nothing {...nothing} />
      ) : (
        <Paper withBorder style={{ overflow: 'hidden' }}>
          <DataTable name={name} columns={columns} minWidth={minWidth} roomy>
            <Table.Tbody>{edges.map(({ node }) => row(node))}</Table.Tbody>
          </DataTable>
        </Paper>
      )}
      {(cursors.length > 0 || pageInfo.hasNextPage) && (
        <Group justify="flex-end">
          <Button
            variant="default"
            disabled={cursors.length === 0}
            onClick={() => {
              onCursors(cursors.slice(0, -1));
            }}
          >
            Back
          </Button>
          <Button
            variant="default"
            disabled={!pageInfo.hasNextPage}
            onClick={() => {
              if (pageInfo.endCursor !== null) onCursors([...cursors, pageInfo.endCursor]);
            }}
          >
            Next
          </Button>
        </Group>
      )}
    </>
  );
}
