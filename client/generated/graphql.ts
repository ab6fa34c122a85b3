/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What a caller may do. */
export type Action =
  /** Name places in recordings: markers and chapters. */
  | 'ANNOTATE'
  /** Read who was given what and who watched what. */
  | 'AUDIT'
  /** Make applications and change how they record. */
  | 'CONFIGURE'
  /** Pause and resume recordings, and say who consents to be recorded. */
  | 'CONTROL'
  /** See costs and bills. */
  | 'COSTS'
  /** Delete recordings and restore them from the trash. */
  | 'DELETE'
  /** Change tags and descriptions. */
  | 'EDIT'
  /** See what a plan or a recording that is about to start would cost. */
  | 'ESTIMATE'
  /** Follow what happens. */
  | 'EVENTS'
  /** Put legal holds on and take them off. */
  | 'HOLD'
  /** Make join tickets. */
  | 'JOIN'
  /** Make viewer tokens with at most its own rights. */
  | 'MAKE_TOKENS'
  /** Read the service’s own metrics. */
  | 'METRICS'
  /** Start and stop mixed recordings. */
  | 'MIX'
  /** Get signed media addresses. */
  | 'PLAY'
  /** See rooms, streams, recordings and files. */
  | 'READ'
  /** Set how long recordings are kept, and where they are delivered. */
  | 'RETAIN';

/** Where a marker goes. Name the recording, or the room and user of one that runs. */
export type AddMarkerInput = {
  /** A moment of the day while it was recorded. Its place in the media follows, gaps left out. Neither given: now. */
  at?: string | null | undefined;
  /** Whatever belongs to it, at most 8192 characters of JSON. */
  data?: Record<string, unknown> | null | undefined;
  /** A repeat with the same key answers the marker of the first call: 1 to 128 printable ASCII characters. */
  idempotencyKey: string;
  /** What sort of place it is: 1 to 32 lower-case letters, digits, _ or -; left out: `chapter`. */
  kind?: string | null | undefined;
  /** What it is called: 1 to 200 characters, none of them a control character. */
  label: string;
  /** A place in the media, in seconds from its beginning. */
  mediaSeconds?: number | null | undefined;
  /** The recording. */
  recordingId?: string | number | null | undefined;
  /** With userId: the room session of a running recording. */
  roomId?: string | number | null | undefined;
  /** With roomId: whose running recording; of two, the camera’s. */
  userId?: string | null | undefined;
};

/** The vendor’s two kinds of application; what one records by excludes the other. */
export type ApplicationKind =
  /** Made before 2022-08-01: recorded by its settings, and mixes by their RecordId. */
  | 'LEGACY'
  /** Newer: recorded by tasks that `startRecording` begins. */
  | 'TASK';

/** Who is recorded without being asked for. */
export type AutomaticRecordingMethod =
  /** Only who joins with a userDefineRecordId, and mixes with a RecordId. */
  | 'CHOSEN_USERS'
  /** Every stream of every user. */
  | 'GLOBAL_AUTO';

/** Which bill. */
export type BillInput = {
  /** By which book; left out: the one of the newest pages. */
  book?: string | number | null | undefined;
  /** Of which time. */
  period: BillPeriodInput;
  /** Of which application; may be left out where there is one. */
  sdkAppId?: number | null | undefined;
};

/** A day or a month of UTC+8, the vendor’s zone of billing. */
export type BillPeriodInput =
  {   /** A day, as `2026-02-28`. */
  day: string; month?: never; }
  |  { day?: never;   /** A month, as `2026-02`. */
  month: string; };

/** What the vendor charges for. */
export type Charge =
  /** Everything else: call minutes, deliveries, packages, licences. */
  | 'OTHER'
  /** Bytes that left to players, as the provider’s usage calls count them. */
  | 'PLAYBACK'
  /** Recording streams: by the month’s highest number of channels, or by minutes of files. */
  | 'RECORDING'
  /** Keeping files, by the highest number of bytes of each day. */
  | 'STORAGE'
  /** Mixing streams into one, by begun minutes and the size of the output. */
  | 'TRANSCODING';

/** Which recording to pause or to resume. */
export type ControlRecordingInput = {
  /** Your own key for this command; a repeat with it answers the same. */
  idempotencyKey: string;
  /** The recording. One that is over is refused, so a late command reaches no later recording. */
  recordingId: string | number;
};

/** What the reader of a cost must know. */
export type CostWarningCode =
  /** Files are charged for longer than they are kept. */
  | 'MINIMUM_DAYS'
  /** Part of the plan changes nothing in the sum. */
  | 'NOT_APPLIED'
  /** Something used has no price in the book: it is left out, never guessed. */
  | 'NO_RATE'
  /** A little more use would cost less, since volume tiers price the whole. */
  | 'TIER_EDGE'
  /** The vendor’s pages are not clear on a rule. */
  | 'UNCERTAIN';

/** What a viewer token can see and do, and for how long. */
export type CreateViewerTokenInput = {
  /** What it can do, at most what the key may; left out: what the key may of READ, PLAY, EVENTS, COSTS and ESTIMATE. */
  actions?: Array<ViewerAction> | null | undefined;
  /** How long it lasts, in seconds, 60 to 86400. */
  lifetimeSeconds?: number;
  /** What it can see. */
  scope: ViewerScopeInput;
};

/** Which recordings to delete. */
export type DeleteRecordingsInput = {
  /** Your own key for this command; a repeat with it answers the same and does nothing more. */
  idempotencyKey: string;
  /** True deletes at once and for good. Left out, they go into the trash: closed to players at once, restorable and still charged as storage until `purgeAt`. */
  permanently?: boolean;
  /** 1 to 50 ids. Those still recording, and those under a hold, are refused. */
  recordingIds: Array<string | number>;
};

