import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { EventRecord, EventType } from '../../ports/event-log.ts';
import { DateTime } from '../scalars/date-time.ts';
import { JsonObject } from '../scalars/json-object.ts';

export const EventTypeEnum = {
  ROOM_STARTED: 'room.started',
  ROOM_ENDED: 'room.ended',
  ROOM_USER_JOINED: 'room.user_joined',
  ROOM_USER_LEFT: 'room.user_left',
  STREAM_STARTED: 'stream.started',
  STREAM_ENDED: 'stream.ended',
  STREAM_RESUMED: 'stream.resumed',
  RECORDING_STARTED: 'recording.started',
  RECORDING_ENDED: 'recording.ended',
  RECORDING_PAUSED: 'recording.paused',
  RECORDING_RESUMED: 'recording.resumed',
  RECORDING_COMMAND_LAPSED: 'recording.command_lapsed',
  RECORDING_FILE_ANNOUNCED: 'recording.file_announced',
  RECORDING_FILE_READY: 'recording.file_ready',
  RECORDING_FILE_FAILED: 'recording.file_failed',
  RECORDING_READY: 'recording.ready',
  RECORDING_FAILED: 'recording.failed',
  RECORDING_DELETED: 'recording.deleted',
  RECORDING_TRASHED: 'recording.trashed',
  RECORDING_RESTORED: 'recording.restored',
  RECORDING_LOST: 'recording.lost',
  RECORDING_DELIVERED: 'recording.delivered',
  RECORDING_UPDATED: 'recording.updated',
  RECORDING_HELD: 'recording.held',
  RECORDING_RELEASED: 'recording.released',
  RECORDING_EXPIRING: 'recording.expiring',
  RECORDING_EXPIRED: 'recording.expired',
  RECORDING_FILE_TRASHED: 'recording.file_trashed',
  RECORDING_FILE_RESTORED: 'recording.file_restored',
  RECORDING_FILE_DELETED: 'recording.file_deleted',
  RECORDING_FILE_LOST: 'recording.file_lost',
  RECORDING_FILE_DELIVERED: 'recording.file_delivered',
  RECORDING_DUPLICATE_COST: 'recording.duplicate_cost',
  RECORDING_QUALITY_ALERT: 'recording.quality_alert',
  RECORDING_QUALITY_RECOVERED: 'recording.quality_recovered',
  RECORDING_MARKER_ADDED: 'recording.marker_added',
  RECORDING_MARKER_UPDATED: 'recording.marker_updated',
  RECORDING_MARKER_REMOVED: 'recording.marker_removed',
  APPLICATION_CREATED: 'application.created',
  APPLICATION_SETTINGS_CHANGED: 'application.settings_changed',
  RECORDING_TASK_CHANGED: 'recording_task.changed',
  CONSENT_CHANGED: 'consent.changed',
  MIX_REQUESTED: 'mix.requested',
  MIX_STARTED: 'mix.started',
  MIX_STOPPED: 'mix.stopped',
  MIX_REFUSED: 'mix.refused',
  MIX_LAYOUT_REQUESTED: 'mix.layout_requested',
  MIX_LAYOUT_CHANGED: 'mix.layout_changed',
  MIX_LAYOUT_REFUSED: 'mix.layout_refused',
  RELAY_REQUESTED: 'relay.requested',
  RELAY_STARTED: 'relay.started',
  RELAY_STOPPED: 'relay.stopped',
  RELAY_REFUSED: 'relay.refused',
  RELAY_FAILED: 'relay.failed',
  RELAY_TARGET_CHANGED: 'relay.target_changed',
  RECONCILIATION_REPAIRED: 'reconciliation.repaired',
  RECONCILIATION_UNRECOVERABLE: 'reconciliation.unrecoverable',
  USAGE_PLAYBACK: 'usage.playback',
  BUDGET_CROSSED: 'budget.crossed',
  BILL_EXPORT_READY: 'bill.export_ready',
  BILL_EXPORT_FAILED: 'bill.export_failed',
} as const satisfies Record<string, EventType>;

