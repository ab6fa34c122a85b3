import { DomainError, refuseFaults } from '../../domain/errors.ts';
import type { AuditLog } from '../ports/audit.ts';
import type { CommandStore, IdempotencyStore } from '../ports/commands.ts';
import type { RecordStore } from '../ports/records.ts';
import type { RetentionPolicy, RetentionStore } from '../ports/retention.ts';
import { requireAction, requireWholeApplication, type Principal } from './access/principal.ts';
import type { Applications } from './applications.ts';
import { forEachRecording, type Batch } from './each-recording.ts';
import { once } from './once.ts';

/** The vendor keeps files 1500 days at most by its own setting; ours outlives it. */
export const retentionDays = { min: 0, max: 36_500 } as const;
export const maxTagLength = 32;
const previewDays = { min: 0, max: 3650 } as const;
const previewRows = 200;

export interface RetentionDeps {
  readonly retention: RetentionStore;
  readonly records: RecordStore;
  readonly applications: Applications;
  readonly commands: CommandStore;
  readonly idempotency: IdempotencyStore;
  readonly audit: AuditLog;
  readonly clock: () => Date;
  readonly onError: (error: unknown, recordingId: string) => void;
}

export interface Retention {
  /** Days of their own; null = by the policies again. */
  setOwn(
    principal: Principal,
    request: {
      readonly recordingIds: readonly string[];
      readonly days: number | null;
      readonly idempotencyKey: string;
    },
  ): Promise<Batch>;
  /** Null days removes the policy. */
  setPolicy(
    principal: Principal,
    request: {
      readonly sdkAppId: number | null;
      readonly tag: string | null;
      readonly days: number | null;
      readonly idempotencyKey: string;
    },
  ): Promise<void>;
  policies(principal: Principal): Promise<readonly RetentionPolicy[]>;
  /** What goes within some days, and when; nothing is changed. */
  preview(principal: Principal, withinDays: number): ReturnType<RetentionStore['preview']>;
}

function requireDays(days: number | null): void {
  const { min, max } = retentionDays;
  refuseFaults(
    days === null || (days >= min && days <= max)
      ? []
      : [{ field: 'input.days', got: String(days), allowed: `${min} to ${max}; 0 = for ever` }],
  );
}

/** How long recordings are kept. Only an admin sets it: a short retention is a deletion that comes later. */
export function openRetention(deps: RetentionDeps): Retention {
  const { retention, applications, audit, clock } = deps;
  return {
    setOwn(principal, { recordingIds, days, idempotencyKey: key }) {
      requireAction(principal, 'RETAIN');
      requireDays(days);
      const input = { recordingIds, days };
      return once(deps.idempotency, { principal, key, operation: 'setRetention', input }, () =>
        forEachRecording(deps, principal, recordingIds, async ({ id, sdkAppId }) => {
          await retention.setOwn(id, days);
          await audit.append({
            ...{ action: 'retention.set', principal, sdkAppId, recordingId: id },
            detail: { days },
          });
        }),
      );
    },

    async setPolicy(principal, { sdkAppId, tag, days, idempotencyKey: key }) {
      requireAction(principal, 'RETAIN');
      requireDays(days);
      if (tag !== null && (tag === '' || tag.length > maxTagLength))
        refuseFaults([
          {
            field: 'input.tag',
            got: `${tag.length} characters`,
            allowed: `1 to ${maxTagLength} characters`,
          },
        ]);
      const chosen = applications.choose(sdkAppId, principal.scope).sdkAppId;
      requireWholeApplication(principal, chosen);
      const input = { sdkAppId: chosen, tag, days };
      await once(deps.idempotency, { principal, key, operation: 'setRetentionPolicy', input }, async () => {
        await retention.setPolicy({ ...input, changedBy: principal.id, changedAt: clock() });
        await audit.append({
          action: 'retention.policy',
          principal,
          sdkAppId: chosen,
          detail: { tag, days },
        });
        return null;
      });
    },

    policies(principal) {
      requireAction(principal, 'READ');
      return retention.policies(principal.scope);
    },

    preview(principal, withinDays) {
      requireAction(principal, 'READ');
      if (withinDays < previewDays.min || withinDays > previewDays.max)
        throw new DomainError(
          'BAD_INPUT',
          'caller',
          `withinDays is ${withinDays}; allowed: ${previewDays.min} to ${previewDays.max}`,
          {
            faults: [
              {
                field: 'withinDays',
                got: String(withinDays),
                allowed: `${previewDays.min} to ${previewDays.max}`,
              },
            ],
          },
        );
      const until = new Date(clock().getTime() + withinDays * 86_400_000);
      return retention.preview(until, principal.scope, previewRows);
    },
  };
}