/** What happened. Values are only ever added: skip what you do not know. */
export type EventType =
  /** A call of ours made an application. */
  | 'APPLICATION_CREATED'
  /** How an application is to record was changed. */
  | 'APPLICATION_SETTINGS_CHANGED'
  /** An export of bills could not be made; `data.error` says why. */
  | 'BILL_EXPORT_FAILED'
  /** The file of a bill’s export can be fetched; `data.exportId`. */
  | 'BILL_EXPORT_READY'
  /** A month crossed a threshold of a budget, told once; `data` has the budget, month, percent and basis, and no amounts. */
  | 'BUDGET_CROSSED'
  /** Somebody may be recorded, or may not any more; `data` says who answered. */
  | 'CONSENT_CHANGED'
  /** The provider took the layout. */
  | 'MIX_LAYOUT_CHANGED'
  /** The provider refused the layout; the one before goes on. */
  | 'MIX_LAYOUT_REFUSED'
  /** Another layout of a running mix was asked for. */
  | 'MIX_LAYOUT_REQUESTED'
  /** The provider refused the mix. */
  | 'MIX_REFUSED'
  /** A mix was asked for. */
  | 'MIX_REQUESTED'
  /** The provider took the mix. */
  | 'MIX_STARTED'
  /** The mix ended. */
  | 'MIX_STOPPED'
  /** Something that a callback should have told was found by asking; `data.missing`, `data.source` and `data.about` say what and where. */
  | 'RECONCILIATION_REPAIRED'
  /** The provider does not list what happened from `data.from` until `data.until` any more: what was missed then stays unknown. */
  | 'RECONCILIATION_UNRECOVERABLE'
  /** Nothing showed in time that the provider did what it was asked for. */
  | 'RECORDING_COMMAND_LAPSED'
  /** The files of the recording were deleted. */
  | 'RECORDING_DELETED'
  /** Every file was fetched to the folder of a delivery policy and deleted from the media library. */
  | 'RECORDING_DELIVERED'
  /** It records what `data.duplicateOf` records at the same time; both are charged, `data.extraChannels` channels more while it runs. */
  | 'RECORDING_DUPLICATE_COST'
  /** Recording ended; its files follow. */
  | 'RECORDING_ENDED'
  /** Its retention ended and its files were deleted. */
  | 'RECORDING_EXPIRED'
  /** Its retention ends soon; `data.expiresAt` says when. */
  | 'RECORDING_EXPIRING'
  /** The recording ended without the files it should have. */
  | 'RECORDING_FAILED'
  /** The provider told of a file; it is not confirmed yet. */
  | 'RECORDING_FILE_ANNOUNCED'
  /** A file was deleted from the media library; `data.goneBecause` says why. */
  | 'RECORDING_FILE_DELETED'
  /** A file was fetched, verified and deleted from the media library by a delivery policy. */
  | 'RECORDING_FILE_DELIVERED'
  /** The media library did not know an announced file in time. */
  | 'RECORDING_FILE_FAILED'
  /** A file is gone from the media library and nobody here deleted it; `data.goneBecause` says how that was noticed. */
  | 'RECORDING_FILE_LOST'
  /** The media library confirmed a file: it can be played. */
  | 'RECORDING_FILE_READY'
  /** A file came back out of the trash. */
  | 'RECORDING_FILE_RESTORED'
  /** A file went into the trash. */
  | 'RECORDING_FILE_TRASHED'
  /** A legal hold was put on it: nothing deletes it until it is released. */
  | 'RECORDING_HELD'
  /** Nothing of the recording is left in the media library, and nobody here deleted it. */
  | 'RECORDING_LOST'
  /** Somebody named a place in a recording. */
  | 'RECORDING_MARKER_ADDED'
  /** A marker was removed. */
  | 'RECORDING_MARKER_REMOVED'
  /** A marker was moved, renamed, or its data changed. */
  | 'RECORDING_MARKER_UPDATED'
  /** Media is left out from here on; `data.gap` says why. */
  | 'RECORDING_PAUSED'
  /** Something is not as it should be with a recording; `data.code` and `data.level` say what. */
  | 'RECORDING_QUALITY_ALERT'
  /** What an alert told of is over. */
  | 'RECORDING_QUALITY_RECOVERED'
  /** The recording ended and all its files are confirmed. */
  | 'RECORDING_READY'
  /** A legal hold was taken off it. */
  | 'RECORDING_RELEASED'
  /** The recording came back out of the trash. */
  | 'RECORDING_RESTORED'
  /** Media is recorded again; `data.gap` is what was left out. */
  | 'RECORDING_RESUMED'
  /** Recording of a stream or mix began. */
  | 'RECORDING_STARTED'
  /** A recording task was asked for, taken, refused or stopped. */
  | 'RECORDING_TASK_CHANGED'
  /** The recording went into the trash; it is charged until it is purged. */
  | 'RECORDING_TRASHED'
  /** Its tags, description or retention changed. */
  | 'RECORDING_UPDATED'
  /** No target of the relay could be reached. */
  | 'RELAY_FAILED'
  /** The provider refused the relay. */
  | 'RELAY_REFUSED'
  /** A relay was asked for; the intent is stored. */
  | 'RELAY_REQUESTED'
  /** The provider took the relay. */
  | 'RELAY_STARTED'
  /** The relay is over, by a command or by itself. */
  | 'RELAY_STOPPED'
  /** A target of the relay came into another state; `data.targets` has each by its place. */
  | 'RELAY_TARGET_CHANGED'
  /** A room session was dismissed. */
  | 'ROOM_ENDED'
  /** A room session began. */
  | 'ROOM_STARTED'
  /** A user entered a room. */
  | 'ROOM_USER_JOINED'
  /** A user left a room. */
  | 'ROOM_USER_LEFT'
  /** A stream ended; its recording may wait for it to come back. */
  | 'STREAM_ENDED'
  /** A stream came back, and its recording goes on. */
  | 'STREAM_RESUMED'
  /** A stream went on air. */
  | 'STREAM_STARTED'
  /** The provider counted more bytes of playback for a file. */
  | 'USAGE_PLAYBACK';

/** Container of HLS segments. */
export type HlsSegments =
  /** Fragmented MP4. */
  | 'FMP4'
  /** MPEG transport stream; what Tencent writes whatever is set. */
  | 'TS';

/** What a legal hold is on. */
export type HoldKind =
  /** One recording. */
  | 'RECORDING'
  /** All recordings of a room session, those to come included. */
  | 'ROOM'
  /** All recordings of a user, those to come included. */
  | 'USER';

