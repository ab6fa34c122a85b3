import { DomainError, refuseFaults } from '../../domain/errors.ts';
import type { AuditLog } from '../ports/audit.ts';
import type { CommandStore, IdempotencyStore } from '../ports/commands.ts';
import type { HoldStore, HoldTarget } from '../ports/holds.ts';
import { requireAction, type Principal } from './access/principal.ts';
import type { HoldFiles } from './hold-files.ts';
import { once } from './once.ts';

export interface HoldFailure {
  /** Its place in the list of targets. */
  readonly index: number;
  readonly message: string;
  readonly code: DomainError['code'];
}

export interface HoldOutcome {
  readonly doneIndexes: readonly number[];
  readonly failures: readonly HoldFailure[];
}

export interface HoldRequest {
  readonly targets: readonly HoldTarget[];
  readonly held: boolean;
  readonly reason: string;
  readonly idempotencyKey: string;
}

export interface HoldsDeps {
  readonly holds: HoldStore;
  readonly files: HoldFiles;
  readonly commands: Pick<CommandStore, 'serialised'>;
  readonly idempotency: IdempotencyStore;
  readonly audit: AuditLog;
  readonly clock: () => Date;
  readonly onError: (error: unknown, target: HoldTarget) => void;
}

export type SetLegalHold = (principal: Principal, request: HoldRequest) => Promise<HoldOutcome>;

export const maxReasonLength = 500;
export const maxHoldTargets = 50;

/**
 * Puts legal holds on, or takes them off. A hold stands only when the provider has said, for every file there is, that
 * it never expires; where one file fails nothing is recorded as held for that target. While it is being put on, and as
 * long as it stands, nothing here deletes what it covers.
 */
export function legalHolds(deps: HoldsDeps): SetLegalHold {
  return (principal, request) => {
    requireAction(principal, 'HOLD');
    const { targets, held, reason, idempotencyKey: key } = request;
    refuseFaults([
      ...(targets.length >= 1 && targets.length <= maxHoldTargets
        ? []
        : [{ field: 'input', got: `${targets.length} targets`, allowed: `1 to ${maxHoldTargets}` }]),
      ...(reason.trim() !== '' && reason.length <= maxReasonLength
        ? []
        : [
            {
              field: 'input.reason',
              got: `${reason.length} characters`,
              allowed: `1 to ${maxReasonLength} characters, not only blanks`,
            },
          ]),
    ]);
    const input = { targets, held, reason };
    return once(deps.idempotency, { principal, key, operation: 'setLegalHold', input }, async () => {
      const doneIndexes: number[] = [];
      const failures: HoldFailure[] = [];
      for (const [index, target] of targets.entries()) {
        try {
          await (held ? putOn(deps, principal, target, reason) : takeOff(deps, principal, target, reason));
          doneIndexes.push(index);
        } catch (error) {
          if (!(error instanceof DomainError) || error.fault !== 'caller') deps.onError(error, target);
          const code = error instanceof DomainError ? error.code : 'INTERNAL';
          const message =
            error instanceof DomainError
              ? error.message
              : 'Something went wrong on our side; the log has it.';
          failures.push({ index, code, message });
        }
      }
      return { doneIndexes, failures };
    });
  };
}

async function putOn(
  { holds, files, commands, audit, clock }: HoldsDeps,
  principal: Principal,
  target: HoldTarget,
  reason: string,
): Promise<void> {
  const about = { principal, sdkAppId: target.sdkAppId, ...subjectOf(target) };
  const { id, stands } = await holds.ask(target, reason, principal.id, clock());
  if (stands) return;
  try {
    for (const recording of await holds.recordingsUnder(target))
      // A deletion that had begun before the hold was asked for ends first; what it deleted is then found missing.
      await commands.serialised(recording.roomId ?? recording.id, () => files.hold(recording.id));
  } catch (error) {
    await holds.withdraw(id);
    const message = error instanceof Error ? error.message : String(error);
    await audit.append({ ...about, action: 'hold.refuse', detail: { reason, holdId: id, message } });
    throw error;
  }
  await audit.append({ ...about, action: 'hold.put', detail: { reason, holdId: id } });
  await holds.acknowledge(id, clock());
}

/** The hold is over at once; expiries that cannot be put back now are put back later. */
async function takeOff(
  { holds, files, audit, clock, onError }: HoldsDeps,
  principal: Principal,
  target: HoldTarget,
  reason: string,
): Promise<void> {
  const released = await holds.release(target, clock());
  if (released === null)
    throw new DomainError('NOT_FOUND', 'caller', `No legal hold stands on this ${target.kind}.`);
  await audit.append({
    ...{ action: 'hold.release', principal, sdkAppId: target.sdkAppId, ...subjectOf(target) },
    detail: { reason, holdId: released.id, heldFor: released.reason },
  });
  try {
    await files.settle();
  } catch (error) {
    // The hold is off; a job puts back the expiries that could not be put back now.
    onError(error, target);
  }
}

function subjectOf({ kind, target }: HoldTarget) {
  switch (kind) {
    case 'recording':
      return { recordingId: target };
    case 'room':
      return { roomId: target };
    case 'user':
      return { userId: target };
  }
}
