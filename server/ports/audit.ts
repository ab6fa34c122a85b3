import type { Page, PageRequest, VisibleScope } from './records.ts';

/** What was done; values are only ever added. */
export const auditActions = [
  'recording.update',
  'recording.trash',
  'recording.restore',
  'recording.delete',
  'recording.purge',
  'recording.expire',
  'recording.deliver',
  'recording.loss',
  'hold.put',
  'hold.refuse',
  'hold.release',
  'retention.set',
  'retention.policy',
  'delivery.policy',
  'sub_application.create',
  'sub_application.status',
  'playback.grant',
  'playback.renew',
  'playback.revoke',
  'price_book.import',
  'billing.terms',
  'budget.set',
  'budget.remove',
  'reconciliation.usage',
  'reconciliation.invoice',
  'reconciliation.lock',
  'reconciliation.unlock',
] as const;
export type AuditAction = (typeof auditActions)[number];

/** Who did it, as the log keeps it; null where a job of ours did. */
export interface AuditActor {
  readonly id: string;
  readonly role: string;
  readonly keyFingerprint: string;
}

export interface NewAuditEntry {
  readonly action: AuditAction;
  readonly principal: AuditActor | null;
  readonly sdkAppId: number | null;
  readonly recordingId?: string | null;
  readonly roomId?: string | null;
  readonly userId?: string | null;
  readonly fileId?: string | null;
  readonly grantId?: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  readonly action: AuditAction;
  readonly principal: string | null;
  readonly role: string | null;
  readonly keyFingerprint: string | null;
  readonly sdkAppId: number | null;
  readonly recordingId: string | null;
  readonly roomId: string | null;
  readonly userId: string | null;
  readonly fileId: string | null;
  readonly grantId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface AuditFilter {
  readonly sdkAppId?: number;
  readonly recordingId?: string;
  readonly userId?: string;
  readonly grantId?: string;
  readonly principal?: string;
  readonly actions?: readonly AuditAction[];
  readonly after?: Date;
  readonly before?: Date;
}

/** What was served under one grant of one file. */
export interface Viewing {
  readonly grantId: string;
  readonly fileId: string;
  readonly recordingId: string | null;
  readonly bytes: number;
  readonly requests: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** Append-only: the database itself refuses the server any change or deletion of what is in it. */
export interface AuditLog {
  append(...entries: readonly NewAuditEntry[]): Promise<void>;
  /** Newest first. */
  entries(filter: AuditFilter, scope: VisibleScope, page: PageRequest): Promise<Page<AuditEntry>>;
  /** Totals of one hour by grant and file; what was written of that hour before is not written again. */
  appendViewings(hour: Date, totals: readonly Omit<Viewing, 'recordingId'>[]): Promise<void>;
  /** Last seen first. */
  viewingsOf(recordingId: string): Promise<readonly Viewing[]>;
}
