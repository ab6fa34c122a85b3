import type { Batch } from '../../services/each-recording.ts';
import type { GraphContext } from '../context.ts';
import type { Plain } from '../plain.ts';
import { keyOf, printGlobalId } from '../relay/global-id.ts';
import type { RecordingsPayload } from './shelf.types.ts';

export function recordingKeys(ids: readonly string[]): readonly string[] {
  return ids.map((id, index) => keyOf('Recording', id, `input.recordingIds.${index}`));
}

/** The recordings as they are after the change, and the failures with ids that clients know. */
export async function answerBatch(
  { doneIds, failures }: Batch,
  { links }: GraphContext,
): Promise<Plain<RecordingsPayload>> {
  links.forget();
  const recordings = await links.recordings.loadAll(doneIds);
  return {
    recordings: recordings.filter((recording) => recording !== null),
    failures: failures.map((failure) => ({
      ...failure,
      recordingId: printGlobalId('Recording', failure.recordingId),
    })),
  };
}
