import { kindOfApplication } from '../../domain/application/kind.ts';
import { defaultRecordingSettings, type RecordingSettings } from '../../domain/recording/settings.ts';
import type { CallbackDoors, SettingsStore, StoredSettings } from '../ports/application-settings.ts';
import type { ApplicationRecord } from './applications.ts';

/** An application with its keys, which never leave the server. */
export interface KeyedApplication extends ApplicationRecord {
  readonly secretKey: string;
  readonly callbackKey: string;
  /** Whether its users need a PrivateMapKey, until it is set otherwise. */
  readonly permissionControl?: boolean;
}

/** Every application, of the configuration and created, with keys and settings: what is known of them right now. */
export interface ApplicationRoster {
  readonly all: () => readonly ApplicationRecord[];
  readonly secretKeyOf: (sdkAppId: number) => string | null;
  /** Keys that a callback of the live service may be signed with; null for an application that is not known. */
  readonly callbackKeysOf: (sdkAppId: number, kind: 'css' | 'trtc') => readonly string[] | null;
  settingsOf(sdkAppId: number): {
    readonly settings: RecordingSettings;
    readonly stored: StoredSettings | null;
  };
  /** Whether its users need a PrivateMapKey. */
  isPermissionControlled(sdkAppId: number): boolean;
  doorsOf(sdkAppId: number): CallbackDoors;
  pending(): readonly StoredSettings[];
  add(application: KeyedApplication): void;
  take(stored: StoredSettings): void;
}

export async function openApplicationRoster(
  configured: readonly KeyedApplication[],
  /** `http://host:port/callbacks/tencent` as the cloud reaches it. */
  doorsBase: string,
  store: Pick<SettingsStore, 'applications' | 'settings'>,
): Promise<ApplicationRoster> {
  const known = new Map(configured.map((application) => [application.sdkAppId, application]));
  const intents = new Map((await store.settings()).map((stored) => [stored.sdkAppId, stored]));
  for (const created of await store.applications()) {
    // One that the operator has since put into the configuration is the configuration's.
    if (!known.has(created.sdkAppId)) known.set(created.sdkAppId, withDefaults(created));
  }

  const doorsOf = (sdkAppId: number): CallbackDoors => ({
    css: `${doorsBase}/css/${sdkAppId}`,
    trtc: `${doorsBase}/trtc/${sdkAppId}`,
  });
  const settingsOf: ApplicationRoster['settingsOf'] = (sdkAppId) => {
    const stored = intents.get(sdkAppId) ?? null;
    const application = known.get(sdkAppId);
    const settings = stored?.settings ?? {
      ...defaultRecordingSettings,
      enabled: kindOfApplication(sdkAppId) === 'legacy',
      formats: application?.formats ?? defaultRecordingSettings.formats,
      callbackUrl: doorsOf(sdkAppId).css,
      callbackKey: application?.callbackKey ?? '',
    };
    return { settings, stored };
  };

  return {
    all: () =>
      [...known.values()].map(({ sdkAppId, name, cohort }) => ({
        sdkAppId,
        name,
        cohort,
        formats: settingsOf(sdkAppId).settings.formats,
      })),
    secretKeyOf: (sdkAppId) => known.get(sdkAppId)?.secretKey ?? null,
    callbackKeysOf(sdkAppId, kind) {
      const application = known.get(sdkAppId);
      if (application === undefined) return null;
      const { settings, stored } = settingsOf(sdkAppId);
      const keys =
        kind === 'trtc'
          ? [application.callbackKey]
          : [settings.callbackKey, ...(stored === null ? [] : [stored.formerCallbackKey ?? ''])];
      // An empty key signs nothing.
      return [...new Set(keys)].filter((key) => key !== '');
    },
    settingsOf,
    isPermissionControlled: (sdkAppId) =>
      intents.get(sdkAppId)?.permissionControl ?? known.get(sdkAppId)?.permissionControl ?? false,
    doorsOf,
    pending: () => [...intents.values()].filter(({ appliedAt }) => appliedAt === null),
    add(application) {
      known.set(application.sdkAppId, application);
    },
    take(stored) {
      intents.set(stored.sdkAppId, stored);
    },
  };
}

/** A created application before anything is set for it. */
export function withDefaults(
  created: Pick<KeyedApplication, 'sdkAppId' | 'name' | 'secretKey' | 'callbackKey'>,
): KeyedApplication {
  const { sdkAppId, name, secretKey, callbackKey } = created;
  return {
    sdkAppId,
    name,
    secretKey,
    callbackKey,
    formats: defaultRecordingSettings.formats,
    // Both kinds made today are billed by recorded minutes: the other cohort is of accounts before July 2020.
    cohort: 'trtc-recording',
  };
}
