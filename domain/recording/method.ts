import type { StreamIdentity } from './facts.ts';
import { parseFileName } from './naming.ts';

/** How a recording came to be, in the vendor's four ways. */
export const recordedMethods = ['GLOBAL_AUTO', 'SDK_PARAMETERS', 'REST_MIX', 'CLOUD_RECORDING'] as const;
export type RecordedMethod = (typeof recordedMethods)[number];

interface RecordedSession {
  readonly taskId: string | null;
  readonly identity: StreamIdentity;
  readonly recording: { readonly files: readonly { readonly name: string | null }[] } | null;
}

/**
 * What the facts say of how a stream was recorded. A user who gave a record id may have been chosen by it or only have
 * named the files: their names tell, since automatic recording adds the stream's type. Null until a fact decides.
 */
export function deriveMethod({ taskId, identity, recording }: RecordedSession): RecordedMethod | null {
  if (identity.streamType === 'mix') return 'REST_MIX';
  if (taskId !== null) return 'CLOUD_RECORDING';
  const { userDefineRecordId: id, userId, streamType } = identity;
  if (id === null) return userId === null ? null : 'GLOBAL_AUTO';
  for (const { name } of recording?.files ?? []) {
    const head = name === null ? null : parseFileName(name)?.head;
    if (head === id) return 'SDK_PARAMETERS';
    if (head === `${id}_${streamType}`) return 'GLOBAL_AUTO';
  }
  return null;
}
