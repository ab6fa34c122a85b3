import type { RecordingRowFragment } from '../../../client/generated/graphql.ts';

/** What a recording is called: its user, or the record id of a mix. */
export function titleOf({
  kind,
  userId,
  userDefineRecordId,
}: Pick<RecordingRowFragment, 'kind' | 'userId' | 'userDefineRecordId'>): string {
  if (kind === 'MIX') return userDefineRecordId ?? 'Mixed';
  return userId ?? 'Unknown user';
}