/** How bad it is. */
export type MarkLevel =
  /** Media is being lost. */
  | 'ERROR'
  /** Worth knowing, and perhaps as it should be: a screen share that stands still. */
  | 'INFO'
  /** Somebody should look: it may be heard or seen in the recording. */
  | 'WARNING';

/** How far the layout asked for last is. */
export type MixLayoutState =
  /** The layout shown is the one asked for. */
  | 'APPLIED'
  /** The intent is stored; the provider has not answered yet. */
  | 'REQUESTED'
  /** The provider did not answer in time, and nothing else tells of a layout: ask for it again. */
  | 'UNCONFIRMED';

/** Where a mix stands. */
export type MixState =
  /** The provider refused it; `failure` says why. */
  | 'REFUSED'
  /** The intent is stored; the provider has not answered yet. */
  | 'REQUESTED'
  /** The provider took it. */
  | 'RUNNING'
  /** It ended, by a command or with its room. */
  | 'STOPPED'
  /** The provider did not answer in time; callbacks will show what it did. */
  | 'UNCONFIRMED';

/** How the pictures are laid out. */
export type MixTemplate =
  /** SCREEN_SHARE while a screen is shared, else GRID. Only on an engine of ours. */
  | 'AUTO'
  /** Up to 16 regions of your own. */
  | 'CUSTOM'
  /** One on the whole canvas, up to 15 small ones on it from the bottom left. */
  | 'FLOAT'
  /** Equal tiles, up to 16, in the order of entry. */
  | 'GRID'
  /** One on the whole canvas and one small one; the others are heard. */
  | 'PICTURE_IN_PICTURE'
  /** One big and whole, up to 15 in columns beside it. */
  | 'SCREEN_SHARE';

/** Why a stream has no place in the picture. */
export type MixUnplacedReason =
  /** Sixteen are mixed; it waits until someone leaves, and is not heard. */
  | 'BEYOND_LIMIT'
  /** Its user is not among videoUserIds. */
  | 'NOT_CHOSEN'
  /** It sends sound alone, and such streams take no place. */
  | 'NO_PICTURE'
  /** Every region is taken; it is not heard either. */
  | 'NO_REGION'
  /** The canvas is too small, or there is none. */
  | 'NO_ROOM'
  /** Its region takes sound alone. */
  | 'SOUND_REGION'
  /** Picture-in-picture shows two. */
  | 'TEMPLATE_SHOWS_TWO';

/** Why media is left out of a recording. */
export type PauseReason =
  /** By `pauseRecording`. */
  | 'COMMAND'
  /** Its user does not consent. */
  | 'CONSENT';

/** The streams that a user can publish. */
export type PublishedStreamType =
  /** The second stream, mostly a shared screen. */
  | 'AUX'
  /** Camera and microphone. */
  | 'MAIN';

/** How a recording came to be. */
export type RecordedMethod =
  /** A recording task, of an application of the newer kind. */
  | 'CLOUD_RECORDING'
  /** Its application records every stream by itself. */
  | 'GLOBAL_AUTO'
  /** A mix of a room, started by the server. */
  | 'REST_MIX'
  /** Its application records chosen users, and this one joined with a record id. */
  | 'SDK_PARAMETERS';

/** Which of the vendor’s two recording services serves an application; it follows the age of the account and decides prices. */
export type RecordingCohort =
  /** Recorded by the live service (CSS): billed by the month’s peak of channels. */
  | 'CSS_LIVE_RECORDING'
  /** Recorded by TRTC itself: billed by the recorded minutes. */
  | 'TRTC_RECORDING';

/** What can be asked of a recording. */
export type RecordingCommandKind =
  /** Delete its files: `deleteRecordings`. */
  | 'DELETE'
  /** Leave media out from now on: `pauseRecording`. */
  | 'PAUSE'
  /** Take its files out of the trash: `restoreRecordings`. */
  | 'RESTORE'
  /** Record again: `resumeRecording`. */
  | 'RESUME';

/** Where a command to a recording stands. */
export type RecordingCommandState =
  /** The provider took it, or its callbacks show that it was done. */
  | 'DONE'
  /** Nothing showed in two minutes that it was done. */
  | 'LAPSED'
  /** The provider refused it; `failure` says why. */
  | 'REFUSED'
  /** The intent is stored; the provider has not answered yet. */
  | 'REQUESTED'
  /** The provider did not answer in time; callbacks or a deadline decide. */
  | 'UNCONFIRMED';

/** Where a file stands. */
export type RecordingFileState =
  /** Deleted from the media library. */
  | 'DELETED'
  /** Fetched by a delivery policy, verified, and deleted from the media library. */
  | 'DELIVERED'
  /** The media library did not know it in time; it is still asked for, seldom. */
  | 'FAILED'
  /** Gone from the media library without our doing. */
  | 'LOST'
  /** Announced by a callback, whose signature covers no body: not yet believed. */
  | 'PENDING'
  /** Confirmed by the media library; can be played. */
  | 'READY'
  /** In the trash: still in the media library and charged, closed to players, restorable. */
  | 'TRASHED';

/** Which recordings to list; what is given must all match. */
export type RecordingFilterInput = {
  /** Having a file of this format. */
  format?: RecordingFormat | null | undefined;
  /** Under a legal hold, or under none. */
  held?: boolean | null | undefined;
  /** Only streams, or only mixes. */
  kind?: RecordingKind | null | undefined;
  /** Having a quality mark of any of these codes, as `silence`. */
  markCodes?: Array<string> | null | undefined;
  /** Having a quality mark of any of these levels. */
  markLevels?: Array<MarkLevel> | null | undefined;
  /** At most this size in bytes. */
  maxBytes?: number | null | undefined;
  /** At most this length in seconds. */
  maxDurationSeconds?: number | null | undefined;
  /** That came to be in this way. */
  method?: RecordedMethod | null | undefined;
  /** At least this size in bytes. */
  minBytes?: number | null | undefined;
  /** At least this length in seconds. */
  minDurationSeconds?: number | null | undefined;
  /** Having a file whose name begins so. */
  namePrefix?: string | null | undefined;
  /** Of one room session. */
  roomId?: string | number | null | undefined;
  /** Of all sessions of one room name. */
  roomName?: RoomNameInput | null | undefined;
  /** Of one application. */
  sdkAppId?: number | null | undefined;
  /** Started at this instant or later. */
  startedAfter?: string | null | undefined;
  /** Started before this instant. */
  startedBefore?: string | null | undefined;
  /** In any of these states. */
  states?: Array<RecordingState> | null | undefined;
  /** Of one stream name. */
  streamId?: string | null | undefined;
  /** Having a file in this sub-application of the media library. */
  subAppId?: number | null | undefined;
  /** Carrying all of these tags. */
  tags?: Array<string> | null | undefined;
  /** Anywhere in its files’ names, user, room, stream, record id, tags or description, whatever the case; 1 to 200 characters. */
  text?: string | null | undefined;
  /** Of one user. */
  userId?: string | null | undefined;
};

