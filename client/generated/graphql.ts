/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Accounts and applications to which the same lines of a book apply. */
export type AccountCohort =
  /** First application of the account made before 2020-07-01: recorded by the live service, by peak channels. */
  | 'BEFORE_2020_07'
  /** First application from 2020-07-01 on: recorded by TRTC, by minutes of files. */
  | 'FROM_2020_07'
  /** Applications made from 2022-08-01 on: recorded by tasks, by their minutes. */
  | 'FROM_2022_08';

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

/** The form of an exported bill. */
export type BillExportFormat =
  /** Comma-separated values, a row for each line. */
  | 'CSV'
  /** The FinOps Open Cost and Usage Specification 1.2, as comma-separated values. */
  | 'FOCUS'
  /** A workbook: the lines, and the total of each month. */
  | 'XLSX';

/** How far an export is. */
export type BillExportState =
  /** Somebody stopped it. */
  | 'CANCELLED'
  /** It could not be made; `error` says why. */
  | 'FAILED'
  /** It waits for its turn. */
  | 'QUEUED'
  /** Its file can be fetched. */
  | 'READY'
  /** Its months are being written. */
  | 'RUNNING';

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

/** What happens at the start of a task, a mix or a relay once a threshold is crossed; the gravest of those crossed. What the vendor records by itself, by settings or its own console, is not stopped. */
export type BudgetAction =
  /** Something is taken away, and a notice says what. */
  | 'DOWNGRADE'
  /** The event alone. */
  | 'NONE'
  /** Nothing is started: BUDGET_EXCEEDED. */
  | 'REFUSE'
  /** The answer has a notice. */
  | 'WARN';

/** What is held against a budget. */
export type BudgetBasis =
  /** What the month has cost so far. */
  | 'ACTUAL'
  /** What it will have cost at its end; crossed by nothing while that cannot be told. */
  | 'FORECAST';

/** What a downgrade takes away. */
export type BudgetTakeAway =
  /** AAC, where a task asks for another format too. */
  | 'AAC'
  /** FLV, where a task asks for another format too. */
  | 'FLV'
  /** HLS, where a task asks for another format too. */
  | 'HLS'
  /** Mixing: a mix is not started (BUDGET_EXCEEDED), and streams are recorded as before. */
  | 'MIX'
  /** MP4, where a task asks for another format too. */
  | 'MP4';

/** A part of a budget at which something happens. */
export type BudgetThresholdInput = {
  /** What happens at a start; default NONE. */
  action?: BudgetAction | null | undefined;
  /** Of what; default ACTUAL. */
  basis?: BudgetBasis | null | undefined;
  /** Percent of the amount, 1 to 1000. */
  percent: number;
};

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

/** Two plans, or one plan by two books or on two days. */
export type CompareCostsInput = {
  /** The other one. */
  after: EstimateCostInput;
  /** The one that is compared with. */
  before: EstimateCostInput;
};

/** How the two sides of a day and a charge agree. */
export type ComparisonClass =
  /** Both have it, and they are further apart than the tolerance. */
  | 'DIFFERS'
  /** Within the tolerance. */
  | 'MATCHED'
  /** The provider has nothing of it. */
  | 'OURS_ONLY'
  /** We metered nothing of it. */
  | 'PROVIDER_ONLY';

/** Which recording to pause or to resume. */
export type ControlRecordingInput = {
  /** Your own key for this command; a repeat with it answers the same. */
  idempotencyKey: string;
  /** The recording. One that is over is refused, so a late command reaches no later recording. */
  recordingId: string | number;
};

/** What could be otherwise. */
export type CostHintKind =
  /** Files are kept in a colder class. */
  | 'COLDER_STORAGE'
  /** Of all that a month recorded, these formats alone. */
  | 'FEWER_FORMATS'
  /** A lower bit rate. */
  | 'LOWER_BITRATE'
  /** An application that is recorded by tasks. */
  | 'NEWER_APPLICATION'
  /** A format less is recorded. */
  | 'ONE_FORMAT_LESS'
  /** A package paid before. */
  | 'PREPAID_PACKAGE'
  /** Mixes instead of streams. */
  | 'RECORD_MIXES_ONLY'
  /** Streams instead of mixes. */
  | 'RECORD_STREAMS_ONLY'
  /** Files are kept for fewer days. */
  | 'SHORTER_RETENTION'
  /** Smaller pictures. */
  | 'SMALLER_PICTURES';

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

/** What became of one row of a book. */
export type DifferenceKind =
  /** Only the other side pays for it. */
  | 'ADDED'
  /** Both do, and not the same. */
  | 'CHANGED'
  /** Only the first side pays for it. */
  | 'GONE'
  /** Both pay the same for the same quantity. */
  | 'SAME';

