import type { Period } from '../../domain/billing/calendar.ts';
import type { MeasuredDay } from '../../domain/billing/reconciliation/metered-measures.ts';
import type { MixForm } from '../../domain/mixing/mix-form.ts';
import type { ConsentRule } from '../../domain/recording/consent.ts';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { RoomName, StreamType } from '../../domain/room/room-key.ts';

/** What DescribeMediaInfos says of one file, in our words. */
export interface ProviderMedia {
  readonly fileId: string;
  readonly name: string;
  readonly format: RecordingFormat | null;
  readonly mediaUrl: string;
  readonly bytes: number;
  readonly durationMs: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly createdAt: Date;
}

export interface StartMix {
  readonly sdkAppId: number;
  readonly room: RoomName;
  readonly streamId: string;
  readonly recordId: string;
  readonly form: MixForm;
}

/** Bytes served for one file in one hour, as the vendor counts them. */
export interface PlaybackUsage {
  readonly fileId: string;
  readonly slotStart: Date;
  readonly slotSeconds: number;
  readonly bytes: number;
  readonly plays: number;
}

export interface TicketRequest {
  readonly sdkAppId: number;
  readonly room: RoomName;
  readonly userId: string;
  readonly streamType: StreamType;
  readonly userDefineRecordId: string | null;
  readonly streamId: string | null;
  readonly lifetimeSeconds: number;
  readonly role: TicketRole;
}

/** What a ticket lets its user do, where the application is under the vendor's advanced permission control. */
export type TicketRole = 'publisher' | 'viewer';

export interface Ticket {
  readonly userSig: string;
  /** The vendor's PrivateMapKey for the room and the role; asked for under advanced permission control only. */
  readonly privateMapKey: string;
  /** The whole publish address, ready for `ffmpeg -f flv`; null where RTMP cannot reach the room (int rooms on the cloud), and for viewers. */
  readonly rtmpUrl: string | null;
  /** The WHIP endpoint, whose bearer token is `userSig`; null where the cloud's is not known, and for viewers. */
  readonly whipUrl: string | null;
  /** Base of the publisher's own commands, as mixing; null where the cloud takes them from the vendor's SDK only. */
  readonly publishingUrl: string | null;
  readonly expiresAt: Date;
}

/** `legacy`: made before 2022-08-01 and recorded by the live service; `task`: newer, and recorded by tasks. */
export type ApplicationKind = 'legacy' | 'task';

/** A recording by its stream; `sessionId` guards against reaching a later recording of the same stream id. */
export interface RunningRecording {
  readonly sdkAppId: number;
  readonly streamId: string;
  readonly sessionId: string | null;
}

/** The one cloud the server knows, ours or Tencent's. Every error is a DomainError with the vendor's code in its cause. */
export interface Provider {
  /** The cloud is an engine of ours, which also serves our own calls. */
  readonly ownEngine: boolean;
  /**
   * At most 20 ids a call go to the vendor; more are batched. Ids that the sub-application (null = the main one) does not
   * have are absent.
   */
  describeMedia(
    fileIds: readonly string[],
    subAppId: number | null,
  ): Promise<ReadonlyMap<string, ProviderMedia>>;
  /** The same ids again change the layout of the running mix. Layouts of ours are UNSUPPORTED on Tencent's cloud. */
  startMix(mix: StartMix): Promise<void>;
  /** Leaves media out of a running recording from now on. UNSUPPORTED on Tencent's cloud. */
  pauseRecording(recording: RunningRecording): Promise<void>;
  resumeRecording(recording: RunningRecording): Promise<void>;
  /** Says whether somebody may be recorded, at once and from now on. UNSUPPORTED on Tencent's cloud. */
  setConsent(rule: ConsentRule): Promise<void>;
  /** The sessions that are being recorded now. UNSUPPORTED on Tencent's cloud. */
  runningSessions(sdkAppId: number): Promise<ReadonlySet<string>>;
  stopMix(sdkAppId: number, room: RoomName): Promise<void>;
  /** Account-wide bytes by 5-minute slot (DescribeCDNUsageData, Flux). */
  playbackTraffic(
    from: Date,
    until: Date,
  ): Promise<readonly { readonly slotStart: Date; readonly bytes: number }[]>;
  /** Per file (DescribeMediaPlayStatDetails), hourly. */
  playbackOfFile(fileId: string, from: Date, until: Date): Promise<readonly PlaybackUsage[]>;
  /**
   * What its usage calls count of each day of a month that has begun, of the whole account with these sub-applications
   * (null = the main one). All of it or an error.
   */
  usageOfMonth(
    month: Period,
    now: Date,
    subAppIds: readonly (number | null)[],
  ): Promise<readonly MeasuredDay[]>;
  /** Throws UNSUPPORTED on Tencent's cloud, which has no call for it. */
  describeApplication(sdkAppId: number): Promise<{ readonly kind: ApplicationKind }>;
  /** Pure: makes the user signature and the publish address. */
  joinTicket(request: TicketRequest, now: Date): Ticket;
}
