import type { AuditActor } from './audit.ts';
import type { Page, PageRequest, VisibleScope } from './records.ts';

export interface GrantTerms {
  /** Seconds from the beginning that may be played; null = all. */
  readonly previewSeconds: number | null;
  /** Different network addresses that may play; null = any number. */
  readonly maxAddresses: number | null;
  readonly download: boolean;
}

export interface GrantRequest extends GrantTerms {
  readonly recordingId: string;
  readonly fileId: string;
  readonly expiresAt: Date;
  /** Whom the caller gives it to, in the caller's own words; null = it did not say. */
  readonly viewer: string | null;
}

export interface GrantRecord extends GrantRequest {
  readonly id: string;
  readonly sdkAppId: number;
  readonly principal: string;
  readonly named: boolean;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

export interface GrantFilter {
  readonly recordingId?: string;
  readonly viewer?: string;
  /** Not revoked and not expired at this time. */
  readonly liveAt?: Date;
}

export interface GrantStore {
  /**
   * Ids for addresses, one for each request, in one statement. A repetition within minutes by the same caller for the
   * same file and terms gets the same; each new one is a row of the audit log at once.
   */
  idsFor(by: AuditActor, requests: readonly GrantRequest[], now: Date): Promise<readonly string[]>;
  /** A grant of its own, with its row of the audit log. */
  make(by: AuditActor, request: GrantRequest, now: Date): Promise<GrantRecord>;
  find(id: string, scope: VisibleScope): Promise<GrantRecord | null>;
  list(filter: GrantFilter, scope: VisibleScope, page: PageRequest): Promise<Page<GrantRecord>>;
  /** Null where it is revoked. */
  renew(id: string, expiresAt: Date): Promise<GrantRecord | null>;
  revoke(id: string, at: Date): Promise<GrantRecord>;
  markRevocationTold(id: string, at: Date): Promise<void>;
  /** Revoked, not expired, and the provider does not know. */
  untoldRevocations(now: Date, limit: number): Promise<readonly GrantRecord[]>;
}
