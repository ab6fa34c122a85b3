import { DomainError } from '../../domain/errors.ts';
import type { AuditEntry, AuditFilter, AuditLog, Viewing } from '../ports/audit.ts';
import type { Page, PageRequest } from '../ports/records.ts';
import { requireAction, type Principal } from './access/principal.ts';

export interface AuditReading {
  entries(principal: Principal, filter: AuditFilter, page: PageRequest): Promise<Page<AuditEntry>>;
  /** Who watched a recording, by grant and file; the caller has made sure that it may see the recording. */
  viewings(principal: Principal, recordingId: string): Promise<readonly Viewing[]>;
}

/** Who did what and who watched what is for the admin key alone. */
export function openAuditReading(audit: AuditLog, isAttributed: boolean): AuditReading {
  return {
    entries(principal, filter, page) {
      requireAction(principal, 'AUDIT');
      return audit.entries(filter, principal.scope, page);
    },
    async viewings(principal, recordingId) {
      requireAction(principal, 'AUDIT');
      if (!isAttributed)
        throw new DomainError(
          'UNSUPPORTED',
          'caller',
          "Tencent's cloud does not say who watched: it counts what it serves by file only. Grants are in auditLog.",
        );
      return audit.viewingsOf(recordingId);
    },
  };
}