/** A plan in the words of the business. What is left out has a sensible default. */
export type EstimateCostInput = {
  /** People who publish in one room; default 1. */
  anchorsPerRoom?: number | null | undefined;
  /** The day whose prices hold, and whose month is estimated, as `2026-11-27`; default today. */
  at?: string | null | undefined;
  /** Sound alone; default false. */
  audioOnly?: boolean | null | undefined;
  /** Books to show beside it; left out: seed-2022. */
  beside?: Array<string | number> | null | undefined;
  /** Bit rate of one anchor, sound included; default 1000, of sound alone 64. */
  bitrateKbps?: string | null | undefined;
  /** By which book; left out: the one of the newest pages. */
  book?: string | number | null | undefined;
  /** People whose call minutes are counted too; default 0, calls left out. */
  callUsersPerRoom?: number | null | undefined;
  /** Codec of mixed pictures; default H264. */
  codec?: MixCodec | null | undefined;
  /** Which recording price applies; default BEFORE_2020_07. */
  cohort?: AccountCohort | null | undefined;
  /** Days of the month with rooms; default all. */
  daysPerMonth?: number | null | undefined;
  /** Another currency to show the total in. */
  exchange?: ExchangeInput | null | undefined;
  /** GB (10^9 bytes) of one file where it is known; default minutes × bit rate. */
  fileGb?: string | null | undefined;
  /** File formats, each a file and a channel of its own; default HLS. */
  formats?: Array<RecordingFormat> | null | undefined;
  /** More rooms each month, in percent; default 0. */
  growthPercentPerMonth?: string | null | undefined;
  /** Height; default 720. */
  height?: number | null | undefined;
  /** Use that is known as such, as rows of the book. */
  measures?: Array<KnownUseInput> | null | undefined;
  /** What is recorded; default EACH_STREAM. */
  method?: ScenarioMethod | null | undefined;
  /** Minutes of one room; default 60. */
  minutesPerRoom?: string | null | undefined;
  /** Minutes that each watches; default `minutesPerRoom`. */
  minutesPerViewer?: string | null | undefined;
  /** Bit rate of the mix; default `bitrateKbps`. */
  mixBitrateKbps?: string | null | undefined;
  /** Height of the mix; default `height`. */
  mixHeight?: number | null | undefined;
  /** Minutes of mixing in one room; default `minutesPerRoom`. */
  mixMinutesPerRoom?: string | null | undefined;
  /** Width of the mix; default `width`. */
  mixWidth?: number | null | undefined;
  /** Watched in the vendor’s mobile player; default false. */
  mobilePlayer?: boolean | null | undefined;
  /** Months to estimate, 1 to 36; default 1. */
  months?: number | null | undefined;
  /** How often each file is fetched to your own server; default 0. */
  ownServerDownloads?: number | null | undefined;
  /** Ids of prepaid packages, the oldest first. */
  packages?: Array<string> | null | undefined;
  /** Days over which the month’s views fall evenly; default `daysPerMonth`. */
  playbackDaysPerMonth?: number | null | undefined;
  /** Where they are; default all in AP1. */
  playbackRegions?: Array<RegionShareInput> | null | undefined;
  /** A use to begin from; other fields change it. */
  preset?: ScenarioPreset | null | undefined;
  /** Minutes that each watches live; default `minutesPerRoom`. */
  relayMinutesPerViewer?: string | null | undefined;
  /** Where they are; default all in AP1. */
  relayRegions?: Array<RegionShareInput> | null | undefined;
  /** Live viewers of one room through the content network; default 0. */
  relayViewersPerRoom?: string | null | undefined;
  /** Days that files are kept; 0 for ever, of which a year is counted; default 30. */
  retentionDays?: number | null | undefined;
  /** The most rooms recorded at one time; default all of a day. */
  roomsAtOnce?: number | null | undefined;
  /** Rooms or classes a day; default 1, or 0 where `measures` are given. */
  roomsPerDay?: number | null | undefined;
  /** How they are kept; default STANDARD. */
  storageClass?: StorageClass | null | undefined;
  /** Where they are kept; default OUTSIDE. */
  storageRegion?: StorageRegion | null | undefined;
  /** Take the account’s free minutes of the month off; default false. */
  useFreeMinutes?: boolean | null | undefined;
  /** Viewers of one room’s recording; default 0. */
  viewersPerRoom?: string | null | undefined;
  /** Width of an anchor’s picture; default 1280. */
  width?: number | null | undefined;
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

/** A currency beside USD, by a rate of some day. */
export type ExchangeInput = {
  /** The day of the rate, as `2026-11-27`. */
  asOf: string;
  /** ISO 4217 code. */
  currency: string;
  /** How much of it is one USD. */
  perUsd: string;
  /** Whose rate it is. */
  source: string;
};

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

/** Where the value of a field came from. */
export type InputOrigin =
  /** Left out: the default. */
  | 'DEFAULT'
  /** It was given. */
  | 'GIVEN'
  /** From the preset. */
  | 'PRESET';

/** A plan that a month is held against. */
export type KeepEstimateInput = {
  /** The plan, as `estimateCost` takes it. */
  estimate: EstimateCostInput;
  /** The month, as `2026-10`. */
  month: string;
  /** Of which application; may be left out where there is one. */
  sdkAppId?: number | null | undefined;
};

/** What is turned in a month that was. What is left out stays as it was. */
export type KnobsInput = {
  /** Bytes of files and of what is watched, live streams too, in percent; 0 to 10000. */
  bitratePercent?: string | null | undefined;
  /** Recorded in these formats instead. */
  formats?: Array<RecordingFormat> | null | undefined;
  /** Where all players are, those of live streams too. */
  playbackRegion?: TrafficRegion | null | undefined;
  /** What is recorded of a room. */
  recorded?: RecordedChoice | null | undefined;
  /** Days that every file is kept, 1 to 3650; 0 for ever. */
  retentionDays?: number | null | undefined;
  /** Each side of every picture, mixed ones too, in percent; 0 to 800. */
  sidePercent?: string | null | undefined;
  /** How files are kept. */
  storageClass?: StorageClass | null | undefined;
  /** Where files are kept. */
  storageRegion?: StorageRegion | null | undefined;
  /** All use, in percent of what it was; 0 to 100000. */
  usagePercent?: string | null | undefined;
};

/** Use of one row of a book. */
export type KnownUseInput = {
  /** The class, as the book names it: `HD`, `standard`. */
  class?: string | null | undefined;
  /** The codec, where prices differ by it. */
  codec?: MixCodec | null | undefined;
  /** Days of such use; default 1, of peak channels the whole month. */
  days?: number | null | undefined;
  /** Of what. */
  item: PriceItem;
  /** How much one use takes, in the unit of the price. */
  quantity: string;
  /** The region, as the book names it: `ap1`, `outside`. */
  region?: string | null | undefined;
  /** Uses on each day; default 1. */
  usesPerDay?: string | null | undefined;
};

/** How bad it is. */
export type MarkLevel =
  /** Media is being lost. */
  | 'ERROR'
  /** Worth knowing, and perhaps as it should be: a screen share that stands still. */
  | 'INFO'
  /** Somebody should look: it may be heard or seen in the recording. */
  | 'WARNING';

/** The codec of mixed pictures. */
export type MixCodec =
  /** H.264. */
  | 'H264'
  /** H.265. */
  | 'H265'
  /** H.264 by the vendor’s “top speed codec”. */
  | 'TSC_H264'
  /** H.265 by the vendor’s “top speed codec”. */
  | 'TSC_H265';

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

/** A month that was. */
export type MonthHintsInput = {
  /** By which book; left out: the one of its bill. */
  book?: string | number | null | undefined;
  /** The month, as `2026-10`. */
  month: string;
  /** Of which application; may be left out where there is one. */
  sdkAppId?: number | null | undefined;
};

/** Why media is left out of a recording. */
export type PauseReason =
  /** By `pauseRecording`. */
  | 'COMMAND'
  /** Its user does not consent. */
  | 'CONSENT';

/** What a price book can have a price for. */
export type PriceItem =
  /** Minutes of a live audience. */
  | 'CALL_AUDIENCE'
  /** Call minutes. */
  | 'CALL_MINUTES'
  /** Correction of a closed month. */
  | 'CORRECTION'
  /** Delivery of live recordings to another bucket. */
  | 'DELIVERY_CSS_BUCKET'
  /** Delivery of live recordings to a COS bucket. */
  | 'DELIVERY_CSS_COS'
  /** Delivery of task recordings to a COS bucket. */
  | 'DELIVERY_TASK_COS'
  /** Delivery of task recordings to another bucket. */
  | 'DELIVERY_TASK_THIRD_PARTY'
  /** Download of files to one’s own server. */
  | 'DOWNLOAD_OWN_SERVER'
  /** Requests for DRM licences. */
  | 'DRM_REQUEST'
  /** Licence of the mobile player. */
  | 'LICENCE_PLAYER'
  /** Mixing, by input. */
  | 'MIX_INPUT'
  /** Mixing, by output. */
  | 'MIX_OUTPUT'
  /** Prepaid package. */
  | 'PACKAGE'
  /** Highest number of recording channels at one time (each stream in each format is one). */
  | 'RECORDING_CSS_CHANNEL'
  /** Recording tasks. */
  | 'RECORDING_TASK'
  /** Recorded files. */
  | 'RECORDING_TRTC_FILE'
  /** Recording of a web page. */
  | 'RECORDING_WEB_PAGE'
  /** Relay to another network, by bandwidth. */
  | 'RELAY_THIRD_PARTY_BANDWIDTH'
  /** Relay to another network, by minutes. */
  | 'RELAY_THIRD_PARTY_MINUTES'
  /** Retrieval of stored files. */
  | 'STORAGE_RETRIEVAL'
  /** Storage. */
  | 'STORAGE_VOD'
  /** Traffic of the general content network of a month. */
  | 'TRAFFIC_CDN'
  /** Traffic of the live relay of a day. */
  | 'TRAFFIC_RELAY'
  /** Playback traffic of a day. */
  | 'TRAFFIC_VOD'
  /** Mixing by the live service. */
  | 'TRANSCODING_CSS'
  /** Transcoding of files. */
  | 'TRANSCODING_VOD'
  /** Accelerated upload. */
  | 'UPLOAD_ACCELERATION';

/** The streams that a user can publish. */
export type PublishedStreamType =
  /** The second stream, mostly a shared screen. */
  | 'AUX'
  /** Camera and microphone. */
  | 'MAIN';

/** What would have been recorded of what was. */
export type RecordedChoice =
  /** The same. */
  | 'AS_IT_WAS'
  /** Mixes alone: all other recordings go away. */
  | 'MIXES'
  /** No mixes: their recordings go away, and mixing. */
  | 'STREAMS';

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

/** A part of all bytes. */
export type RegionShareInput = {
  /** Percent; all shares make a hundred. */
  percent: string;
  /** Where. */
  region: TrafficRegion;
};

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

/** Which budget. */
export type RemoveBudgetInput = {
  /** Its name. */
  name: string;
  /** Of which application; may be left out where there is one. */
  sdkAppId?: number | null | undefined;
};

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

/** What is recorded of a room. */
export type ScenarioMethod =
  /** Every anchor’s file and the mixed one. */
  | 'BOTH'
  /** A file of every anchor. */
  | 'EACH_STREAM'
  /** One file of all anchors mixed. */
  | 'MIXED';

/** The six uses that the vendor’s page names, with typical numbers of our own to change from. */
export type ScenarioPreset =
  /** Sound and picture of financial advice, kept for years. */
  | 'FINANCIAL_RECORDING'
  /** Live selling: relayed to many, watched again by some. */
  | 'LIVE_COMMERCE'
  /** Consultations with a physician. */
  | 'ONLINE_CONSULTATION'
  /** Adjusting insurance claims at a distance: evidence, every stream and the mix. */
  | 'REMOTE_CLAIMS'
  /** Remote classes, watched again by those who learn. */
  | 'REMOTE_CLASS'
  /** Video conferences of several people. */
  | 'VIDEO_CONFERENCE';

/** A budget, in the place of the one of the same name. */
export type SetBudgetInput = {
  /** What a month may cost, above 0. */
  amount: string;
  /** ISO 4217 code; USD, which is the default, is the only one. */
  currency?: string | null | undefined;
  /** Its name, 1 to 80 characters. */
  name: string;
  /** Of which application; may be left out where there is one. */
  sdkAppId?: number | null | undefined;
  /** What DOWNGRADE takes away; needed where a threshold has it. */
  takeAway?: BudgetTakeAway | null | undefined;
  /** One to ten, each percent of each basis once. */
  thresholds: Array<BudgetThresholdInput>;
};

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

/** What is to be exported. */
export type StartBillExportInput = {
  /** By which book; left out: as `bill` chooses. */
  book?: string | number | null | undefined;
  /** Decimals of amounts, 0 to 10, cut so that they sum to the cut sum; left out: every digit. */
  digits?: number | null | undefined;
  /** In which form. */
  format: BillExportFormat;
  /** The first month of UTC+8, as `2026-10`. */
  fromMonth: string;
  /** A repeat with the same key answers the same export. */
  idempotencyKey: string;
  /** Of which application; may be left out where there is one. */
  sdkAppId?: number | null | undefined;
  /** The last month; left out: the first alone. At most 36 months in all. */
  untilMonth?: string | null | undefined;
};

/** How files are kept: the colder, the cheaper, with a least time that is charged. */
export type StorageClass =
  /** Fetched out before use, charged for at least 90 days. */
  | 'ARCHIVE'
  /** Fetched out before use, charged for at least 180 days. */
  | 'DEEP_ARCHIVE'
  /** At hand, charged for at least 30 days. */
  | 'INFREQUENT'
  /** At hand. */
  | 'STANDARD';

/** Where files are kept. */
export type StorageRegion =
  /** The Chinese mainland. */
  | 'MAINLAND'
  /** Anywhere else, Seoul, Singapore and Frankfurt among them. */
  | 'OUTSIDE';

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

/** Where viewers are, as the vendor prices traffic. */
export type TrafficRegion =
  /** South Africa. */
  | 'AFRICA'
  /** Hong Kong, Macao, Vietnam, Singapore, Thailand. */
  | 'AP1'
  /** Taiwan, Japan, South Korea, Malaysia, Indonesia. */
  | 'AP2'
  /** The Philippines, India, Australia and the rest of Asia-Pacific. */
  | 'AP3'
  /** Europe. */
  | 'EUROPE'
  /** The Chinese mainland. */
  | 'MAINLAND'
  /** Saudi Arabia, the Emirates, Türkiye. */
  | 'MIDDLE_EAST'
  /** The United States and Canada. */
  | 'NORTH_AMERICA'
  /** Brazil. */
  | 'SOUTH_AMERICA';

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
  application: number; applications?: never; recordings?: never; rooms?: never; user?: never; }
  |  { application?: never;   /** Everything of 1 to 100 applications. */
  applications: Array<number>; recordings?: never; rooms?: never; user?: never; }
  |  { application?: never; applications?: never;   /** 1 to 100 recordings. */
  recordings: Array<string | number>; rooms?: never; user?: never; }
  |  { application?: never; applications?: never; recordings?: never;   /** 1 to 100 room sessions and what is in them. */
  rooms: Array<string | number>; user?: never; }
  |  { application?: never; applications?: never; recordings?: never; rooms?: never;   /** What one user published, and the rooms it was in. */
  user: ViewerUserInput; };

