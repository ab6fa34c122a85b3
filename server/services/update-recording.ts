import { DomainError, type FieldFault, refuseFaults } from '../../domain/errors.ts';
import type { AuditLog } from '../ports/audit.ts';
import type { CommandStore, IdempotencyStore } from '../ports/commands.ts';
import type { MediaShelf } from '../ports/media-shelf.ts';
import type { RecordStore } from '../ports/records.ts';
import type { ShelfStore } from '../ports/shelf-store.ts';
import { requireAction, type Principal } from './access/principal.ts';
import { once } from './once.ts';

export interface RecordingUpdate {
  readonly recordingId: string;
  /** Null leaves it. */
  readonly description: string | null;
  readonly addTags: readonly string[];
  readonly removeTags: readonly string[];
  readonly idempotencyKey: string;
}

export type UpdateRecording = (principal: Principal, update: RecordingUpdate) => Promise<void>;

export interface UpdateRecordingDeps {
  readonly records: RecordStore;
  readonly store: ShelfStore;
  readonly shelf: MediaShelf;
  readonly commands: Pick<CommandStore, 'serialised'>;
  readonly idempotency: IdempotencyStore;
  readonly audit: AuditLog;
}

/** The vendor's limits of ModifyMediaInfo (https://www.tencentcloud.com/document/product/266/34177). */
const limits = { description: 128, tag: 32, tags: 16 } as const;

/** Tags and descriptions live here and on the files in the media library, so that the vendor's own search finds them. */
export function recordingUpdater(deps: UpdateRecordingDeps): UpdateRecording {
  const { records, store, shelf, commands, idempotency, audit } = deps;
  return async (principal, update) => {
    requireAction(principal, 'EDIT');
    refuseFaults(findFaults(update));
    const { idempotencyKey: key, ...input } = update;
    const { recordingId, description, addTags, removeTags } = update;
    await once(idempotency, { principal, key, operation: 'updateRecording', input }, async () => {
      const [recording] = await records.recordingsByIds([recordingId], principal.scope);
      if (recording === undefined)
        throw new DomainError('NOT_FOUND', 'caller', 'There is no such recording.', {
          field: 'input.recordingId',
        });
      await commands.serialised(recording.roomId ?? recording.id, async () => {
        const [fresh] = await records.recordingsByIds([recordingId], principal.scope);
        const removed = new Set(removeTags);
        const tags = [
          ...new Set([...(fresh ?? recording).tags.filter((tag) => !removed.has(tag)), ...addTags]),
        ].toSorted();
        if (tags.length > limits.tags)
          refuseFaults([
            {
              field: 'input.addTags',
              got: `${tags.length} tags in all`,
              allowed: `at most ${limits.tags} on a recording`,
            },
          ]);
        // The files first: where the library refuses, nothing is changed here.
        for (const file of await store.files([recordingId]))
          if (file.state === 'READY' || file.state === 'TRASHED')
            await shelf.change(file, {
              ...(description === null ? {} : { description }),
              addTags,
              deleteTags: removeTags,
            });
        await store.describe(recordingId, { tags, ...(description === null ? {} : { description }) });
        await audit.append({
          ...{ action: 'recording.update', principal, sdkAppId: recording.sdkAppId, recordingId },
          detail: { description, addTags, removeTags },
        });
      });
      return null;
    });
  };
}

function findFaults({ description, addTags, removeTags }: RecordingUpdate): readonly FieldFault[] {
  const faults: FieldFault[] = [];
  if (description !== null && description.length > limits.description)
    faults.push({
      field: 'input.description',
      got: `${description.length} characters`,
      allowed: `at most ${limits.description} characters`,
    });
  for (const [name, tags] of Object.entries({ addTags, removeTags }))
    for (const [index, tag] of tags.entries())
      // A tag with blanks around it could not be told from one without.
      if (tag === '' || tag.length > limits.tag || tag.trim() !== tag)
        faults.push({
          field: `input.${name}.${index}`,
          got: JSON.stringify(tag.slice(0, 80)),
          allowed: `1 to ${limits.tag} characters without blanks around them`,
        });
  for (const tag of addTags)
    if (removeTags.includes(tag))
      faults.push({ field: 'input.addTags', got: tag, allowed: 'a tag that is not in removeTags too' });
  if (addTags.length > limits.tags || removeTags.length > limits.tags)
    faults.push({
      field: 'input.addTags',
      got: `${Math.max(addTags.length, removeTags.length)} tags`,
      allowed: `at most ${limits.tags} in one call`,
    });
  return faults;
}
