import type { FactStore, InboundCallback } from '../../ports/inbox.ts';
import type { ProviderRecords, RepairStore } from '../../ports/reconciliation.ts';
import type { Homes } from '../homes.ts';

export interface ReconcileDeps {
  readonly facts: Pick<FactStore, 'waiting'>;
  readonly repairs: RepairStore;
  readonly records: ProviderRecords;
  readonly homes: Pick<Homes, 'of'>;
  /** The applications that are known, by their numbers. */
  readonly applications: () => readonly number[];
  /** A listed body as a callback; null for what is not taken in. */
  readonly readCallback: (sdkAppId: number, body: string) => InboundCallback | null;
  readonly clock: () => Date;
  /** Told where a source could not be asked; the others are, and it is asked again. */
  readonly onError: (error: unknown, source: string) => void;
}
