import type { Services } from './graphql/context.ts';
import type { HttpDeps } from './http/server.ts';
import { makeHttpServer, type HttpServer } from './http/server.ts';
import type { Log } from './http/log.ts';
import type { ConsentStore } from './ports/consents.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Provider } from './ports/provider.ts';
import type { RecordingSearch } from './ports/recording-search.ts';
import type { RecordingCommandStore } from './ports/recording-commands.ts';
import type { MarkStore } from './ports/marks.ts';
import type { RecordingTaskStore, TaskProvider } from './ports/recording-tasks.ts';
import type { RelayProvider, RelayStore } from './ports/relays.ts';
import type { SubApplications } from './ports/sub-applications.ts';
import type { BillExportStore } from './ports/bill-exports.ts';
import type { BillReconciliationStore } from './ports/bill-reconciliation.ts';
import type { BudgetStore } from './ports/budgets.ts';
import type { LedgerStore } from './ports/ledger.ts';
import type { UsageStore } from './ports/usage.ts';
import type { UsageStream } from './ports/usage-stream.ts';
import { openApiKeys } from './services/access/api-keys.ts';
import { authenticator } from './services/access/authenticate.ts';
import type { Role } from './services/access/roles.ts';
import { openViewerTokens } from './services/access/viewer-tokens.ts';
import type { ApplicationSettings } from './services/application-settings.ts';
import type { Applications } from './services/applications.ts';
import { openConsents } from './services/consents.ts';
import { openCapabilities } from './services/capabilities.ts';
import { openBillReconciling } from './services/bill-reconciliation.ts';
import { openBudgets } from './services/budgets.ts';
import { openForecasts } from './services/forecasting.ts';
import { openBilling } from './services/billing.ts';
import { openBookDesk } from './services/book-desk.ts';
import { openBillExports } from './services/exports/bill-exports.ts';
import { openLedger } from './services/ledger.ts';
import { openChapterGrants, openChapters } from './services/chapters.ts';
import { openEstimating } from './services/estimating.ts';
import { openMarkers } from './services/markers.ts';
import { openMixing } from './services/mixing.ts';
import { openRecordingControl } from './services/recording-control.ts';
import type { PriceBooks } from './services/price-books.ts';
import { openRecordingTasks } from './services/recording-tasks.ts';
import { openRelays } from './services/relays.ts';
import { openSubApplicationDesk } from './services/sub-applications.ts';
import { ticketMaker } from './services/tickets.ts';
import { openWhatIfs } from './services/what-if.ts';
import { openShelfServices, type ShelfParts } from './shelf.ts';

/** The promises that the API stands on, kept by adapters. */
export interface Ports {
  readonly marks: MarkStore;
  readonly search: RecordingSearch;
  readonly events: EventLog;
  readonly recordingCommands: RecordingCommandStore;
  readonly consents: ConsentStore;
  readonly provider: Provider;
  readonly usage: UsageStore;
  readonly usageStream: UsageStream;
  readonly ledger: LedgerStore;
  readonly budgets: BudgetStore;
  readonly billReconciliation: BillReconciliationStore;
  readonly billExports: BillExportStore;
  readonly recordingTasks: RecordingTaskStore;
  readonly taskProvider: TaskProvider;
  readonly relays: RelayStore;
  readonly relayProvider: RelayProvider;
  readonly shelf: ShelfParts;
  readonly subApplications: SubApplications;
}

export interface ApiOptions extends Pick<
  HttpDeps,
  'health' | 'registerCallbacks' | 'corsOrigins' | 'consoleFolder'
> {
  readonly applications: Applications;
  readonly settings: ApplicationSettings;
  readonly books: PriceBooks;
  readonly apiKeys: Readonly<Record<Role, string>>;
  readonly tokenSecret: string;
  readonly hasDeliveryFolder: boolean;
  readonly clock: () => Date;
  readonly log: Log;
}

/** Connects ports to services and services to doors. Nothing listens yet. */
export async function openApi(ports: Ports, options: ApiOptions): Promise<HttpServer> {
  const { events, provider, shelf } = ports;
  const { records, commands, idempotency } = shelf;
  const { applications, settings, clock, log } = options;
  const keys = openApiKeys(options.apiKeys);
  const tokens = openViewerTokens(options.tokenSecret, keys);
  const capabilities = openCapabilities(applications.all, provider.ownEngine);
  const { books } = options;
  const ledger = openLedger({
    ...{ usageStream: ports.usageStream, ledger: ports.ledger, books, applications, clock },
  });
  const billing = openBilling({ usage: ports.usage, ledger, applications, books, clock });
  const forecasts = openForecasts({ ledger, billing, applications, books, clock });
  const budgets = openBudgets({
    store: ports.budgets,
    billing,
    forecasts,
    applications,
    audit: ports.shelf.audit,
    clock,
  });
  const services: Services = {
    ...openShelfServices(shelf, applications, options.hasDeliveryFolder, log),
    applications,
    settings,
    recordingTasks: openRecordingTasks({
      ...{ store: ports.recordingTasks, provider: ports.taskProvider, applications, settings },
      ...{ commands, idempotency, budgets, clock },
    }),
    relays: openRelays({
      ...{ store: ports.relays, provider: ports.relayProvider, commands, idempotency, budgets, clock },
    }),
    records,
    marks: ports.marks,
    markers: openMarkers({ records, marks: ports.marks, idempotency, clock }),
    chapters: openChapters(records, ports.marks),
    chapterGrants: openChapterGrants(options.tokenSecret),
    search: ports.search,
    events,
    tokens,
    subApplications: openSubApplicationDesk({
      ...{ subApplications: ports.subApplications, idempotency, audit: shelf.audit },
    }),
    billing,
    billExports: openBillExports({ store: ports.billExports, billing, applications, idempotency, clock }),
    reconciling: openBillReconciling({
      ...{ store: ports.billReconciliation, ledger, billing, applications, provider, clock },
      subApplications: ports.subApplications,
    }),
    forecasts,
    budgets,
    whatIfs: openWhatIfs({ billing, usage: ports.usage, applications }),
    estimating: openEstimating({ applications, settings, books, clock }),
    bookDesk: openBookDesk({ books, applications, audit: shelf.audit, idempotency }),
    makeTicket: ticketMaker(applications, provider, clock),
    mixing: openMixing({ records, commands, idempotency, provider, budgets, clock }),
    capabilities,
    consents: openConsents({
      ...{ store: ports.consents, commands, idempotency, provider, capabilities, clock },
    }),
    recordingControl: openRecordingControl({
      ...{ records, commands, idempotency, provider, capabilities, clock },
      recordingCommands: ports.recordingCommands,
    }),
    clock,
  };
  return makeHttpServer({ ...options, services, authenticate: authenticator(keys, tokens, clock) });
}