/** A file format of a recording. */
export type RecordingFormat =
  /** The sound alone, as AAC with ADTS headers. */
  | 'AAC'
  /** One FLV file. */
  | 'FLV'
  /** A playlist with fMP4 segments: plays while it loads, anywhere. Preferred for playback. */
  | 'HLS'
  /** One MP4 file with its index in front. */
  | 'MP4';

/** What was recorded. */
export type RecordingKind =
  /** The mixed picture and sound of a room. */
  | 'MIX'
  /** One user’s stream. */
  | 'STREAM';

/** How a list of recordings is sorted; of equals the id decides, so pages are stable. */
export type RecordingOrderInput = {
  /** Which way; default: DESC. */
  direction?: SortDirection;
  /** By what. */
  field: RecordingSort;
};

/** Who records the streams of an application. */
export type RecordingService =
  /** An engine of ours, for applications of the legacy kind. */
  | 'ENGINE'
  /** An engine of ours, for applications of the newer kind: recorded by tasks. */
  | 'ENGINE_TASKS'
  /** Tencent’s live recording: applications made before 2022-08-01. */
  | 'LEGACY'
  /** Tencent’s cloud recording by tasks: applications made since. */
  | 'SINCE_2022_08';

/** By what recordings are sorted. */
export type RecordingSort =
  /** Length of the longest file; unknown is shortest. */
  | 'DURATION'
  /** Name of its first file, by code points. */
  | 'NAME'
  /** Bytes of its files that the media library has. */
  | 'SIZE'
  /** When recording began. */
  | 'STARTED_AT';

/** Where a recording stands. */
export type RecordingState =
  /** Its files were deleted; what it was remains for the bill. */
  | 'DELETED'
  /** A delivery policy fetched and verified its files and then deleted them from the media library. */
  | 'DELIVERED'
  /** It ended without the files it should have; `failure` says why. */
  | 'FAILED'
  /** Its files are gone from the media library, and neither this service nor their own expiry deleted them. */
  | 'LOST'
  /** It runs, and media is left out: by a command, or for want of consent. */
  | 'PAUSED'
  /** It ended; files are announced or expected but not all are confirmed in the media library. */
  | 'PROCESSING'
  /** It ended and every file is confirmed. */
  | 'READY'
  /** Media is being written. */
  | 'RECORDING'
  /** Its files are in the trash: they do not play, can be restored until `purgeAt`, and are charged as storage until then. */
  | 'TRASHED'
  /** Its stream ended; it waits for it to come back, or for its end to be told. */
  | 'WAITING';

/** What can be wanted of a recording service. */
export type RecordingVerb =
  /** Record every stream of every user. */
  | 'AUTOMATIC'
  /** Record who joins with userDefineRecordId. */
  | 'CHOSEN_USERS'
  /** Leave a user out who does not consent, while it records. */
  | 'CONSENT'
  /** Record a room’s streams in one picture and sound. */
  | 'MIX'
  /** Pause and resume within one recording. */
  | 'PAUSE'
  /** Go on in the same file when an interrupted stream comes back. */
  | 'RESUME_STREAM'
  /** Change how it records by our API. */
  | 'SETTINGS'
  /** Begin a new file at the maximum length. */
  | 'SPLIT'
  /** Record the streams of a room that a call names. */
  | 'TASK';

/** How one target of a relay is, in the vendor’s words. */
export type RelayTargetState =
  /** Not reached yet. */
  | 'CONNECTING'
  /** Ending. */
  | 'DISCONNECTING'
  /** Given up; `message` says why. */
  | 'FAILED'
  /** Over. */
  | 'IDLE'
  /** It broke off, or waits for its stream, and is made again. */
  | 'RECOVERING'
  /** The stream goes there. */
  | 'RUNNING';

/** Which marker to remove. */
export type RemoveMarkerInput = {
  /** The marker. */
  markerId: string | number;
};

/** What to take back out of the trash. */
export type RestoreRecordingsInput = {
  /** Your own key for this command; a repeat with it answers the same and does nothing more. */
  idempotencyKey: string;
  /** 1 to 50 ids; all of their files that are in the trash come back. */
  recordingIds: Array<string | number>;
};

/** Whom an API key is for. */
export type Role =
  /** Everything, deleting included. */
  | 'ADMIN'
  /** Reads recordings and costs; plays nothing. */
  | 'FINANCE'
  /** The backend of an application: reads, plays, joins, mixes. */
  | 'FRONTEND'
  /** Follows what happens; plays nothing and sees no costs. */
  | 'PARTNER';

/** The name of a room: text or a number, which are two different rooms even when they look alike. */
export type RoomNameInput =
  {   /** The number of a number room, 1 to 4294967294. */
  number: number; text?: never; }
  |  { number?: never;   /** The name of a text room, up to 64 bytes. RTMP takes letters, digits and _ only. */
  text: string; };

/** Whether a room session is going on. */
export type RoomState =
  /** Somebody is in it, or it has not been dismissed yet. */
  | 'ACTIVE'
  /** It was dismissed. The same name later is another Room. */
  | 'ENDED';

/** How far a setting is in effect. */
export type SettingState =
  /** New recordings follow it. */
  | 'APPLIED'
  /** Callbacks of newer recordings show something else. */
  | 'CONTRADICTED'
  /** Only the vendor’s console can set it; it is as the operator says. */
  | 'DECLARED'
  /** The cloud has not taken it, or says that it takes a few minutes yet. */
  | 'PENDING';

