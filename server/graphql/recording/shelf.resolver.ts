import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../context.ts';
import type { Plain } from '../plain.ts';
import { keyOf } from '../relay/global-id.ts';
import { DateTime } from '../scalars/date-time.ts';
import { answerBatch, recordingKeys } from './batch-answer.ts';
import type { RecordingFile } from './recording-file.types.ts';
import { Recording } from './recording.types.ts';
import {
  DeleteRecordingFilesInput,
  DeleteRecordingsInput,
  RecordingsPayload,
  RestoreRecordingsInput,
  UpdateRecordingInput,
  UpdateRecordingPayload,
} from './shelf.types.ts';

@Resolver(() => Recording)
export class ShelfResolver {
  @Mutation(() => RecordingsPayload, {
    description:
      'Puts recordings into the trash, or deletes them for good with `permanently`. What the recordings were stays for the bill, and trashed bytes are charged until they are purged. A file that is still to come is deleted in the same way when it comes, unless the recording is restored before.',
  })
  async deleteRecordings(
    @Arg('input', () => DeleteRecordingsInput, { description: 'Which ones.' }) input: DeleteRecordingsInput,
    @Ctx() context: GraphContext,
  ): Promise<Plain<RecordingsPayload>> {
    const { permanently, idempotencyKey } = input;
    const request = {
      recordingIds: recordingKeys(input.recordingIds),
      format: null,
      permanently,
      idempotencyKey,
    };
    return answerBatch(await context.services.deleteRecordings(context.principal, request), context);
  }

  @Mutation(() => RecordingsPayload, {
    description: 'Deletes the files of one format and leaves the others: into the trash, or for good.',
  })
  async deleteRecordingFiles(
    @Arg('input', () => DeleteRecordingFilesInput, { description: 'Which ones.' })
    input: DeleteRecordingFilesInput,
    @Ctx() context: GraphContext,
  ): Promise<Plain<RecordingsPayload>> {
    const { format, permanently, idempotencyKey } = input;
    const request = { recordingIds: recordingKeys(input.recordingIds), format, permanently, idempotencyKey };
    return answerBatch(await context.services.deleteRecordings(context.principal, request), context);
  }

  @Mutation(() => RecordingsPayload, {
    description:
      'Takes recordings back out of the trash: they play again (on the vendor’s network after 5 to 10 minutes) and expire as before. An expiry that passed meanwhile becomes a day from now.',
  })
  async restoreRecordings(
    @Arg('input', () => RestoreRecordingsInput, { description: 'Which ones.' }) input: RestoreRecordingsInput,
    @Ctx() context: GraphContext,
  ): Promise<Plain<RecordingsPayload>> {
    const ids = recordingKeys(input.recordingIds);
    return answerBatch(
      await context.services.restoreRecordings(context.principal, ids, input.idempotencyKey),
      context,
    );
  }

  @Mutation(() => UpdateRecordingPayload, {
    description: 'Changes the tags and the description of a recording.',
  })
  async updateRecording(
    @Arg('input', () => UpdateRecordingInput, { description: 'What to change.' }) input: UpdateRecordingInput,
    @Ctx() { principal, services, links }: GraphContext,
  ): Promise<Plain<UpdateRecordingPayload>> {
    const id = keyOf('Recording', input.recordingId, 'input.recordingId');
    await services.updateRecording(principal, {
      recordingId: id,
      description: input.description ?? null,
      addTags: input.addTags ?? [],
      removeTags: input.removeTags ?? [],
      idempotencyKey: input.idempotencyKey,
    });
    links.forget();
    return { recording: (await links.recording(id))! };
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description: 'When the trash is emptied of the last of its files; null while none is in the trash.',
  })
  async purgeAt(@Root() { record }: Recording, @Ctx() { links }: GraphContext): Promise<Date | null> {
    return latest((await links.filesOfRecordings.load(record.id)).map(purgeOf));
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description:
      'When the first of its files expires in the media library by the library’s own setting; null = none does. Retention by this service is `retainedUntil`.',
  })
  async expiresAt(@Root() { record }: Recording, @Ctx() { links }: GraphContext): Promise<Date | null> {
    const times = (await links.filesOfRecordings.load(record.id)).flatMap(({ state, expiresAt }) =>
      state === 'READY' && expiresAt !== null ? [expiresAt.getTime()] : [],
    );
    return times.length === 0 ? null : new Date(Math.min(...times));
  }
}

function purgeOf({ purgeAt }: RecordingFile): Date | null {
  return purgeAt;
}

function latest(times: readonly (Date | null)[]): Date | null {
  const known = times.flatMap((time) => (time === null ? [] : [time.getTime()]));
  return known.length === 0 ? null : new Date(Math.max(...known));
}
