import { DomainError } from '../../../domain/errors.ts';
import type { Page, PageRequest } from '../../ports/records.ts';

/** Where a list newest first goes on: after this start and id. */
export interface Position {
  readonly startedAt: Date;
  readonly id: string;
}

export function printPosition({ startedAt, id }: Position): string {
  return Buffer.from(`${String(startedAt.getTime())}.${id}`, 'utf8').toString('base64url');
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Throws BAD_INPUT for a cursor that was never given. */
export function readPosition(cursor: string, idForm = uuid): Position {
  const match = /^(-?\d{1,16})\.(.+)$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (match === null || !idForm.test(match[2]!)) {
    throw new DomainError('BAD_INPUT', 'caller', 'after is no cursor that this API gave', {
      faults: [{ field: 'after', got: JSON.stringify(cursor), allowed: 'a cursor of an earlier page' }],
    });
  }
  const [, at, id] = match as unknown as [string, string, string];
  return { startedAt: new Date(Number(at)), id };
}

/** Makes a page of rows that were asked for one more than wanted. */
export function pageOf<T extends Position>(
  rows: readonly T[],
  page: PageRequest,
  totalCount: number,
): Page<T> {
  return {
    rows: rows.slice(0, page.first).map((row) => ({ row, cursor: printPosition(row) })),
    hasNextPage: rows.length > page.first,
    totalCount,
  };
}