/** A user of an application. */
export type ViewerUserInput = {
  /** The application; may be left out where there is only one. */
  sdkAppId?: number | null | undefined;
  /** The user id that they publish with. */
  userId: string;
};

/** A month that was, and what would have been otherwise. */
export type WhatIfInput = {
  /** By which book; left out: the one of its bill. */
  book?: string | number | null | undefined;
  /** What would have been otherwise. */
  knobs: KnobsInput;
  /** The month, as `2026-10`. */
  month: string;
  /** Of which application; may be left out where there is one. */
  sdkAppId?: number | null | undefined;
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

export type CostLineFragment = { charge: Charge, description: string, period: string, quantity: string, unit: string, unitPrice: string, amount: string, sharePercent: string, origin: string, rounding: string | null, tierWalk: string | null, why: string, assumptions: Array<string>, source: string, pageDate: string, priceFrom: string, priceFromIsStated: boolean };

type Costs_ChangedCosts_Fragment = { bookAgeDays: number, currency: string, total: string, complete: boolean, book: { id: string, title: string, pagesDate: string }, warnings: Array<{ code: CostWarningCode, message: string }>, subtotals: Array<{ charge: Charge, amount: string }>, lines: Array<{ charge: Charge, description: string, period: string, quantity: string, unit: string, unitPrice: string, amount: string, sharePercent: string, origin: string, rounding: string | null, tierWalk: string | null, why: string, assumptions: Array<string>, source: string, pageDate: string, priceFrom: string, priceFromIsStated: boolean }> };

type Costs_CostBreakdown_Fragment = { bookAgeDays: number, currency: string, total: string, complete: boolean, book: { id: string, title: string, pagesDate: string }, warnings: Array<{ code: CostWarningCode, message: string }>, subtotals: Array<{ charge: Charge, amount: string }>, lines: Array<{ charge: Charge, description: string, period: string, quantity: string, unit: string, unitPrice: string, amount: string, sharePercent: string, origin: string, rounding: string | null, tierWalk: string | null, why: string, assumptions: Array<string>, source: string, pageDate: string, priceFrom: string, priceFromIsStated: boolean }> };

type Costs_CostEstimate_Fragment = { bookAgeDays: number, currency: string, total: string, complete: boolean, book: { id: string, title: string, pagesDate: string }, warnings: Array<{ code: CostWarningCode, message: string }>, subtotals: Array<{ charge: Charge, amount: string }>, lines: Array<{ charge: Charge, description: string, period: string, quantity: string, unit: string, unitPrice: string, amount: string, sharePercent: string, origin: string, rounding: string | null, tierWalk: string | null, why: string, assumptions: Array<string>, source: string, pageDate: string, priceFrom: string, priceFromIsStated: boolean }> };

type Costs_CostForecast_Fragment = { bookAgeDays: number, currency: string, total: string, complete: boolean, book: { id: string, title: string, pagesDate: string }, warnings: Array<{ code: CostWarningCode, message: string }>, subtotals: Array<{ charge: Charge, amount: string }>, lines: Array<{ charge: Charge, description: string, period: string, quantity: string, unit: string, unitPrice: string, amount: string, sharePercent: string, origin: string, rounding: string | null, tierWalk: string | null, why: string, assumptions: Array<string>, source: string, pageDate: string, priceFrom: string, priceFromIsStated: boolean }> };

export type CostsFragment =
  | Costs_ChangedCosts_Fragment
  | Costs_CostBreakdown_Fragment
  | Costs_CostEstimate_Fragment
  | Costs_CostForecast_Fragment
;

export type MonthNumberFragment = { amount: string | null, currency: string | null, knownAt: string | null, ofAccount: boolean, reconciledAt: string | null };

export type ComparisonFragment = { period: string, charge: Charge, of: string, unit: string, ours: string, theirs: string, difference: string, class: ComparisonClass };

export type CountsFragment = { matched: number, differs: number, oursOnly: number, providerOnly: number };

export type ExportJobFragment = { id: string, state: BillExportState, format: BillExportFormat, months: Array<string>, monthsDone: number, total: string | null, complete: boolean | null, incompleteMonths: Array<string> | null, sizeBytes: number | null, error: string | null, downloadPath: string | null };

export type PriceBooksQueryVariables = Exact<{ [key: string]: never; }>;


export type PriceBooksQuery = { priceBooks: Array<{ id: string, title: string, pagesDate: string }> };

export type RecordingCostQueryVariables = Exact<{
  id: string | number;
  book?: string | number | null | undefined;
}>;


export type RecordingCostQuery = { recording: { id: string, cost: { bookAgeDays: number, currency: string, total: string, complete: boolean, book: { id: string, title: string, pagesDate: string }, warnings: Array<{ code: CostWarningCode, message: string }>, subtotals: Array<{ charge: Charge, amount: string }>, lines: Array<{ charge: Charge, description: string, period: string, quantity: string, unit: string, unitPrice: string, amount: string, sharePercent: string, origin: string, rounding: string | null, tierWalk: string | null, why: string, assumptions: Array<string>, source: string, pageDate: string, priceFrom: string, priceFromIsStated: boolean }> } } | null };

export type BilledApplicationsQueryVariables = Exact<{ [key: string]: never; }>;


export type BilledApplicationsQuery = { applications: Array<{ sdkAppId: number, name: string, billedMonths: Array<string> }> };

export type BillQueryVariables = Exact<{
  input: BillInput;
}>;


export type BillQuery = { bill: { measuredUntil: string | null, provisional: boolean, bookAgeDays: number, currency: string, total: string, complete: boolean, corrections: Array<{ day: string, use: string, before: string, after: string, afterClose: boolean, madeAt: string }>, numbers: { lockedAt: string | null, estimated: { amount: string | null, currency: string | null, knownAt: string | null, ofAccount: boolean, reconciledAt: string | null }, metered: { amount: string | null, currency: string | null, knownAt: string | null, ofAccount: boolean, reconciledAt: string | null }, billed: { amount: string | null, currency: string | null, knownAt: string | null, ofAccount: boolean, reconciledAt: string | null } } | null, book: { id: string, title: string, pagesDate: string }, warnings: Array<{ code: CostWarningCode, message: string }>, subtotals: Array<{ charge: Charge, amount: string }>, lines: Array<{ charge: Charge, description: string, period: string, quantity: string, unit: string, unitPrice: string, amount: string, sharePercent: string, origin: string, rounding: string | null, tierWalk: string | null, why: string, assumptions: Array<string>, source: string, pageDate: string, priceFrom: string, priceFromIsStated: boolean }> } };

export type AccountBillQueryVariables = Exact<{
  month: string;
  book?: string | number | null | undefined;
}>;


export type AccountBillQuery = { applications: Array<{ sdkAppId: number, name: string, cost: { total: string, currency: string, complete: boolean, provisional: boolean, subtotals: Array<{ charge: Charge, amount: string }> } }> };

export type ForecastQueryVariables = Exact<{
  month?: string | null | undefined;
  sdkAppId?: number | null | undefined;
  book?: string | number | null | undefined;
}>;


export type ForecastQuery = { costForecast:
    | { __typename: 'CostForecast', total: string, low: string, high: string, soFar: string, currency: string, complete: boolean, forecastDays: number, learntFromDays: number, measuredUntil: string | null }
    | { __typename: 'ForecastRefused', message: string, haveDays: number, needDays: number, possibleFrom: string | null }
   };

export type BudgetsQueryVariables = Exact<{
  sdkAppId?: number | null | undefined;
}>;


export type BudgetsQuery = { budgets: Array<{ sdkAppId: number, name: string, amount: string, currency: string, spent: string | null, forecast: string | null, lookedAt: string | null, month: string | null, takeAway: BudgetTakeAway | null, thresholds: Array<{ percent: number, basis: BudgetBasis, action: BudgetAction, limit: string, crossedAt: string | null }> }> };

export type SetBudgetMutationVariables = Exact<{
  input: SetBudgetInput;
}>;


export type SetBudgetMutation = { setBudget: { budget: { name: string } } };

export type RemoveBudgetMutationVariables = Exact<{
  input: RemoveBudgetInput;
}>;


export type RemoveBudgetMutation = { removeBudget: { name: string } };

export type ReconciliationQueryVariables = Exact<{
  month: string;
}>;


export type ReconciliationQuery = { reconciliation: { month: string, comparedAt: string, lockedAt: string | null, lockedBy: string | null, lockedByRole: string | null, usage: { readAt: string, counts: { matched: number, differs: number, oursOnly: number, providerOnly: number }, comparisons: Array<{ period: string, charge: Charge, of: string, unit: string, ours: string, theirs: string, difference: string, class: ComparisonClass }> } | null, invoice: { readAt: string, total: string, currency: string, counts: { matched: number, differs: number, oursOnly: number, providerOnly: number }, comparisons: Array<{ period: string, charge: Charge, of: string, unit: string, ours: string, theirs: string, difference: string, class: ComparisonClass }> } | null } };

export type StartBillExportMutationVariables = Exact<{
  input: StartBillExportInput;
}>;


export type StartBillExportMutation = { startBillExport: { id: string, state: BillExportState, format: BillExportFormat, months: Array<string>, monthsDone: number, total: string | null, complete: boolean | null, incompleteMonths: Array<string> | null, sizeBytes: number | null, error: string | null, downloadPath: string | null } };

export type ExportJobQueryVariables = Exact<{
  id: string | number;
}>;


export type ExportJobQuery = { exportJob: { id: string, state: BillExportState, format: BillExportFormat, months: Array<string>, monthsDone: number, total: string | null, complete: boolean | null, incompleteMonths: Array<string> | null, sizeBytes: number | null, error: string | null, downloadPath: string | null } | null };

export type CancelExportJobMutationVariables = Exact<{
  id: string | number;
}>;


export type CancelExportJobMutation = { cancelExportJob: { id: string, state: BillExportState, format: BillExportFormat, months: Array<string>, monthsDone: number, total: string | null, complete: boolean | null, incompleteMonths: Array<string> | null, sizeBytes: number | null, error: string | null, downloadPath: string | null } };

export type ComparedFragment = { difference: string, assumptions: Array<string>, before:
    | { total: string, currency: string, complete: boolean }
    | { total: string, currency: string, complete: boolean }
    | { total: string, currency: string, complete: boolean }
    | { total: string, currency: string, complete: boolean }
  , after:
    | { total: string, currency: string, complete: boolean, warnings: Array<{ code: CostWarningCode, message: string }> }
    | { total: string, currency: string, complete: boolean, warnings: Array<{ code: CostWarningCode, message: string }> }
    | { total: string, currency: string, complete: boolean, warnings: Array<{ code: CostWarningCode, message: string }> }
    | { total: string, currency: string, complete: boolean, warnings: Array<{ code: CostWarningCode, message: string }> }
  , subtotals: Array<{ charge: Charge, amount: string }>, lines: Array<{ kind: DifferenceKind, charge: Charge, item: PriceItem, class: string | null, region: string | null, description: string, unit: string, difference: string, quantityEffect: string, priceEffect: string, before: { quantity: string, amount: string } | null, after: { quantity: string, amount: string } | null }> };

export type EstimateCostQueryVariables = Exact<{
  input: EstimateCostInput;
}>;


export type EstimateCostQuery = { estimateCost: { month: string, assumptions: Array<string>, bookAgeDays: number, currency: string, total: string, complete: boolean, inputs: Array<{ field: string, value: string, origin: InputOrigin }>, beside: Array<{ bookId: string, total: string, difference: string, complete: boolean }>, months: Array<{ month: string, total: string, complete: boolean }>, book: { id: string, title: string, pagesDate: string }, warnings: Array<{ code: CostWarningCode, message: string }>, subtotals: Array<{ charge: Charge, amount: string }>, lines: Array<{ charge: Charge, description: string, period: string, quantity: string, unit: string, unitPrice: string, amount: string, sharePercent: string, origin: string, rounding: string | null, tierWalk: string | null, why: string, assumptions: Array<string>, source: string, pageDate: string, priceFrom: string, priceFromIsStated: boolean }> } };

export type HintFragment = { kind: CostHintKind, message: string, caveat: string, saving: string, total: string, complete: boolean, change: Array<{ field: string, value: string }> };

export type CostHintsQueryVariables = Exact<{
  input: EstimateCostInput;
}>;


export type CostHintsQuery = { costHints: Array<{ kind: CostHintKind, message: string, caveat: string, saving: string, total: string, complete: boolean, change: Array<{ field: string, value: string }> }> };

export type MonthHintsQueryVariables = Exact<{
  input: MonthHintsInput;
}>;


export type MonthHintsQuery = { monthHints: Array<{ kind: CostHintKind, message: string, caveat: string, saving: string, total: string, complete: boolean, change: Array<{ field: string, value: string }> }> };

export type CompareCostsQueryVariables = Exact<{
  input: CompareCostsInput;
}>;


export type CompareCostsQuery = { compareCosts: { difference: string, assumptions: Array<string>, before:
      | { total: string, currency: string, complete: boolean }
      | { total: string, currency: string, complete: boolean }
      | { total: string, currency: string, complete: boolean }
      | { total: string, currency: string, complete: boolean }
    , after:
      | { total: string, currency: string, complete: boolean, warnings: Array<{ code: CostWarningCode, message: string }> }
      | { total: string, currency: string, complete: boolean, warnings: Array<{ code: CostWarningCode, message: string }> }
      | { total: string, currency: string, complete: boolean, warnings: Array<{ code: CostWarningCode, message: string }> }
      | { total: string, currency: string, complete: boolean, warnings: Array<{ code: CostWarningCode, message: string }> }
    , subtotals: Array<{ charge: Charge, amount: string }>, lines: Array<{ kind: DifferenceKind, charge: Charge, item: PriceItem, class: string | null, region: string | null, description: string, unit: string, difference: string, quantityEffect: string, priceEffect: string, before: { quantity: string, amount: string } | null, after: { quantity: string, amount: string } | null }> } };

export type WhatIfQueryVariables = Exact<{
  input: WhatIfInput;
}>;


export type WhatIfQuery = { whatIf: { difference: string, assumptions: Array<string>, before:
      | { total: string, currency: string, complete: boolean }
      | { total: string, currency: string, complete: boolean }
      | { total: string, currency: string, complete: boolean }
      | { total: string, currency: string, complete: boolean }
    , after:
      | { total: string, currency: string, complete: boolean, warnings: Array<{ code: CostWarningCode, message: string }> }
      | { total: string, currency: string, complete: boolean, warnings: Array<{ code: CostWarningCode, message: string }> }
      | { total: string, currency: string, complete: boolean, warnings: Array<{ code: CostWarningCode, message: string }> }
      | { total: string, currency: string, complete: boolean, warnings: Array<{ code: CostWarningCode, message: string }> }
    , subtotals: Array<{ charge: Charge, amount: string }>, lines: Array<{ kind: DifferenceKind, charge: Charge, item: PriceItem, class: string | null, region: string | null, description: string, unit: string, difference: string, quantityEffect: string, priceEffect: string, before: { quantity: string, amount: string } | null, after: { quantity: string, amount: string } | null }> } };

export type KeepEstimateMutationVariables = Exact<{
  input: KeepEstimateInput;
}>;


export type KeepEstimateMutation = { keepEstimate: { month: string, total: string, currency: string, keptAt: string } };

export type EventRowFragment = { id: string, cursor: string, type: EventType, occurredAt: string, sdkAppId: number, userId: string | null, data: Record<string, unknown>, room: { id: string, name: string } | null, recording: { id: string, kind: RecordingKind, userId: string | null, userDefineRecordId: string | null } | null };

export type EventStartQueryVariables = Exact<{
  back: number;
  types?: Array<EventType> | EventType | null | undefined;
}>;


export type EventStartQuery = { eventCursor: string };

export type EventsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  types?: Array<EventType> | EventType | null | undefined;
}>;


