import type DataLoader from 'dataloader';
import type { EventLog } from '../ports/event-log.ts';
import type { GrantStore } from '../ports/grants.ts';
import type { RecordingSearch } from '../ports/recording-search.ts';
import type { Principal } from '../services/access/principal.ts';
import type { ViewerTokens } from '../services/access/viewer-tokens.ts';
import type { ApplicationSettings } from '../services/application-settings.ts';
import type { Applications } from '../services/applications.ts';
import type { BillReconciling } from '../services/bill-reconciliation.ts';
import type { BillExports } from '../services/exports/bill-exports.ts';
import type { Billing } from '../services/billing.ts';
import type { Budgets } from '../services/budgets.ts';
import type { BookDesk } from '../services/book-desk.ts';
import type { Capabilities } from '../services/capabilities.ts';
import type { Chapters, ChapterGrants } from '../services/chapters.ts';
import type { RecordingConsents } from '../services/consents.ts';
import type { Estimating } from '../services/estimating.ts';
import type { Forecasts } from '../services/forecasting.ts';
import type { DeleteRecordings } from '../services/deletion.ts';
import type { Markers } from '../services/markers.ts';
import type { AuditReading } from '../services/audit-reading.ts';
import type { DeliveryPolicies } from '../services/delivery-policies.ts';
import type { Grants } from '../services/grants.ts';
import type { SetLegalHold } from '../services/holds.ts';
import type { Mixing } from '../services/mixing.ts';
import type { Relays } from '../services/relays.ts';
import type { RecordingTasks } from '../services/recording-tasks.ts';
import type { RecordingControl } from '../services/recording-control.ts';
import type { Playback, PlaybackAddress, PlaybackRequest } from '../services/playback.ts';
import type { RestoreRecordings } from '../services/restore.ts';
import type { Retention } from '../services/retention.ts';
import type { SubApplicationDesk } from '../services/sub-applications.ts';
import type { MakeTicket } from '../services/tickets.ts';
import type { UpdateRecording } from '../services/update-recording.ts';
import type { WhatIfs } from '../services/what-if.ts';
import type { Links, LinkSources } from './loading/links.ts';

/** What resolvers may call. */
export interface Services extends LinkSources {
  readonly applications: Applications;
  readonly settings: ApplicationSettings;
  readonly recordingTasks: RecordingTasks;
  readonly relays: Relays;
  readonly markers: Markers;
  readonly chapters: Chapters;
  readonly chapterGrants: ChapterGrants;
  readonly search: RecordingSearch;
  readonly events: EventLog;
  readonly tokens: ViewerTokens;
  readonly playback: Playback;
  readonly grants: Grants;
  readonly grantStore: GrantStore;
  readonly audit: AuditReading;
  readonly billing: Billing;
  readonly billExports: BillExports;
  readonly reconciling: BillReconciling;
  readonly estimating: Estimating;
  readonly whatIfs: WhatIfs;
  readonly forecasts: Forecasts;
  readonly budgets: Budgets;
  readonly bookDesk: BookDesk;
  readonly makeTicket: MakeTicket;
  readonly mixing: Mixing;
  readonly recordingControl: RecordingControl;
  readonly capabilities: Capabilities;
  readonly consents: RecordingConsents;
  readonly deleteRecordings: DeleteRecordings;
  readonly restoreRecordings: RestoreRecordings;
  readonly updateRecording: UpdateRecording;
  readonly setLegalHold: SetLegalHold;
  readonly retention: Retention;
  readonly subApplications: SubApplicationDesk;
  readonly deliveryPolicies: DeliveryPolicies;
  readonly clock: () => Date;
}

/** Made for each request, or for each operation of a socket. */
export interface GraphContext {
  readonly principal: Principal;
  readonly services: Services;
  readonly links: Links;
  /** Addresses that are asked for together are granted in one statement. */
  readonly addresses: Pick<DataLoader<PlaybackRequest, PlaybackAddress | null>, 'load'>;
  /** Names the call in the log and in the errors that a client sees. */
  readonly traceId: string;
}
