import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { DomainError } from '../../../domain/errors.ts';
import type { HoldRecord, HoldTarget } from '../../ports/holds.ts';
import type { GraphContext } from '../context.ts';
import type { Plain } from '../plain.ts';
import { keyOf } from '../relay/global-id.ts';
import { LegalHold, SetLegalHoldInput, SetLegalHoldPayload } from './hold.types.ts';
import { Recording } from './recording.types.ts';

@Resolver(() => Recording)
export class HoldResolver {
  @Mutation(() => SetLegalHoldPayload, {
    description:
      'Puts legal holds on or takes them off. A hold is acknowledged only after the provider has confirmed for every file that it never expires; while it stands, neither deletion nor trash nor retention removes anything. Releasing gives the files the expiry that they had.',
  })
  async setLegalHold(
    @Arg('input', () => SetLegalHoldInput, { description: 'What, and why.' }) input: SetLegalHoldInput,
    @Ctx() context: GraphContext,
  ): Promise<Plain<SetLegalHoldPayload>> {
    const { principal, services, links } = context;
    const targets = await readTargets(input, context);
    const { held, reason, idempotencyKey } = input;
    const request = { targets, held, reason, idempotencyKey };
    const { doneIndexes, failures } = await services.setLegalHold(principal, request);
    links.forget();
    const done = doneIndexes.flatMap((index) =>
      targets[index]?.kind === 'recording' ? [targets[index].target] : [],
    );
    const recordings = await links.recordings.loadAll(done);
    return {
      recordings: recordings.filter((recording) => recording !== null),
      doneCount: doneIndexes.length,
      failures,
    };
  }

  @FieldResolver(() => [LegalHold], {
    description: 'The legal holds that stand over it: its own, its room’s, its user’s.',
  })
  legalHolds(
    @Root() { record }: Recording,
    @Ctx() { links }: GraphContext,
  ): readonly HoldRecord[] | Promise<readonly HoldRecord[]> {
    return links.holdsOfRecordings.load(record.id);
  }

  @FieldResolver(() => Boolean, { description: 'Whether a legal hold stands over it.' })
  async isHeld(@Root() { record }: Recording, @Ctx() { links }: GraphContext): Promise<boolean> {
    return (await links.holdsOfRecordings.load(record.id)).length > 0;
  }
}

/** Every target must exist and be visible to the caller. */
async function readTargets(
  { recordingIds, roomIds, users }: SetLegalHoldInput,
  { links, services, principal }: GraphContext,
): Promise<readonly HoldTarget[]> {
  const targets: HoldTarget[] = [];
  for (const [index, id] of (recordingIds ?? []).entries()) {
    const field = `input.recordingIds.${index}`;
    const recording = await links.recording(keyOf('Recording', id, field));
    if (recording === null) throw missing(field);
    targets.push({ kind: 'recording', sdkAppId: recording.sdkAppId, target: recording.record.id });
  }
  for (const [index, id] of (roomIds ?? []).entries()) {
    const field = `input.roomIds.${index}`;
    const room = await links.room(keyOf('Room', id, field));
    if (room === null) throw missing(field);
    targets.push({ kind: 'room', sdkAppId: room.record.sdkAppId, target: room.record.id });
  }
  for (const { sdkAppId, userId } of users ?? []) {
    const application = services.applications.choose(sdkAppId ?? null, principal.scope);
    targets.push({ kind: 'user', sdkAppId: application.sdkAppId, target: userId });
  }
  return targets;
}

function missing(field: string): DomainError {
  return new DomainError('NOT_FOUND', 'caller', `${field} does not exist.`, { field });
}