export type EventsSubscription = { events: { id: string, cursor: string, type: EventType, occurredAt: string, sdkAppId: number, userId: string | null, data: Record<string, unknown>, room: { id: string, name: string } | null, recording: { id: string, kind: RecordingKind, userId: string | null, userDefineRecordId: string | null } | null } };

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


export type ApplicationSettingsQuery = { applications: Array<{ id: string, sdkAppId: number, name: string, kind: ApplicationKind, cohort: RecordingCohort, declaredAutomaticRecording: boolean, permissionControl: boolean, settings: { enabled: boolean, method: AutomaticRecordingMethod, formats: Array<RecordingFormat>, maxFileMinutes: number, hlsSegments: HlsSegments, resumeTimeoutSeconds: number, retentionDays: number, subAppId: number | null, callbackUrl: string | null, hasCallbackKey: boolean }, settingsInEffect: Array<{ name: string, state: SettingState, detail: string | null }>, capabilities: Array<{ service: RecordingService, verb: RecordingVerb, formats: Array<RecordingFormat>, sentence: string }> }> };

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
export const CostLineFragmentDoc = new TypedDocumentString(`
    fragment CostLine on CostLine {
  charge
  description
  period
  quantity
  unit
  unitPrice
  amount
  sharePercent
  origin
  rounding
  tierWalk
  why
  assumptions
  source
  pageDate
  priceFrom
  priceFromIsStated
}
    `, {"fragmentName":"CostLine"}) as unknown as TypedDocumentString<CostLineFragment, unknown>;
