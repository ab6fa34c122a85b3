import type { StreamIdentity } from './facts.ts';
import type { NameForm } from './naming.ts';
import { readFileName } from './naming.ts';

/** How a recording came to be, in the vendor's four ways. */
export const recordedMethods = ['GLOBAL_AUTO', 'SDK_PARAMETERS', 'REST_MIX', 'CLOUD_RECORDING'] as const;
export type RecordedMethod = (typeof recordedMethods)[number];

/** The forms of file names that each way gives. A task's files have names of their own (https://trtc.io/document/45169). */
export const nameFormsOf: Readonly<Record<RecordedMethod, readonly NameForm[]>> = {
  GLOBAL_AUTO: ['user-defined-auto', 'stream-id', 'plain'],
  SDK_PARAMETERS: ['user-defined'],
  REST_MIX: ['record-id'],
  CLOUD_RECORDING: [],
};

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
  const { userDefineRecordId, userId } = identity;
  if (userDefineRecordId === null) return userId === null ? null : 'GLOBAL_AUTO';
  for (const { name } of recording?.files ?? []) {
    const heads = name === null ? [] : (readFileName(name, { userDefineRecordId })?.heads ?? []);
    if (heads.some(({ form }) => form === 'user-defined')) return 'SDK_PARAMETERS';
    if (heads.some(({ form }) => form === 'user-defined-auto')) return 'GLOBAL_AUTO';
  }
  return null;
}
