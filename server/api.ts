import type { Services } from './graphql/context.ts';
import type { HttpDeps } from './http/server.ts';
import { makeHttpServer, type HttpServer } from './http/server.ts';
import type { Log } from './http/log.ts';
import type { CommandStore, IdempotencyStore } from './ports/commands.ts';
import type { ConsentStore } from './ports/consents.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Provider } from './ports/provider.ts';
import type { RecordingSearch } from './ports/recording-search.ts';
import type { RecordingCommandStore } from './ports/recording-commands.ts';
import type { MarkStore } from './ports/marks.ts';
import type { RecordStore } from './ports/records.ts';
import type { RecordingTaskStore, TaskProvider } from './ports/recording-tasks.ts';
import type { UsageStore } from './ports/usage.ts';
import { openApiKeys } from './services/access/api-keys.ts';
import { authenticator } from './services/access/authenticate.ts';
import type { Role } from './services/access/roles.ts';
import { openViewerTokens } from './services/access/viewer-tokens.ts';
import type { ApplicationSettings } from './services/application-settings.ts';
import type { Applications } from './services/applications.ts';
import { openConsents } from './services/consents.ts';
import { openCapabilities } from './services/capabilities.ts';
import { openBilling } from './services/billing.ts';
import { openChapterGrants, openChapters } from './services/chapters.ts';
import { recordingDeleter } from './services/deletion.ts';
import { openMarkers } from './services/markers.ts';
import { openMixing } from './services/mixing.ts';
import { openRecordingControl } from './services/recording-control.ts';
import { openPlayback } from './services/playback.ts';
import { openRecordingTasks } from './services/recording-tasks.ts';
import { ticketMaker } from './services/tickets.ts';

/** The promises that the API stands on, kept by adapters. */
export interface Ports {
  readonly records: RecordStore;
  readonly marks: MarkStore;
  readonly search: RecordingSearch;
  readonly events: EventLog;
  readonly commands: CommandStore;
  readonly recordingCommands: RecordingCommandStore;
  readonly consents: ConsentStore;
  readonly idempotency: IdempotencyStore;
  readonly provider: Provider;
  readonly usage: UsageStore;
  readonly recordingTasks: RecordingTaskStore;
  readonly taskProvider: TaskProvider;
}

export interface ApiOptions extends Pick<
  HttpDeps,
  'health' | 'registerCallbacks' | 'corsOrigins' | 'consoleFolder'
> {
  readonly applications: Applications;
  readonly settings: ApplicationSettings;
  readonly apiKeys: Readonly<Record<Role, string>>;
  readonly tokenSecret: string;
  readonly clock: () => Date;
  readonly log: Log;
}

/** Connects ports to services and services to doors. Nothing listens yet. */
export async function openApi(ports: Ports, options: ApiOptions): Promise<HttpServer> {
  const { records, events, commands, idempotency, provider } = ports;
  const { applications, settings, clock, log } = options;
  const keys = openApiKeys(options.apiKeys);
  const tokens = openViewerTokens(options.tokenSecret, keys);
  const capabilities = openCapabilities(applications.all, provider.ownEngine);
  const services: Services = {
    applications,
    settings,
    recordingTasks: openRecordingTasks({
      ...{ store: ports.recordingTasks, provider: ports.taskProvider, applications, settings },
      ...{ commands, idempotency, clock },
    }),
    records,
    marks: ports.marks,
    markers: openMarkers({ records, marks: ports.marks, idempotency, clock }),
    chapters: openChapters(records, ports.marks),
    chapterGrants: openChapterGrants(options.tokenSecret),
    search: ports.search,
    events,
    tokens,
    playback: openPlayback(provider, clock),
    billing: openBilling({ usage: ports.usage, applications, clock }),
    makeTicket: ticketMaker(applications, provider, clock),
    mixing: openMixing({ records, commands, idempotency, provider, clock }),
    capabilities,
    consents: openConsents({
      ...{ store: ports.consents, commands, idempotency, provider, capabilities, clock },
    }),
    recordingControl: openRecordingControl({
      ...{ records, commands, idempotency, provider, capabilities, clock },
      recordingCommands: ports.recordingCommands,
    }),
    deleteRecordings: recordingDeleter({
      records,
      commands,
      idempotency,
      provider,
      onError: (err, recordingId) => {
        log.error({ err, recordingId }, 'a recording could not be deleted');
      },
    }),
    clock,
  };
  return makeHttpServer({ ...options, services, authenticate: authenticator(keys, tokens, clock) });
}