export const CostsFragmentDoc = new TypedDocumentString(`
    fragment Costs on Costs {
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
    ...CostLine
  }
}
    fragment CostLine on CostLine {
  charge
  description
  period
  quantity
  unit
  unitPrice
  amount
  sharePercent
  origin
  rounding
  tierWalk
  why
  assumptions
  source
  pageDate
  priceFrom
  priceFromIsStated
}`, {"fragmentName":"Costs"}) as unknown as TypedDocumentString<CostsFragment, unknown>;
export const MonthNumberFragmentDoc = new TypedDocumentString(`
    fragment MonthNumber on MonthNumber {
  amount
  currency
  knownAt
  ofAccount
  reconciledAt
}
    `, {"fragmentName":"MonthNumber"}) as unknown as TypedDocumentString<MonthNumberFragment, unknown>;
export const ComparisonFragmentDoc = new TypedDocumentString(`
    fragment Comparison on CostComparison {
  period
  charge
  of
  unit
  ours
  theirs
  difference
  class
}
    `, {"fragmentName":"Comparison"}) as unknown as TypedDocumentString<ComparisonFragment, unknown>;
export const CountsFragmentDoc = new TypedDocumentString(`
    fragment Counts on ComparisonCounts {
  matched
  differs
  oursOnly
  providerOnly
}
    `, {"fragmentName":"Counts"}) as unknown as TypedDocumentString<CountsFragment, unknown>;
