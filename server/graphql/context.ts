import type { EventLog } from '../ports/event-log.ts';
import type { RecordingSearch } from '../ports/recording-search.ts';
import type { MarkStore } from '../ports/marks.ts';
import type { RecordStore } from '../ports/records.ts';
import type { Principal } from '../services/access/principal.ts';
import type { ViewerTokens } from '../services/access/viewer-tokens.ts';
import type { ApplicationSettings } from '../services/application-settings.ts';
import type { Applications } from '../services/applications.ts';
import type { Billing } from '../services/billing.ts';
import type { Capabilities } from '../services/capabilities.ts';
import type { Chapters, ChapterGrants } from '../services/chapters.ts';
import type { RecordingConsents } from '../services/consents.ts';
import type { DeleteRecordings } from '../services/deletion.ts';
import type { Markers } from '../services/markers.ts';
import type { Mixing } from '../services/mixing.ts';
import type { RecordingTasks } from '../services/recording-tasks.ts';
import type { Playback } from '../services/playback.ts';
import type { RecordingControl } from '../services/recording-control.ts';
import type { MakeTicket } from '../services/tickets.ts';
import type { Links } from './loading/links.ts';

/** What resolvers may call. */
export interface Services {
  readonly applications: Applications;
  readonly settings: ApplicationSettings;
  readonly recordingTasks: RecordingTasks;
  readonly records: RecordStore;
  readonly marks: MarkStore;
  readonly markers: Markers;
  readonly chapters: Chapters;
  readonly chapterGrants: ChapterGrants;
  readonly search: RecordingSearch;
  readonly events: EventLog;
  readonly tokens: ViewerTokens;
  readonly playback: Playback;
  readonly billing: Billing;
  readonly makeTicket: MakeTicket;
  readonly mixing: Mixing;
  readonly recordingControl: RecordingControl;
  readonly capabilities: Capabilities;
  readonly consents: RecordingConsents;
  readonly deleteRecordings: DeleteRecordings;
  readonly clock: () => Date;
}

/** Made for each request, or for each operation of a socket. */
export interface GraphContext {
  readonly principal: Principal;
  readonly services: Services;
  readonly links: Links;
  /** Names the call in the log and in the errors that a client sees. */
  readonly traceId: string;
}
