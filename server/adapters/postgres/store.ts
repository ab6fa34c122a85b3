import postgres from 'postgres';
import type { SettingsStore } from '../../ports/application-settings.ts';
import type { AuditLog } from '../../ports/audit.ts';
import type { BudgetStore } from '../../ports/budgets.ts';
import type { CommandStore, IdempotencyStore } from '../../ports/commands.ts';
import type { ConsentStore } from '../../ports/consents.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { DeliveryStore } from '../../ports/deliveries.ts';
import type { GrantStore } from '../../ports/grants.ts';
import type { HoldStore } from '../../ports/holds.ts';
import type { FactStore, Inbox } from '../../ports/inbox.ts';
import type { BillExportStore } from '../../ports/bill-exports.ts';
import type { BillReconciliationStore } from '../../ports/bill-reconciliation.ts';
import type { LedgerStore } from '../../ports/ledger.ts';
import type { MarkStore } from '../../ports/marks.ts';
import type { MixUsageStore } from '../../ports/mix-usage.ts';
import type { RelayUsageStore } from '../../ports/relay-usage.ts';
import type { PlaybackUsageStore } from '../../ports/playback-usage.ts';
import type { RecordingCommandStore } from '../../ports/recording-commands.ts';
import type { RelayStore } from '../../ports/relays.ts';
import type { RecordingTaskStore } from '../../ports/recording-tasks.ts';
import type { RecordStore } from '../../ports/records.ts';
import type { RecordingSearch } from '../../ports/recording-search.ts';
import type { RepairStore } from '../../ports/reconciliation.ts';
import type { RetentionStore } from '../../ports/retention.ts';
import type { ShelfStore } from '../../ports/shelf-store.ts';
import type { UsageStore } from '../../ports/usage.ts';
import type { PriceBookStore } from '../../ports/price-books.ts';
import type { UsageStream } from '../../ports/usage-stream.ts';
import { openConsentStore } from './consent-store.ts';
import { openAuditLog } from './audit-log.ts';
import { openBudgetStore } from './budget-store.ts';
import { openCommandStore } from './command-store.ts';
import { openEventLog } from './event-log.ts';
import { openFactStore, openInbox } from './fact-store.ts';
import { openDeliveryStore } from './delivery-store.ts';
import { openGrantStore } from './grant-store.ts';
import { openHoldStore } from './hold-store.ts';
import { openIdempotencyStore } from './idempotency-store.ts';
import { openRecordingCommandStore } from './recording-command-store.ts';
import { openMarkStore } from './mark-store.ts';
import { openRecordStore } from './record-store.ts';
import { openRecordingSearch } from './recording-search.ts';
import { openRecordingTaskStore } from './recording-task-store.ts';
import { openRelayStore } from './relay-store.ts';
import { openSettingsStore } from './settings-store.ts';
import { openRepairStore } from './repair-store.ts';
import { openRetentionStore } from './retention-store.ts';
import { openShelfStore } from './shelf-store.ts';
import { openUsageStore } from './usage-store.ts';
import { openPriceBookStore } from './price-book-store.ts';
import { openUsageStream } from './usage-stream.ts';
import { openMixUsageStore } from './mix-usage-store.ts';
import { openRelayUsageStore } from './relay-usage-store.ts';
import { openPlaybackUsageStore } from './playback-usage-store.ts';
import { openBillExportStore } from './bill-export-store.ts';
import { openBillReconciliationStore } from './bill-reconciliation-store.ts';
import { openLedgerStore } from './ledger-store.ts';

/** Every promise that PostgreSQL keeps. */
export interface Store {
  readonly records: RecordStore;
  readonly marks: MarkStore;
  readonly search: RecordingSearch;
  readonly events: EventLog;
  readonly commands: CommandStore;
  readonly recordingCommands: RecordingCommandStore;
  readonly consents: ConsentStore;
  readonly shelfStore: ShelfStore;
  readonly holds: HoldStore;
  readonly retentionEnds: RetentionStore;
  readonly grants: GrantStore;
  readonly audit: AuditLog;
  readonly deliveries: DeliveryStore;
  readonly idempotency: IdempotencyStore;
  readonly inbox: Inbox;
  readonly facts: FactStore;
  readonly usage: UsageStore;
  readonly usageStream: UsageStream;
  readonly priceBooks: PriceBookStore;
  readonly ledger: LedgerStore;
  readonly budgets: BudgetStore;
  readonly billReconciliation: BillReconciliationStore;
  readonly billExports: BillExportStore;
  readonly playbackUsage: PlaybackUsageStore;
  readonly relayUsage: RelayUsageStore;
  readonly mixUsage: MixUsageStore;
  readonly settings: SettingsStore;
  readonly recordingTasks: RecordingTaskStore;
  readonly relays: RelayStore;
  readonly repairs: RepairStore;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const maxConnections = 10;
const connectPatienceSeconds = 5;
const closePatienceSeconds = 2;

/** `onStatement` is shown every statement that is sent; tests count them. */
export function openStore(databaseUrl: string, onStatement?: (statement: string) => void): Store {
  const options = {
    max: maxConnections,
    // A database that is being started again accepts connections before it answers them.
    connect_timeout: connectPatienceSeconds,
    onnotice: () => undefined,
    connection: { application_name: 'roomtape-server' },
  };
  const sql = postgres(databaseUrl, {
    ...options,
    ...(onStatement === undefined
      ? {}
      : {
          debug: (_connection: number, statement: string) => {
            onStatement(statement);
          },
        }),
  });
  const locks = postgres(databaseUrl, options);
  const facts = openFactStore(sql);
  return {
    records: openRecordStore(sql),
    marks: openMarkStore(sql),
    search: openRecordingSearch(sql),
    events: openEventLog(sql),
    consents: openConsentStore(sql),
    recordingCommands: openRecordingCommandStore(sql),
    commands: openCommandStore(sql, locks),
    shelfStore: openShelfStore(sql, facts),
    holds: openHoldStore(sql),
    retentionEnds: openRetentionStore(sql),
    grants: openGrantStore(sql),
    audit: openAuditLog(sql),
    deliveries: openDeliveryStore(sql),
    idempotency: openIdempotencyStore(sql),
    inbox: openInbox(sql),
    facts,
    usage: openUsageStore(sql),
    usageStream: openUsageStream(sql),
    priceBooks: openPriceBookStore(sql),
    ledger: openLedgerStore(sql),
    budgets: openBudgetStore(sql),
    billExports: openBillExportStore(sql),
    billReconciliation: openBillReconciliationStore(sql),
    playbackUsage: openPlaybackUsageStore(sql),
    relayUsage: openRelayUsageStore(sql),
    mixUsage: openMixUsageStore(sql),
    settings: openSettingsStore(sql),
    recordingTasks: openRecordingTaskStore(sql),
    relays: openRelayStore(sql),
    repairs: openRepairStore(sql),
    async ping() {
      await sql`select 1`;
    },
    async close() {
      const timeout = { timeout: closePatienceSeconds };
      await Promise.all([sql.end(timeout), locks.end(timeout)]);
    },
  };
}