export const ExportJobFragmentDoc = new TypedDocumentString(`
    fragment ExportJob on BillExport {
  id
  state
  format
  months
  monthsDone
  total
  complete
  incompleteMonths
  sizeBytes
  error
  downloadPath
}
    `, {"fragmentName":"ExportJob"}) as unknown as TypedDocumentString<ExportJobFragment, unknown>;
export const ComparedFragmentDoc = new TypedDocumentString(`
    fragment Compared on ComparedCosts {
  difference
  assumptions
  before {
    total
    currency
    complete
  }
  after {
    total
    currency
    complete
    warnings {
      code
      message
    }
  }
  subtotals {
    charge
    amount
  }
  lines {
    kind
    charge
    item
    class
    region
    description
    unit
    before {
      quantity
      amount
    }
    after {
      quantity
      amount
    }
    difference
    quantityEffect
    priceEffect
  }
}
    `, {"fragmentName":"Compared"}) as unknown as TypedDocumentString<ComparedFragment, unknown>;
export const HintFragmentDoc = new TypedDocumentString(`
    fragment Hint on CostHint {
  kind
  message
  caveat
  saving
  total
  complete
  change {
    field
    value
  }
}
    `, {"fragmentName":"Hint"}) as unknown as TypedDocumentString<HintFragment, unknown>;
