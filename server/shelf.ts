import type { Log } from './http/log.ts';
import type { AuditLog } from './ports/audit.ts';
import type { CommandStore, IdempotencyStore } from './ports/commands.ts';
import type { DeliveryStore } from './ports/deliveries.ts';
import type { GrantRevoker } from './ports/grant-revoker.ts';
import type { GrantStore } from './ports/grants.ts';
import type { HoldStore } from './ports/holds.ts';
import type { MediaShelf } from './ports/media-shelf.ts';
import type { PlaybackSigner } from './ports/playback-signer.ts';
import type { RecordStore } from './ports/records.ts';
import type { RetentionStore } from './ports/retention.ts';
import type { ShelfStore } from './ports/shelf-store.ts';
import type { Watching } from './ports/watching.ts';
import type { Applications } from './services/applications.ts';
import { openAuditReading } from './services/audit-reading.ts';
import { recordingDeleter } from './services/deletion.ts';
import { openDeliveryPolicies } from './services/delivery-policies.ts';
import { openGrants } from './services/grants.ts';
import { openHoldFiles, type HoldFiles } from './services/hold-files.ts';
import { legalHolds } from './services/holds.ts';
import { openPlayback } from './services/playback.ts';
import { recordingRestorer } from './services/restore.ts';
import { openRetention } from './services/retention.ts';
import { openTrash, type Trash } from './services/trash.ts';
import { recordingUpdater } from './services/update-recording.ts';

/** The promises that keeping, removing and showing recordings stand on. */
export interface ShelfPorts {
  readonly records: RecordStore;
  readonly commands: CommandStore;
  readonly idempotency: IdempotencyStore;
  readonly shelf: MediaShelf;
  readonly shelfStore: ShelfStore;
  readonly holds: HoldStore;
  readonly retentionEnds: RetentionStore;
  readonly grants: GrantStore;
  readonly audit: AuditLog;
  readonly signer: PlaybackSigner;
  readonly revoker: GrantRevoker;
  readonly watching: Watching;
  readonly deliveries: DeliveryStore;
}

/** What the API and the jobs share. */
export interface ShelfParts extends Omit<ShelfPorts, 'shelfStore' | 'retentionEnds' | 'signer'> {
  readonly store: ShelfStore;
  readonly retention: RetentionStore;
  readonly signer: PlaybackSigner;
  readonly trash: Trash;
  readonly holdFiles: HoldFiles;
  readonly clock: () => Date;
}

export function openShelfParts(
  { shelfStore: store, retentionEnds: retention, ...ports }: ShelfPorts,
  trashDays: number,
  clock: () => Date,
): ShelfParts {
  return {
    ...ports,
    store,
    retention,
    trash: openTrash(ports.shelf, store, trashDays, clock),
    holdFiles: openHoldFiles(ports.shelf, store, clock),
    clock,
  };
}

/** The services of the shelf, for resolvers. */
export function openShelfServices(
  parts: ShelfParts,
  applications: Applications,
  hasDeliveryFolder: boolean,
  log: Log,
) {
  const { audit, grants, signer, retention, clock } = parts;
  const onError = (err: unknown, recordingId: string): void => {
    log.error({ err, recordingId }, 'something could not be done to a recording');
  };
  return {
    playback: openPlayback(signer, grants, clock),
    grants: openGrants({
      ...parts,
      onError: (err, grantId) => {
        log.error({ err, grantId }, 'the provider could not be told of a revoked grant; it is told later');
      },
    }),
    grantStore: grants,
    holds: parts.holds,
    retentionEnds: retention,
    retention: openRetention({ ...parts, applications, onError }),
    deleteRecordings: recordingDeleter({ ...parts, onError }),
    restoreRecordings: recordingRestorer({ ...parts, onError }),
    updateRecording: recordingUpdater(parts),
    setLegalHold: legalHolds({
      ...parts,
      files: parts.holdFiles,
      onError: (err, target) => {
        log.error({ err, ...target }, 'a legal hold could not be changed');
      },
    }),
    deliveryPolicies: openDeliveryPolicies({ ...parts, applications, hasFolder: hasDeliveryFolder }),
    audit: openAuditReading(audit, parts.watching.isAttributed),
  };
}
