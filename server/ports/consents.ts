import type { ConsentRule } from '../../domain/recording/consent.ts';
import type { RoomName } from '../../domain/room/room-key.ts';
import type { Page, PageRequest } from './records.ts';

/** What the provider made of an answer. PENDING: it was not sent yet. UNCONFIRMED and PENDING are sent again. */
export type ConsentOutcome = 'PENDING' | 'APPLIED' | 'UNCONFIRMED' | 'REFUSED';

/** One answer to whether somebody may be recorded, as it was given. Never changed. */
export interface ConsentRecord extends ConsentRule {
  readonly id: string;
  /** What the caller kept as proof, in words; null where there is none. */
  readonly evidence: string | null;
  /** SHA-256 of the evidence in UTF-8, hexadecimal: what was logged can be compared with what is kept elsewhere. */
  readonly evidenceSha256: string | null;
  /** The key or token that gave it. */
  readonly principal: string;
  readonly at: Date;
  readonly outcome: ConsentOutcome;
  readonly failure: string | null;
}

export interface ConsentFilter {
  readonly sdkAppId: number;
  readonly userId?: string;
  readonly room?: RoomName;
}

export interface ConsentStore {
  /** Appends the answer and its event. */
  append(answer: Omit<ConsentRecord, 'outcome' | 'failure'>): Promise<void>;
  settle(id: string, outcome: Exclude<ConsentOutcome, 'PENDING'>, failure: string | null): Promise<void>;
  find(id: string): Promise<ConsentRecord | null>;
  /** Newest first. */
  list(filter: ConsentFilter, page: PageRequest): Promise<Page<ConsentRecord>>;
  /** Answers that no later one of the same target replaced and the provider has not taken, oldest first. */
  unapplied(before: Date): Promise<readonly ConsentRecord[]>;
}