export const EventRowFragmentDoc = new TypedDocumentString(`
    fragment EventRow on Event {
  id
  cursor
  type
  occurredAt
  sdkAppId
  userId
  data
  room {
    id
    name
  }
  recording {
    id
    kind
    userId
    userDefineRecordId
  }
}
    `, {"fragmentName":"EventRow"}) as unknown as TypedDocumentString<EventRowFragment, unknown>;
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
      ...Costs
    }
  }
}
    fragment CostLine on CostLine {
  charge
  description
  period
  quantity
  unit
  unitPrice
  amount
  sharePercent
  origin
  rounding
  tierWalk
  why
  assumptions
  source
  pageDate
  priceFrom
  priceFromIsStated
}
fragment Costs on Costs {
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
    ...CostLine
  }
}`) as unknown as TypedDocumentString<RecordingCostQuery, RecordingCostQueryVariables>;
export const BilledApplicationsDocument = new TypedDocumentString(`
    query BilledApplications {
  applications {
    sdkAppId
    name
    billedMonths
  }
}
    `) as unknown as TypedDocumentString<BilledApplicationsQuery, BilledApplicationsQueryVariables>;
export const BillDocument = new TypedDocumentString(`
    query Bill($input: BillInput!) {
  bill(input: $input) {
    ...Costs
    measuredUntil
    provisional
    corrections {
      day
      use
      before
      after
      afterClose
      madeAt
    }
    numbers {
      estimated {
        ...MonthNumber
      }
      metered {
        ...MonthNumber
      }
      billed {
        ...MonthNumber
      }
      lockedAt
    }
  }
}
    fragment CostLine on CostLine {
  charge
  description
  period
  quantity
  unit
  unitPrice
  amount
  sharePercent
  origin
  rounding
  tierWalk
  why
  assumptions
  source
  pageDate
  priceFrom
  priceFromIsStated
}
fragment Costs on Costs {
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
    ...CostLine
  }
}
fragment MonthNumber on MonthNumber {
  amount
  currency
  knownAt
  ofAccount
  reconciledAt
}`) as unknown as TypedDocumentString<BillQuery, BillQueryVariables>;
export const AccountBillDocument = new TypedDocumentString(`
    query AccountBill($month: String!, $book: ID) {
  applications {
    sdkAppId
    name
    cost(month: $month, book: $book) {
      total
      currency
      complete
      provisional
      subtotals {
        charge
        amount
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AccountBillQuery, AccountBillQueryVariables>;
export const ForecastDocument = new TypedDocumentString(`
    query Forecast($month: String, $sdkAppId: Int, $book: ID) {
  costForecast(month: $month, sdkAppId: $sdkAppId, book: $book) {
    __typename
    ... on CostForecast {
      total
      low
      high
      soFar
      currency
      complete
      forecastDays
      learntFromDays
      measuredUntil
    }
    ... on ForecastRefused {
      message
      haveDays
      needDays
      possibleFrom
    }
  }
}
    `) as unknown as TypedDocumentString<ForecastQuery, ForecastQueryVariables>;
export const BudgetsDocument = new TypedDocumentString(`
    query Budgets($sdkAppId: Int) {
  budgets(sdkAppId: $sdkAppId) {
    sdkAppId
    name
    amount
    currency
    spent
    forecast
    lookedAt
    month
    takeAway
    thresholds {
      percent
      basis
      action
      limit
      crossedAt
    }
  }
}
    `) as unknown as TypedDocumentString<BudgetsQuery, BudgetsQueryVariables>;
export const SetBudgetDocument = new TypedDocumentString(`
    mutation SetBudget($input: SetBudgetInput!) {
  setBudget(input: $input) {
    budget {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<SetBudgetMutation, SetBudgetMutationVariables>;
export const RemoveBudgetDocument = new TypedDocumentString(`
    mutation RemoveBudget($input: RemoveBudgetInput!) {
  removeBudget(input: $input) {
    name
  }
}
    `) as unknown as TypedDocumentString<RemoveBudgetMutation, RemoveBudgetMutationVariables>;
export const ReconciliationDocument = new TypedDocumentString(`
    query Reconciliation($month: String!) {
  reconciliation(month: $month) {
    month
    comparedAt
    lockedAt
    lockedBy
    lockedByRole
    usage {
      readAt
      counts {
        ...Counts
      }
      comparisons {
        ...Comparison
      }
    }
    invoice {
      readAt
      total
      currency
      counts {
        ...Counts
      }
      comparisons {
        ...Comparison
      }
    }
  }
}
    fragment Comparison on CostComparison {
  period
  charge
  of
  unit
  ours
  theirs
  difference
  class
}
fragment Counts on ComparisonCounts {
  matched
  differs
  oursOnly
  providerOnly
}`) as unknown as TypedDocumentString<ReconciliationQuery, ReconciliationQueryVariables>;
export const StartBillExportDocument = new TypedDocumentString(`
    mutation StartBillExport($input: StartBillExportInput!) {
  startBillExport(input: $input) {
    ...ExportJob
  }
}
    fragment ExportJob on BillExport {
  id
  state
  format
  months
  monthsDone
  total
  complete
  incompleteMonths
  sizeBytes
  error
  downloadPath
}`) as unknown as TypedDocumentString<StartBillExportMutation, StartBillExportMutationVariables>;
export const ExportJobDocument = new TypedDocumentString(`
    query ExportJob($id: ID!) {
  exportJob(id: $id) {
    ...ExportJob
  }
}
    fragment ExportJob on BillExport {
  id
  state
  format
  months
  monthsDone
  total
  complete
  incompleteMonths
  sizeBytes
  error
  downloadPath
}`) as unknown as TypedDocumentString<ExportJobQuery, ExportJobQueryVariables>;
export const CancelExportJobDocument = new TypedDocumentString(`
    mutation CancelExportJob($id: ID!) {
  cancelExportJob(id: $id) {
    ...ExportJob
  }
}
    fragment ExportJob on BillExport {
  id
  state
  format
  months
  monthsDone
  total
  complete
  incompleteMonths
  sizeBytes
  error
  downloadPath
}`) as unknown as TypedDocumentString<CancelExportJobMutation, CancelExportJobMutationVariables>;
export const EstimateCostDocument = new TypedDocumentString(`
    query EstimateCost($input: EstimateCostInput!) {
  estimateCost(input: $input) {
    ...Costs
    month
    assumptions
    inputs {
      field
      value
      origin
    }
    beside {
      bookId
      total
      difference
      complete
    }
    months {
      month
      total
      complete
    }
  }
}
    fragment CostLine on CostLine {
  charge
  description
  period
  quantity
  unit
  unitPrice
  amount
  sharePercent
  origin
  rounding
  tierWalk
  why
  assumptions
  source
  pageDate
  priceFrom
  priceFromIsStated
}
fragment Costs on Costs {
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
    ...CostLine
  }
}`) as unknown as TypedDocumentString<EstimateCostQuery, EstimateCostQueryVariables>;
export const CostHintsDocument = new TypedDocumentString(`
    query CostHints($input: EstimateCostInput!) {
  costHints(input: $input) {
    ...Hint
  }
}
    fragment Hint on CostHint {
  kind
  message
  caveat
  saving
  total
  complete
  change {
    field
    value
  }
}`) as unknown as TypedDocumentString<CostHintsQuery, CostHintsQueryVariables>;
export const MonthHintsDocument = new TypedDocumentString(`
    query MonthHints($input: MonthHintsInput!) {
  monthHints(input: $input) {
    ...Hint
  }
}
    fragment Hint on CostHint {
  kind
  message
  caveat
  saving
  total
  complete
  change {
    field
    value
  }
}`) as unknown as TypedDocumentString<MonthHintsQuery, MonthHintsQueryVariables>;
export const CompareCostsDocument = new TypedDocumentString(`
    query CompareCosts($input: CompareCostsInput!) {
  compareCosts(input: $input) {
    ...Compared
  }
}
    fragment Compared on ComparedCosts {
  difference
  assumptions
  before {
    total
    currency
    complete
  }
  after {
    total
    currency
    complete
    warnings {
      code
      message
    }
  }
  subtotals {
    charge
    amount
  }
  lines {
    kind
    charge
    item
    class
    region
    description
    unit
    before {
      quantity
      amount
    }
    after {
      quantity
      amount
    }
    difference
    quantityEffect
    priceEffect
  }
}`) as unknown as TypedDocumentString<CompareCostsQuery, CompareCostsQueryVariables>;
export const WhatIfDocument = new TypedDocumentString(`
    query WhatIf($input: WhatIfInput!) {
  whatIf(input: $input) {
    ...Compared
  }
}
    fragment Compared on ComparedCosts {
  difference
  assumptions
  before {
    total
    currency
    complete
  }
  after {
    total
    currency
    complete
    warnings {
      code
      message
    }
  }
  subtotals {
    charge
    amount
  }
  lines {
    kind
    charge
    item
    class
    region
    description
    unit
    before {
      quantity
      amount
    }
    after {
      quantity
      amount
    }
    difference
    quantityEffect
    priceEffect
  }
}`) as unknown as TypedDocumentString<WhatIfQuery, WhatIfQueryVariables>;
export const KeepEstimateDocument = new TypedDocumentString(`
    mutation KeepEstimate($input: KeepEstimateInput!) {
  keepEstimate(input: $input) {
    month
    total
    currency
    keptAt
  }
}
    `) as unknown as TypedDocumentString<KeepEstimateMutation, KeepEstimateMutationVariables>;
export const EventStartDocument = new TypedDocumentString(`
    query EventStart($back: Int!, $types: [EventType!]) {
  eventCursor(back: $back, types: $types)
}
    `) as unknown as TypedDocumentString<EventStartQuery, EventStartQueryVariables>;
export const EventsDocument = new TypedDocumentString(`
    subscription Events($after: String, $types: [EventType!]) {
  events(after: $after, types: $types) {
    ...EventRow
  }
}
    fragment EventRow on Event {
  id
  cursor
  type
  occurredAt
  sdkAppId
  userId
  data
  room {
    id
    name
  }
  recording {
    id
    kind
    userId
    userDefineRecordId
  }
}`) as unknown as TypedDocumentString<EventsSubscription, EventsSubscriptionVariables>;
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
    permissionControl
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