/** Which way a list is sorted. */
export type SortDirection =
  /** The least first. */
  | 'ASC'
  /** The greatest first. */
  | 'DESC';

/** Where a relay stands. */
export type StreamRelayState =
  /** No target could be reached; `failure` says why. */
  | 'FAILED'
  /** The provider refused it; `failure` says why. */
  | 'REFUSED'
  /** The intent is stored; the provider has not answered yet. */
  | 'REQUESTED'
  /** The provider took it; `targets` says how each target is. */
  | 'RUNNING'
  /** It is over, by a command or by itself without its stream. */
  | 'STOPPED'
  /** The provider did not answer in time; callbacks or a deadline will settle it. */
  | 'UNCONFIRMED';

/** Whether a stream is on air. */
export type StreamState =
  /** It has ended. */
  | 'ENDED'
  /** It is being published. */
  | 'LIVE';

/** What a stream shows. */
export type StreamType =
  /** A user’s second stream, mostly a shared screen. */
  | 'AUX'
  /** A user’s camera and microphone. */
  | 'MAIN'
  /** The room mixed into one picture and sound. */
  | 'MIX';

/** What to change about a recording. It is changed on its files in the media library too. */
export type UpdateRecordingInput = {
  /** Tags to add, each of 1 to 32 characters; a recording carries at most 16. */
  addTags?: Array<string> | null | undefined;
  /** The new description, up to 128 characters; empty takes it away, left out leaves it. */
  description?: string | null | undefined;
  /** Your own key for this command; a repeat with it answers the same and does nothing more. */
  idempotencyKey: string;
  /** The recording. */
  recordingId: string | number;
  /** Tags to take away. */
  removeTags?: Array<string> | null | undefined;
};

/** What a viewer token may carry. */
export type ViewerAction =
  /** Name places in recordings: markers and chapters. */
  | 'ANNOTATE'
  /** Pause and resume recordings, and say who consents to be recorded. */
  | 'CONTROL'
  /** See costs and bills. */
  | 'COSTS'
  /** Delete recordings and restore them from the trash. */
  | 'DELETE'
  /** Change tags and descriptions. */
  | 'EDIT'
  /** See what a plan or a recording that is about to start would cost. */
  | 'ESTIMATE'
  /** Follow what happens. */
  | 'EVENTS'
  /** Make join tickets. */
  | 'JOIN'
  /** Start and stop mixed recordings. */
  | 'MIX'
  /** Get signed media addresses. */
  | 'PLAY'
  /** See rooms, streams, recordings and files. */
  | 'READ';

/** What a token can see; every list, link and subscription is filtered by it. */
export type ViewerScopeInput =
  {   /** Everything of one application (its sdkAppId). */
  application: number; recordings?: never; rooms?: never; user?: never; }
  |  { application?: never;   /** 1 to 100 recordings. */
  recordings: Array<string | number>; rooms?: never; user?: never; }
  |  { application?: never; recordings?: never;   /** 1 to 100 room sessions and what is in them. */
  rooms: Array<string | number>; user?: never; }
  |  { application?: never; recordings?: never; rooms?: never;   /** What one user published, and the rooms it was in. */
  user: ViewerUserInput; };

/** A user of an application. */
export type ViewerUserInput = {
  /** The application; may be left out where there is only one. */
  sdkAppId?: number | null | undefined;
  /** The user id that they publish with. */
  userId: string;
};

export type PauseRecordingMutationVariables = Exact<{
  input: ControlRecordingInput;
}>;


export type PauseRecordingMutation = { pauseRecording: { command: { state: RecordingCommandState, failure: string | null } } };

export type ResumeRecordingMutationVariables = Exact<{
  input: ControlRecordingInput;
}>;


export type ResumeRecordingMutation = { resumeRecording: { command: { state: RecordingCommandState, failure: string | null } } };

export type TrashRecordingsMutationVariables = Exact<{
  input: DeleteRecordingsInput;
}>;


export type TrashRecordingsMutation = { deleteRecordings: { failures: Array<{ recordingId: string, message: string }> } };

export type RestoreRecordingsMutationVariables = Exact<{
  input: RestoreRecordingsInput;
}>;


export type RestoreRecordingsMutation = { restoreRecordings: { failures: Array<{ recordingId: string, message: string }> } };

export type AddMarkerMutationVariables = Exact<{
  input: AddMarkerInput;
}>;


export type AddMarkerMutation = { addMarker: { marker: { id: string } } };

export type RemoveMarkerMutationVariables = Exact<{
  input: RemoveMarkerInput;
}>;


export type RemoveMarkerMutation = { removeMarker: { markerId: string } };

export type UpdateRecordingMutationVariables = Exact<{
  input: UpdateRecordingInput;
}>;


export type UpdateRecordingMutation = { updateRecording: { recording: { id: string, tags: Array<string>, description: string } } };

export type CostFragment = { bookAgeDays: number, currency: string, total: string, complete: boolean, book: { id: string, title: string, pagesDate: string }, warnings: Array<{ code: CostWarningCode, message: string }>, subtotals: Array<{ charge: Charge, amount: string }>, lines: Array<{ charge: Charge, description: string, period: string, quantity: string, unit: string, unitPrice: string, amount: string, why: string, source: string }> };

export type PriceBooksQueryVariables = Exact<{ [key: string]: never; }>;


export type PriceBooksQuery = { priceBooks: Array<{ id: string, title: string, pagesDate: string }> };

export type RecordingCostQueryVariables = Exact<{
  id: string | number;
  book?: string | number | null | undefined;
}>;


export type RecordingCostQuery = { recording: { id: string, cost: { bookAgeDays: number, currency: string, total: string, complete: boolean, book: { id: string, title: string, pagesDate: string }, warnings: Array<{ code: CostWarningCode, message: string }>, subtotals: Array<{ charge: Charge, amount: string }>, lines: Array<{ charge: Charge, description: string, period: string, quantity: string, unit: string, unitPrice: string, amount: string, why: string, source: string }> } } | null };

export type BillQueryVariables = Exact<{
  input: BillInput;
}>;


