import { DomainError, refuseFaults } from '../../domain/errors.ts';
import type { AuditLog } from '../ports/audit.ts';
import type { IdempotencyStore } from '../ports/commands.ts';
import {
  deliverableFormats,
  type DeliverableFormat,
  type DeliveryPolicy,
  type DeliveryStore,
} from '../ports/deliveries.ts';
import { requireAction, requireWholeApplication, type Principal } from './access/principal.ts';
import type { Applications } from './applications.ts';
import { once } from './once.ts';

export interface DeliveryPolicies {
  list(principal: Principal): Promise<readonly DeliveryPolicy[]>;
  /** No formats remove the policy. */
  set(
    principal: Principal,
    request: {
      readonly sdkAppId: number | null;
      readonly formats: readonly string[];
      readonly folder: string;
      readonly idempotencyKey: string;
    },
  ): Promise<void>;
}

export interface DeliveryPolicyDeps {
  readonly deliveries: DeliveryStore;
  readonly applications: Applications;
  readonly idempotency: IdempotencyStore;
  readonly audit: AuditLog;
  /** Whether the configuration names a folder. */
  readonly hasFolder: boolean;
  readonly clock: () => Date;
}

/** A folder name below the delivery folder: plain parts, none of which leads up. */
const folderForm = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

function isDeliverable(format: string): format is DeliverableFormat {
  return (deliverableFormats as readonly string[]).includes(format);
}

export function openDeliveryPolicies(deps: DeliveryPolicyDeps): DeliveryPolicies {
  const { deliveries, applications, idempotency, audit, hasFolder, clock } = deps;
  return {
    list(principal) {
      requireAction(principal, 'READ');
      return deliveries.policies(principal.scope);
    },

    async set(principal, { sdkAppId, formats, folder, idempotencyKey: key }) {
      requireAction(principal, 'RETAIN');
      const wanted = [...new Set(formats)].filter(isDeliverable);
      refuseFaults([
        ...formats.flatMap((format, index) =>
          isDeliverable(format)
            ? []
            : [
                {
                  field: `input.formats.${index}`,
                  got: format.toUpperCase(),
                  allowed: `${deliverableFormats.join(', ').toUpperCase()}: one file with one checksum`,
                },
              ],
        ),
        ...(formats.length === 0 || (folderForm.test(folder) && folder.length <= 200)
          ? []
          : [
              {
                field: 'input.folder',
                got: JSON.stringify(folder.slice(0, 80)),
                allowed: 'names of letters, digits, ., _ and -, parted by /, none beginning with a dot',
              },
            ]),
      ]);
      if (!hasFolder && formats.length > 0)
        throw new DomainError(
          'UNSUPPORTED',
          'caller',
          'No delivery folder is configured: set ROOMTAPE_DELIVERY_FOLDER.',
        );
      const chosen = applications.choose(sdkAppId, principal.scope).sdkAppId;
      requireWholeApplication(principal, chosen);
      const input = { sdkAppId: chosen, formats: wanted, folder };
      await once(idempotency, { principal, key, operation: 'setDeliveryPolicy', input }, async () => {
        if (wanted.length === 0) await deliveries.removePolicy(chosen);
        else await deliveries.setPolicy({ ...input, changedBy: principal.id, changedAt: clock() });
        await audit.append({ action: 'delivery.policy', principal, sdkAppId: chosen, detail: input });
        return null;
      });
    },
  };
}
