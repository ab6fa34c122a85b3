import type { Library } from '../../library/library.ts';
import type { ApplicationRooms } from '../../rooms/application-rooms.ts';
import type { Consents } from '../../rooms/consents.ts';
import type { DocumentShelf } from '../settings/document-shelf.ts';
import type { Directory } from '../settings/directory.ts';
import type { Action } from './action.ts';
import { applicationActions } from './application-actions.ts';
import { cloudRecordingActions } from './cloud-recording-actions.ts';
import { consentActions } from './consent-actions.ts';
import { liveCallbackActions } from './live-callback-actions.ts';
import { liveRecordActions } from './live-record-actions.ts';
import { liveWatchActions } from './live-watch-actions.ts';
import { mixActions } from './mix-actions.ts';
import { mixUsageActions } from './mix-usage-actions.ts';
import { recordingActions } from './recording-actions.ts';
import { relayActions } from './relay-actions.ts';
import { relayUsageActions } from './relay-usage-actions.ts';
import { removalActions } from './removal-actions.ts';
import { roomActions } from './room-actions.ts';
import { roomUserActions } from './room-user-actions.ts';
import { minutesActions } from './usage/minutes-actions.ts';
import { usageActions } from './usage-actions.ts';
import type { MediaDesk } from './vod/media-desk.ts';
import { vodActions } from './vod/vod-actions.ts';

export interface ActionDeps {
  readonly library: Library;
  readonly desk: MediaDesk;
  readonly live: ApplicationRooms;
  readonly directory: Directory;
  readonly shelf: DocumentShelf;
  readonly recorders: Parameters<typeof recordingActions>[0];
  readonly consents: Consents;
  readonly viewerRegion: string | null;
  readonly restoreScale: number;
  readonly clock: () => number;
}

/** Everything that this engine answers, the vendor's actions and ours. */
export function everyAction(deps: ActionDeps): readonly Action[] {
  const { library, live, shelf, clock, viewerRegion } = deps;
  return [
    ...vodActions(deps.desk, deps),
    ...usageActions(library, viewerRegion),
    ...minutesActions(library, clock),
    ...relayUsageActions(library),
    ...roomActions(library, deps.directory),
    ...roomUserActions(library, clock),
    ...removalActions(live),
    ...mixActions(live),
    ...mixUsageActions(library),
    ...relayActions(live, clock),
    ...cloudRecordingActions(live, clock),
    ...applicationActions(deps.directory),
    ...liveRecordActions(shelf, clock),
    ...liveCallbackActions(shelf, clock),
    ...liveWatchActions(library),
    ...recordingActions(deps.recorders),
    ...consentActions(deps.consents),
  ];
}