export type BillQuery = { bill: { bookAgeDays: number, currency: string, total: string, complete: boolean, book: { id: string, title: string, pagesDate: string }, warnings: Array<{ code: CostWarningCode, message: string }>, subtotals: Array<{ charge: Charge, amount: string }>, lines: Array<{ charge: Charge, description: string, period: string, quantity: string, unit: string, unitPrice: string, amount: string, why: string, source: string }> } };

export type RecordingRowFragment = { id: string, kind: RecordingKind, state: RecordingState, failure: string | null, userId: string | null, streamType: StreamType, userDefineRecordId: string | null, tags: Array<string>, isHeld: boolean, startedAt: string, endedAt: string | null, durationSeconds: number | null, room: { id: string, name: string, number: number } | null, files: Array<{ id: string, format: RecordingFormat, sizeBytes: number | null }> };

export type RecordingListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: RecordingFilterInput | null | undefined;
  orderBy?: RecordingOrderInput | null | undefined;
}>;


export type RecordingListQuery = { recordings: { totalCount: number, states: Array<{ value: string, count: number }>, tags: Array<{ value: string, count: number }>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, kind: RecordingKind, state: RecordingState, failure: string | null, userId: string | null, streamType: StreamType, userDefineRecordId: string | null, tags: Array<string>, isHeld: boolean, startedAt: string, endedAt: string | null, durationSeconds: number | null, room: { id: string, name: string, number: number } | null, files: Array<{ id: string, format: RecordingFormat, sizeBytes: number | null }> } }> } };

export type RecordingPageQueryVariables = Exact<{
  id: string | number;
}>;


export type RecordingPageQuery = { recording: { streamId: string, method: RecordedMethod | null, description: string, allowedCommands: Array<RecordingCommandKind>, chaptersPath: string, startGapSeconds: number | null, expiresAt: string | null, retainedUntil: string | null, purgeAt: string | null, id: string, kind: RecordingKind, state: RecordingState, failure: string | null, userId: string | null, streamType: StreamType, userDefineRecordId: string | null, tags: Array<string>, isHeld: boolean, startedAt: string, endedAt: string | null, durationSeconds: number | null, duplicateOf: { id: string } | null, legalHolds: Array<{ kind: HoldKind, reason: string, heldBy: string, heldAt: string }>, gaps: Array<{ startedAt: string, endedAt: string | null, mediaSeconds: number | null, reason: PauseReason | null }>, marks: Array<{ code: string, level: MarkLevel, detail: string, startedAt: string, endedAt: string | null, mediaSeconds: number | null, healed: boolean }>, markers: { totalCount: number, edges: Array<{ node: { id: string, kind: string, label: string, mediaSeconds: number } }> }, files: Array<{ id: string, part: number, fileId: string, format: RecordingFormat, state: RecordingFileState, name: string | null, sizeBytes: number | null, durationSeconds: number | null, width: number | null, height: number | null, startedAt: string }>, room: { id: string, name: string, number: number } | null } | null };

export type RecordingPlaybackQueryVariables = Exact<{
  id: string | number;
  format?: RecordingFormat | null | undefined;
}>;


export type RecordingPlaybackQuery = { recording: { id: string, playback: { url: string, expiresAt: string, file: { format: RecordingFormat } } | null } | null };

export type RecordingEventsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type RecordingEventsSubscription = { recordingEvents: { cursor: string, type: EventType, recording: { id: string } | null } };

export type RoomListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type RoomListQuery = { rooms: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, name: string, state: RoomState, startedAt: string, endedAt: string | null, streams: Array<{ id: string, state: StreamState }>, mixes: Array<{ id: string, state: MixState }>, relays: Array<{ id: string, state: StreamRelayState }> } }> } };

export type RoomMixFragment = { id: string, state: MixState, failure: string | null, template: MixTemplate | null, layoutState: MixLayoutState, recordId: string | null, askedBy: string | null, intoOwnStream: boolean, streamId: string, width: number, height: number, requestedAt: string, liveLayout: { svg: string, isExact: boolean, unplaced: Array<{ userId: string, streamType: PublishedStreamType, why: MixUnplacedReason, isHeard: boolean }> } | null };

export type RoomRelayFragment = { id: string, state: StreamRelayState, failure: string | null, userId: string, streamType: PublishedStreamType, streamId: string, requestedAt: string, targets: Array<{ place: number, state: RelayTargetState | null, message: string }>, playUrls?: { flv: string, hls: string, expiresAt: string } | null };

export type RoomPageQueryVariables = Exact<{
  id: string | number;
  plays: boolean;
}>;


export type RoomPageQuery = { room: { id: string, name: string, state: RoomState, startedAt: string, endedAt: string | null, streams: Array<{ id: string, userId: string | null, type: StreamType, state: StreamState, streamId: string, width: number | null, height: number | null, startedAt: string, playUrls?: { flv: string, hls: string, expiresAt: string } | null }>, mixes: Array<{ id: string, state: MixState, failure: string | null, template: MixTemplate | null, layoutState: MixLayoutState, recordId: string | null, askedBy: string | null, intoOwnStream: boolean, streamId: string, width: number, height: number, requestedAt: string, liveLayout: { svg: string, isExact: boolean, unplaced: Array<{ userId: string, streamType: PublishedStreamType, why: MixUnplacedReason, isHeard: boolean }> } | null }>, relays: Array<{ id: string, state: StreamRelayState, failure: string | null, userId: string, streamType: PublishedStreamType, streamId: string, requestedAt: string, targets: Array<{ place: number, state: RelayTargetState | null, message: string }>, playUrls?: { flv: string, hls: string, expiresAt: string } | null }>, recordings: Array<{ id: string, kind: RecordingKind, state: RecordingState, failure: string | null, userId: string | null, streamType: StreamType, userDefineRecordId: string | null, tags: Array<string>, isHeld: boolean, startedAt: string, endedAt: string | null, durationSeconds: number | null, room: { id: string, name: string, number: number } | null, files: Array<{ id: string, format: RecordingFormat, sizeBytes: number | null }> }> } | null };

export type RoomEventsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  roomId?: string | number | null | undefined;
}>;


export type RoomEventsSubscription = { roomEvents: { cursor: string, type: EventType } };

export type ApplicationSettingsQueryVariables = Exact<{ [key: string]: never; }>;


