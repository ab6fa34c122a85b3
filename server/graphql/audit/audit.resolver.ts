import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { AuditFilter, Viewing as ViewingRecord } from '../../ports/audit.ts';
import type { GraphContext } from '../context.ts';
import type { Plain } from '../plain.ts';
import { Recording } from '../recording/recording.types.ts';
import {
  afterDescription,
  connect,
  type Connection,
  defaultFirst,
  firstDescription,
  readPage,
} from '../relay/connection.ts';
import { keyOf, printGlobalId } from '../relay/global-id.ts';
import type { AuditEntry } from './audit.types.ts';
import { AuditConnection, AuditFilterInput, Viewing } from './audit.types.ts';

@Resolver(() => Recording)
export class AuditResolver {
  @Query(() => AuditConnection, {
    description: 'Who did what, newest first: grants, deletions, holds, retention. For the admin key alone.',
  })
  async auditLog(
    @Arg('first', () => Int, { defaultValue: defaultFirst, description: firstDescription }) first: number,
    @Arg('after', () => String, { nullable: true, description: afterDescription }) after: string | null,
    @Arg('filter', () => AuditFilterInput, { nullable: true, description: 'Which rows.' })
    filter: AuditFilterInput | null,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Connection<Plain<AuditEntry>>> {
    const page = await services.audit.entries(principal, readFilter(filter), readPage(first, after));
    return connect(page, after, (row) => ({
      ...row,
      recordingId: row.recordingId === null ? null : printGlobalId('Recording', row.recordingId),
      roomId: row.roomId === null ? null : printGlobalId('Room', row.roomId),
    }));
  }

  @FieldResolver(() => [Viewing], {
    description:
      'Who watched it: what the provider’s access logs say was served, by grant and file, the last seen first. For the admin key alone. What the vendor’s cloud does not attribute to a grant is not here.',
  })
  viewings(
    @Root() { record }: Recording,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<readonly ViewingRecord[]> {
    return services.audit.viewings(principal, record.id);
  }
}

function readFilter(input: AuditFilterInput | null | undefined): AuditFilter {
  if (input === null || input === undefined) return {};
  const { recordingId, ...rest } = input;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(rest);
  const given = Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined));
  return {
    ...(given as AuditFilter),
    ...(typeof recordingId === 'string'
      ? { recordingId: keyOf('Recording', recordingId, 'filter.recordingId') }
      : {}),
  };
}