registerEnumType(EventTypeEnum, {
  name: 'EventType',
  description: 'What happened. Values are only ever added: skip what you do not know.',
  valuesConfig: {
    BILL_EXPORT_READY: { description: 'The file of a bill’s export can be fetched; `data.exportId`.' },
    BILL_EXPORT_FAILED: { description: 'An export of bills could not be made; `data.error` says why.' },
    ROOM_STARTED: { description: 'A room session began.' },
    ROOM_ENDED: { description: 'A room session was dismissed.' },
    ROOM_USER_JOINED: { description: 'A user entered a room.' },
    ROOM_USER_LEFT: { description: 'A user left a room.' },
    STREAM_STARTED: { description: 'A stream went on air.' },
    STREAM_ENDED: { description: 'A stream ended; its recording may wait for it to come back.' },
    STREAM_RESUMED: { description: 'A stream came back, and its recording goes on.' },
    RECORDING_STARTED: { description: 'Recording of a stream or mix began.' },
    RECORDING_ENDED: { description: 'Recording ended; its files follow.' },
    RECORDING_PAUSED: { description: 'Media is left out from here on; `data.gap` says why.' },
    RECORDING_RESUMED: { description: 'Media is recorded again; `data.gap` is what was left out.' },
    RECORDING_COMMAND_LAPSED: {
      description: 'Nothing showed in time that the provider did what it was asked for.',
    },
    RECORDING_FILE_ANNOUNCED: { description: 'The provider told of a file; it is not confirmed yet.' },
    RECORDING_FILE_READY: { description: 'The media library confirmed a file: it can be played.' },
    RECORDING_FILE_FAILED: { description: 'The media library did not know an announced file in time.' },
    RECORDING_READY: { description: 'The recording ended and all its files are confirmed.' },
    RECORDING_FAILED: { description: 'The recording ended without the files it should have.' },
    RECORDING_DELETED: { description: 'The files of the recording were deleted.' },
    RECORDING_TRASHED: {
      description: 'The recording went into the trash; it is charged until it is purged.',
    },
    RECORDING_RESTORED: { description: 'The recording came back out of the trash.' },
    RECORDING_LOST: {
      description: 'Nothing of the recording is left in the media library, and nobody here deleted it.',
    },
    RECORDING_DELIVERED: {
      description:
        'Every file was fetched to the folder of a delivery policy and deleted from the media library.',
    },
    RECORDING_UPDATED: { description: 'Its tags, description or retention changed.' },
    RECORDING_HELD: { description: 'A legal hold was put on it: nothing deletes it until it is released.' },
    RECORDING_RELEASED: { description: 'A legal hold was taken off it.' },
    RECORDING_EXPIRING: { description: 'Its retention ends soon; `data.expiresAt` says when.' },
    RECORDING_EXPIRED: { description: 'Its retention ended and its files were deleted.' },
    RECORDING_FILE_TRASHED: { description: 'A file went into the trash.' },
    RECORDING_FILE_RESTORED: { description: 'A file came back out of the trash.' },
    RECORDING_FILE_DELETED: {
      description: 'A file was deleted from the media library; `data.goneBecause` says why.',
    },
    RECORDING_FILE_LOST: {
      description:
        'A file is gone from the media library and nobody here deleted it; `data.goneBecause` says how that was noticed.',
    },
    RECORDING_FILE_DELIVERED: {
      description: 'A file was fetched, verified and deleted from the media library by a delivery policy.',
    },
    RECORDING_DUPLICATE_COST: {
      description:
        'It records what `data.duplicateOf` records at the same time; both are charged, `data.extraChannels` channels more while it runs.',
    },
    RECORDING_QUALITY_ALERT: {
      description:
        'Something is not as it should be with a recording; `data.code` and `data.level` say what.',
    },
    RECORDING_QUALITY_RECOVERED: { description: 'What an alert told of is over.' },
    RECORDING_MARKER_ADDED: { description: 'Somebody named a place in a recording.' },
    RECORDING_MARKER_UPDATED: { description: 'A marker was moved, renamed, or its data changed.' },
    RECORDING_MARKER_REMOVED: { description: 'A marker was removed.' },
    APPLICATION_CREATED: { description: 'A call of ours made an application.' },
    APPLICATION_SETTINGS_CHANGED: { description: 'How an application is to record was changed.' },
    RECORDING_TASK_CHANGED: { description: 'A recording task was asked for, taken, refused or stopped.' },
    CONSENT_CHANGED: {
      description: 'Somebody may be recorded, or may not any more; `data` says who answered.',
    },
    MIX_REQUESTED: { description: 'A mix was asked for.' },
    MIX_STARTED: { description: 'The provider took the mix.' },
    MIX_STOPPED: { description: 'The mix ended.' },
    MIX_REFUSED: { description: 'The provider refused the mix.' },
    MIX_LAYOUT_REQUESTED: { description: 'Another layout of a running mix was asked for.' },
    MIX_LAYOUT_CHANGED: { description: 'The provider took the layout.' },
    MIX_LAYOUT_REFUSED: { description: 'The provider refused the layout; the one before goes on.' },
    RELAY_REQUESTED: { description: 'A relay was asked for; the intent is stored.' },
    RELAY_STARTED: { description: 'The provider took the relay.' },
    RELAY_STOPPED: { description: 'The relay is over, by a command or by itself.' },
    RELAY_REFUSED: { description: 'The provider refused the relay.' },
    RELAY_FAILED: { description: 'No target of the relay could be reached.' },
    RELAY_TARGET_CHANGED: {
      description: 'A target of the relay came into another state; `data.targets` has each by its place.',
    },
    RECONCILIATION_REPAIRED: {
      description:
        'Something that a callback should have told was found by asking; `data.missing`, `data.source` and `data.about` say what and where.',
    },
    RECONCILIATION_UNRECOVERABLE: {
      description:
        'The provider does not list what happened from `data.from` until `data.until` any more: what was missed then stays unknown.',
    },
    BUDGET_CROSSED: {
      description:
        'A month crossed a threshold of a budget, told once; `data` has the budget, month, percent and basis, and no amounts.',
    },
    USAGE_PLAYBACK: { description: 'The provider counted more bytes of playback for a file.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'One thing that happened, as the event log has it. A later commit never gets an earlier cursor.',
})
export class Event {
  @Field(() => ID, { description: 'Unique; the same event delivered twice has the same id.' })
  readonly id: string;

  @Field(() => String, {
    description: 'Its place in the log, opaque; given as `after`, everything later is replayed.',
  })
  readonly cursor: string;

  @Field(() => Int, { description: 'The version of the form of `data`.' })
  readonly schemaVersion: number;

  @Field(() => EventTypeEnum, { description: 'What happened.' })
  readonly type: EventType;

  @Field(() => DateTime, {
    description: 'When it happened by the provider’s clock; events may become known in another order.',
  })
  readonly occurredAt: Date;

  @Field(() => Int, { description: 'The application that it belongs to.' })
  readonly sdkAppId: number;

  @Field(() => String, { nullable: true, description: 'The user whom it is about, where there is one.' })
  readonly userId: string | null;

  @Field(() => JsonObject, { description: 'A snapshot of what the event is about, as it was then.' })
  readonly data: Readonly<Record<string, unknown>>;

  readonly record: EventRecord;

  constructor(record: EventRecord) {
    this.id = record.id;
    this.cursor = record.cursor;
    this.schemaVersion = record.schemaVersion;
    this.type = record.type;
    this.occurredAt = record.occurredAt;
    this.sdkAppId = record.sdkAppId;
    this.userId = record.userId;
    this.data = record.data;
    this.record = record;
  }
}
