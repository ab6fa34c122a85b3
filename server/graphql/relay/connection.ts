import { DomainError } from '../../../domain/errors.ts';
import type { Page, PageRequest } from '../../ports/records.ts';

export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

export const defaultFirst = 20;
export const maxFirst = 100;
export const firstDescription = `How many rows, 1 to ${maxFirst}.`;
export const afterDescription = 'Cursor of the last row seen; what follows it is answered.';

/** Throws BAD_INPUT for a page of no size or of more than 100 rows. */
export function readPage(first: number, after: string | null | undefined): PageRequest {
  if (first >= 1 && first <= maxFirst) return { first, after: after ?? null };
  throw new DomainError('BAD_INPUT', 'caller', `first is ${first}; allowed: 1 to ${maxFirst}`, {
    faults: [{ field: 'first', got: String(first), allowed: `1 to ${maxFirst}` }],
  });
}

export function connect<Row, Node>(
  page: Page<Row>,
  after: string | null | undefined,
  view: (row: Row) => Node,
): Connection<Node> {
  const edges = page.rows.map(({ cursor, row }) => ({ cursor, node: view(row) }));
  return {
    edges,
    totalCount: page.totalCount,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: after !== null && after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
