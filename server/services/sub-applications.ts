import { refuseFaults } from '../../domain/errors.ts';
import type { AuditLog } from '../ports/audit.ts';
import type { IdempotencyStore } from '../ports/commands.ts';
import type { SubApplicationRecord, SubApplications } from '../ports/sub-applications.ts';
import { requireAction, requireWholeApplication, type Principal } from './access/principal.ts';
import { once } from './once.ts';

/** The vendor's limits of CreateSubAppId. */
export const nameLimit = 40;
export const descriptionLimit = 300;

export interface SubApplicationDesk {
  list(principal: Principal): Promise<readonly SubApplicationRecord[]>;
  create(
    principal: Principal,
    request: { readonly name: string; readonly description: string; readonly idempotencyKey: string },
  ): Promise<number>;
  setOpen(
    principal: Principal,
    request: { readonly subAppId: number; readonly isOpen: boolean; readonly idempotencyKey: string },
  ): Promise<void>;
}

export interface SubApplicationDeps {
  readonly subApplications: SubApplications;
  readonly idempotency: IdempotencyStore;
  readonly audit: AuditLog;
}

/**
 * Partitions of the media library belong to the account, not to an application: only who sees everything may ask, and only
 * the admin key changes them. Destroying one deletes its files past every hold, so it is not offered here.
 */
export function openSubApplicationDesk({
  subApplications,
  idempotency,
  audit,
}: SubApplicationDeps): SubApplicationDesk {
  return {
    async list(principal) {
      requireAction(principal, 'READ');
      requireWholeApplication(principal, null);
      return subApplications.list();
    },

    create(principal, { name, description, idempotencyKey: key }) {
      requireAction(principal, 'RETAIN');
      refuseFaults([
        ...(name !== '' && name.length <= nameLimit
          ? []
          : [
              {
                field: 'input.name',
                got: `${name.length} characters`,
                allowed: `1 to ${nameLimit} characters`,
              },
            ]),
        ...(description.length <= descriptionLimit
          ? []
          : [
              {
                field: 'input.description',
                got: `${description.length} characters`,
                allowed: `at most ${descriptionLimit} characters`,
              },
            ]),
      ]);
      const input = { name, description };
      return once(idempotency, { principal, key, operation: 'createSubApplication', input }, async () => {
        const subAppId = await subApplications.create(name, description);
        const detail = { subAppId, name };
        await audit.append({ action: 'sub_application.create', principal, sdkAppId: null, detail });
        return subAppId;
      });
    },

    async setOpen(principal, { subAppId, isOpen, idempotencyKey: key }) {
      requireAction(principal, 'RETAIN');
      const input = { subAppId, isOpen };
      await once(idempotency, { principal, key, operation: 'setSubApplicationOpen', input }, async () => {
        await subApplications.setOpen(subAppId, isOpen);
        await audit.append({ action: 'sub_application.status', principal, sdkAppId: null, detail: input });
        return null;
      });
    },
  };
}