export type ApplicationSettingsQuery = { applications: Array<{ id: string, sdkAppId: number, name: string, kind: ApplicationKind, cohort: RecordingCohort, declaredAutomaticRecording: boolean, settings: { enabled: boolean, method: AutomaticRecordingMethod, formats: Array<RecordingFormat>, maxFileMinutes: number, hlsSegments: HlsSegments, resumeTimeoutSeconds: number, retentionDays: number, subAppId: number | null, callbackUrl: string | null, hasCallbackKey: boolean }, settingsInEffect: Array<{ name: string, state: SettingState, detail: string | null }>, capabilities: Array<{ service: RecordingService, verb: RecordingVerb, formats: Array<RecordingFormat>, sentence: string }> }> };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { role: Role, actions: Array<Action>, expiresAt: string | null, applications: Array<{ sdkAppId: number, name: string }> } };

export type CreateViewerTokenMutationVariables = Exact<{
  input: CreateViewerTokenInput;
}>;


export type CreateViewerTokenMutation = { createViewerToken: { token: string, expiresAt: string } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const CostFragmentDoc = new TypedDocumentString(`
    fragment Cost on CostBreakdown {
  book {
    id
    title
    pagesDate
  }
  bookAgeDays
  currency
  total
  complete
  warnings {
    code
    message
  }
  subtotals {
    charge
    amount
  }
  lines {
    charge
    description
    period
    quantity
    unit
    unitPrice
    amount
    why
    source
  }
}
    `, {"fragmentName":"Cost"}) as unknown as TypedDocumentString<CostFragment, unknown>;
export const RecordingRowFragmentDoc = new TypedDocumentString(`
    fragment RecordingRow on Recording {
  id
  kind
  state
  failure
  userId
  streamType
  userDefineRecordId
  tags
  isHeld
  startedAt
  endedAt
  durationSeconds
  room {
    id
    name
    number
  }
  files {
    id
    format
    sizeBytes
  }
}
    `, {"fragmentName":"RecordingRow"}) as unknown as TypedDocumentString<RecordingRowFragment, unknown>;
export const RoomMixFragmentDoc = new TypedDocumentString(`
    fragment RoomMix on Mix {
  id
  state
  failure
  template
  layoutState
  recordId
  askedBy
  intoOwnStream
  streamId
  width
  height
  requestedAt
  liveLayout {
    svg
    isExact
    unplaced {
      userId
      streamType
      why
      isHeard
    }
  }
}
    `, {"fragmentName":"RoomMix"}) as unknown as TypedDocumentString<RoomMixFragment, unknown>;
export const RoomRelayFragmentDoc = new TypedDocumentString(`
    fragment RoomRelay on StreamRelay {
  id
  state
  failure
  userId
  streamType
  streamId
  requestedAt
  targets {
    place
    state
    message
  }
  playUrls @include(if: $plays) {
    flv
    hls
    expiresAt
  }
}
    `, {"fragmentName":"RoomRelay"}) as unknown as TypedDocumentString<RoomRelayFragment, unknown>;
export const PauseRecordingDocument = new TypedDocumentString(`
    mutation PauseRecording($input: ControlRecordingInput!) {
  pauseRecording(input: $input) {
    command {
      state
      failure
    }
  }
}
    `) as unknown as TypedDocumentString<PauseRecordingMutation, PauseRecordingMutationVariables>;
export const ResumeRecordingDocument = new TypedDocumentString(`
    mutation ResumeRecording($input: ControlRecordingInput!) {
  resumeRecording(input: $input) {
    command {
      state
      failure
    }
  }
}
    `) as unknown as TypedDocumentString<ResumeRecordingMutation, ResumeRecordingMutationVariables>;
export const TrashRecordingsDocument = new TypedDocumentString(`
    mutation TrashRecordings($input: DeleteRecordingsInput!) {
  deleteRecordings(input: $input) {
    failures {
      recordingId
      message
    }
  }
}
    `) as unknown as TypedDocumentString<TrashRecordingsMutation, TrashRecordingsMutationVariables>;
export const RestoreRecordingsDocument = new TypedDocumentString(`
    mutation RestoreRecordings($input: RestoreRecordingsInput!) {
  restoreRecordings(input: $input) {
    failures {
      recordingId
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RestoreRecordingsMutation, RestoreRecordingsMutationVariables>;
export const AddMarkerDocument = new TypedDocumentString(`
    mutation AddMarker($input: AddMarkerInput!) {
  addMarker(input: $input) {
    marker {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<AddMarkerMutation, AddMarkerMutationVariables>;
export const RemoveMarkerDocument = new TypedDocumentString(`
    mutation RemoveMarker($input: RemoveMarkerInput!) {
  removeMarker(input: $input) {
    markerId
  }
}
    `) as unknown as TypedDocumentString<RemoveMarkerMutation, RemoveMarkerMutationVariables>;
export const UpdateRecordingDocument = new TypedDocumentString(`
    mutation UpdateRecording($input: UpdateRecordingInput!) {
  updateRecording(input: $input) {
    recording {
      id
      tags
      description
    }
  }
}
    `) as unknown as TypedDocumentString<UpdateRecordingMutation, UpdateRecordingMutationVariables>;
export const PriceBooksDocument = new TypedDocumentString(`
    query PriceBooks {
  priceBooks {
    id
    title
    pagesDate
  }
}
    `) as unknown as TypedDocumentString<PriceBooksQuery, PriceBooksQueryVariables>;
export const RecordingCostDocument = new TypedDocumentString(`
    query RecordingCost($id: ID!, $book: ID) {
  recording(id: $id) {
    id
    cost(book: $book) {
      ...Cost
    }
  }
}
    fragment Cost on CostBreakdown {
  book {
    id
    title
    pagesDate
  }
  bookAgeDays
  currency
  total
  complete
  warnings {
    code
    message
  }
  subtotals {
    charge
    amount
  }
  lines {
    charge
    description
    period
    quantity
    unit
    unitPrice
    amount
    why
    source
  }
}`) as unknown as TypedDocumentString<RecordingCostQuery, RecordingCostQueryVariables>;
export const BillDocument = new TypedDocumentString(`
    query Bill($input: BillInput!) {
  bill(input: $input) {
    ...Cost
  }
}
    fragment Cost on CostBreakdown {
  book {
    id
    title
    pagesDate
  }
  bookAgeDays
  currency
  total
  complete
  warnings {
    code
    message
  }
  subtotals {
    charge
    amount
  }
  lines {
    charge
    description
    period
    quantity
    unit
    unitPrice
    amount
    why
    source
  }
}`) as unknown as TypedDocumentString<BillQuery, BillQueryVariables>;
export const RecordingListDocument = new TypedDocumentString(`
    query RecordingList($first: Int!, $after: String, $filter: RecordingFilterInput, $orderBy: RecordingOrderInput) {
  recordings(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    states: facet(by: STATE) {
      value
      count
    }
    tags: facet(by: TAG, first: 12) {
      value
      count
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...RecordingRow
      }
    }
  }
}
    fragment RecordingRow on Recording {
  id
  kind
  state
  failure
  userId
  streamType
  userDefineRecordId
  tags
  isHeld
  startedAt
  endedAt
  durationSeconds
  room {
    id
    name
    number
  }
  files {
    id
    format
    sizeBytes
  }
}`) as unknown as TypedDocumentString<RecordingListQuery, RecordingListQueryVariables>;
export const RecordingPageDocument = new TypedDocumentString(`
    query RecordingPage($id: ID!) {
  recording(id: $id) {
    ...RecordingRow
    streamId
    method
    description
    allowedCommands
    chaptersPath
    startGapSeconds
    expiresAt
    retainedUntil
    purgeAt
    duplicateOf {
      id
    }
    legalHolds {
      kind
      reason
      heldBy
      heldAt
    }
    gaps {
      startedAt
      endedAt
      mediaSeconds
      reason
    }
    marks {
      code
      level
      detail
      startedAt
      endedAt
      mediaSeconds
      healed
    }
    markers(first: 100) {
      totalCount
      edges {
        node {
          id
          kind
          label
          mediaSeconds
        }
      }
    }
    files {
      id
      part
      fileId
      format
      state
      name
      sizeBytes
      durationSeconds
      width
      height
      startedAt
    }
  }
}
    fragment RecordingRow on Recording {
  id
  kind
  state
  failure
  userId
  streamType
  userDefineRecordId
  tags
  isHeld
  startedAt
  endedAt
  durationSeconds
  room {
    id
    name
    number
  }
  files {
    id
    format
    sizeBytes
  }
}`) as unknown as TypedDocumentString<RecordingPageQuery, RecordingPageQueryVariables>;
export const RecordingPlaybackDocument = new TypedDocumentString(`
    query RecordingPlayback($id: ID!, $format: RecordingFormat) {
  recording(id: $id) {
    id
    playback(format: $format) {
      url
      expiresAt
      file {
        format
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RecordingPlaybackQuery, RecordingPlaybackQueryVariables>;
export const RecordingEventsDocument = new TypedDocumentString(`
    subscription RecordingEvents($after: String) {
  recordingEvents(after: $after) {
    cursor
    type
    recording {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<RecordingEventsSubscription, RecordingEventsSubscriptionVariables>;
export const RoomListDocument = new TypedDocumentString(`
    query RoomList($first: Int!, $after: String) {
  rooms(first: $first, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        name
        state
        startedAt
        endedAt
        streams {
          id
          state
        }
        mixes {
          id
          state
        }
        relays {
          id
          state
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RoomListQuery, RoomListQueryVariables>;
export const RoomPageDocument = new TypedDocumentString(`
    query RoomPage($id: ID!, $plays: Boolean!) {
  room(by: {id: $id}) {
    id
    name
    state
    startedAt
    endedAt
    streams {
      id
      userId
      type
      state
      streamId
      width
      height
      startedAt
      playUrls @include(if: $plays) {
        flv
        hls
        expiresAt
      }
    }
    mixes {
      ...RoomMix
    }
    relays {
      ...RoomRelay
    }
    recordings {
      ...RecordingRow
    }
  }
}
    fragment RecordingRow on Recording {
  id
  kind
  state
  failure
  userId
  streamType
  userDefineRecordId
  tags
  isHeld
  startedAt
  endedAt
  durationSeconds
  room {
    id
    name
    number
  }
  files {
    id
    format
    sizeBytes
  }
}
fragment RoomMix on Mix {
  id
  state
  failure
  template
  layoutState
  recordId
  askedBy
  intoOwnStream
  streamId
  width
  height
  requestedAt
  liveLayout {
    svg
    isExact
    unplaced {
      userId
      streamType
      why
      isHeard
    }
  }
}
fragment RoomRelay on StreamRelay {
  id
  state
  failure
  userId
  streamType
  streamId
  requestedAt
  targets {
    place
    state
    message
  }
  playUrls @include(if: $plays) {
    flv
    hls
    expiresAt
  }
}`) as unknown as TypedDocumentString<RoomPageQuery, RoomPageQueryVariables>;
export const RoomEventsDocument = new TypedDocumentString(`
    subscription RoomEvents($after: String, $roomId: ID) {
  roomEvents(after: $after, roomId: $roomId) {
    cursor
    type
  }
}
    `) as unknown as TypedDocumentString<RoomEventsSubscription, RoomEventsSubscriptionVariables>;
export const ApplicationSettingsDocument = new TypedDocumentString(`
    query ApplicationSettings {
  applications {
    id
    sdkAppId
    name
    kind
    cohort
    declaredAutomaticRecording
    settings {
      enabled
      method
      formats
      maxFileMinutes
      hlsSegments
      resumeTimeoutSeconds
      retentionDays
      subAppId
      callbackUrl
      hasCallbackKey
    }
    settingsInEffect {
      name
      state
      detail
    }
    capabilities {
      service
      verb
      formats
      sentence
    }
  }
}
    `) as unknown as TypedDocumentString<ApplicationSettingsQuery, ApplicationSettingsQueryVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    role
    actions
    expiresAt
    applications {
      sdkAppId
      name
    }
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const CreateViewerTokenDocument = new TypedDocumentString(`
    mutation CreateViewerToken($input: CreateViewerTokenInput!) {
  createViewerToken(input: $input) {
    token
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<CreateViewerTokenMutation, CreateViewerTokenMutationVariables>;