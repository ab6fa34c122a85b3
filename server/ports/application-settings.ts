import type { ApplicationKind } from '../../domain/application/kind.ts';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { RecordingSettings } from '../../domain/recording/settings.ts';

/** An application that a call of ours made. Its keys stay on the server. */
export interface CreatedApplication {
  readonly sdkAppId: number;
  readonly name: string;
  readonly kind: ApplicationKind;
  /** Signs users in. */
  readonly secretKey: string;
  readonly callbackKey: string;
}

/** What an operator wants of an application, and how far the cloud is with it. */
export interface StoredSettings {
  readonly sdkAppId: number;
  readonly settings: RecordingSettings;
  /** On applications of the newer kind: the vendor's console records by itself, as the operator says. */
  readonly declaredAutomaticRecording: boolean;
  /** Whether users need a PrivateMapKey, as the operator wants it; null as the configuration has it. */
  readonly permissionControl: boolean | null;
  readonly formerCallbackKey: string | null;
  readonly changedAt: Date;
  /** Null until the cloud has taken them. */
  readonly appliedAt: Date | null;
  /** Why the last attempt failed; null when it did not. */
  readonly failure: string | null;
}

/** What callbacks showed of an application's recordings since a time. */
export interface ShownByCallbacks {
  readonly formats: readonly RecordingFormat[];
  readonly recordings: number;
  /** Streams recorded although their user was not chosen by a userDefineRecordId. */
  readonly unchosenStreams: number;
  /** Where their files were found; null is the account's main application. */
  readonly subAppIds: readonly (number | null)[];
}

export interface SettingsStore {
  applications(): Promise<readonly CreatedApplication[]>;
  addApplication(application: CreatedApplication): Promise<void>;
  settings(): Promise<readonly StoredSettings[]>;
  /** Keeps an intent and appends `application.settings_changed`; `what` names the fields changed. */
  request(
    intent: Pick<
      StoredSettings,
      | 'sdkAppId'
      | 'settings'
      | 'declaredAutomaticRecording'
      | 'permissionControl'
      | 'formerCallbackKey'
      | 'changedAt'
    >,
    what: readonly string[],
  ): Promise<StoredSettings>;
  /** Notes that the cloud took the intent of that time, or why not. A newer intent is not touched. */
  settle(sdkAppId: number, changedAt: Date, failure: string | null): Promise<StoredSettings | null>;
  shownSince(sdkAppId: number, since: Date): Promise<ShownByCallbacks>;
}

/** Our own doors for an application's callbacks. */
export interface CallbackDoors {
  readonly css: string;
  readonly trtc: string;
}

/** The cloud's side of settings. Every error is a DomainError. */
export interface SettingsProvider {
  /** Throws UNSUPPORTED on Tencent's cloud, and UNCONFIRMED where no answer came. */
  createApplication(
    name: string,
    kind: ApplicationKind,
  ): Promise<Pick<CreatedApplication, 'sdkAppId' | 'secretKey' | 'callbackKey'>>;
  /** Sends the events of rooms to our door. On Tencent's cloud, where only its console can, it does nothing. */
  openDoor(sdkAppId: number, doors: CallbackDoors): Promise<void>;
  /** Makes the cloud record by these settings from now on; doing it again changes nothing. */
  applySettings(sdkAppId: number, settings: RecordingSettings, doors: CallbackDoors): Promise<void>;
  /** Puts an application under permission control, or takes it out. On Tencent's cloud, where only its console can, it does nothing. */
  controlPermission(sdkAppId: number, isOn: boolean): Promise<void>;
  /** Whether what only the vendor's console can set is ours to set: on an engine of ours. */
  readonly setsConsoleFields: boolean;
  /** How long a change takes until new recordings follow it. */
  readonly settlingMs: number;
}
