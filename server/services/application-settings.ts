import { kindOfApplication, type ApplicationKind } from '../../domain/application/kind.ts';
import { DomainError, refuseFaults, type FieldFault } from '../../domain/errors.ts';
import { findSettingsFaults, type RecordingSettings } from '../../domain/recording/settings.ts';
import type { SettingsProvider, SettingsStore, StoredSettings } from '../ports/application-settings.ts';
import type { CommandStore, IdempotencyStore } from '../ports/commands.ts';
import type { VisibleScope } from '../ports/records.ts';
import { requireAction, requireWholeApplication, type Principal } from './access/principal.ts';
import { withDefaults, type ApplicationRoster } from './application-roster.ts';
import type { Applications } from './applications.ts';
import { once } from './once.ts';
import { judgeSettings, settingNames, type SettingInEffect } from './settings-in-effect.ts';

export interface UpdateSettingsInput {
  readonly sdkAppId: number | null;
  /** What is not given stays as it is. */
  readonly change: Partial<RecordingSettings>;
  readonly declaredAutomaticRecording: boolean | null;
  /** Null leaves it as it is. */
  readonly permissionControl: boolean | null;
  readonly idempotencyKey: string;
}

/** Keys are told once: a repeat with the same idempotency key answers null. */
export interface MadeApplication {
  readonly sdkAppId: number;
  readonly secretKey: string | null;
  readonly callbackKey: string | null;
}

export interface ApplicationSettings {
  /** Throws UNSUPPORTED on Tencent's cloud, which has no call for it. */
  create(
    principal: Principal,
    input: { readonly name: string; readonly kind: ApplicationKind; readonly idempotencyKey: string },
  ): Promise<MadeApplication>;
  /** Keeps the intent, then asks the cloud; where that fails the settings stay PENDING and are asked for again. */
  update(principal: Principal, input: UpdateSettingsInput): Promise<number>;
  settingsOf(sdkAppId: number): RecordingSettings;
  isAutomaticDeclared(sdkAppId: number): boolean;
  /** Whether users need a PrivateMapKey, as far as we say so. */
  isPermissionControlled(sdkAppId: number): boolean;
  inEffect(sdkAppId: number): Promise<readonly SettingInEffect[]>;
  /** Asks the cloud again for what it has not taken. */
  applyPending(): Promise<void>;
}

export interface ApplicationSettingsDeps {
  readonly roster: ApplicationRoster;
  readonly applications: Pick<Applications, 'choose'>;
  readonly store: SettingsStore;
  readonly provider: SettingsProvider;
  readonly commands: Pick<CommandStore, 'serialised'>;
  readonly idempotency: IdempotencyStore;
  readonly clock: () => Date;
}

const namePattern = /^[\p{L}\p{N}_ -]{1,64}$/u;

export function openApplicationSettings(deps: ApplicationSettingsDeps): ApplicationSettings {
  const { roster, store, provider, commands, idempotency, clock } = deps;
  const lockOf = (sdkAppId: number): string => `application/${sdkAppId}`;

  const apply = async ({
    sdkAppId,
    settings,
    permissionControl,
    changedAt,
  }: StoredSettings): Promise<void> => {
    let failure: string | null = null;
    try {
      const doors = roster.doorsOf(sdkAppId);
      await provider.openDoor(sdkAppId, doors);
      if (permissionControl !== null) await provider.controlPermission(sdkAppId, permissionControl);
      if (kindOfApplication(sdkAppId) === 'legacy') await provider.applySettings(sdkAppId, settings, doors);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      failure = error.message;
    }
    const settled = await store.settle(sdkAppId, changedAt, failure);
    if (settled !== null) roster.take(settled);
  };

  return {
    async create(principal, { name, kind, idempotencyKey: key }) {
      requireAction(principal, 'CONFIGURE');
      requireEveryApplication(principal.scope);
      const allowed = '1 to 64 letters, digits, spaces, _ and -';
      refuseFaults(
        namePattern.test(name) ? [] : [{ field: 'input.name', got: JSON.stringify(name), allowed }],
      );
      let keys: Pick<MadeApplication, 'secretKey' | 'callbackKey'> = { secretKey: null, callbackKey: null };
      // Only the number is remembered for a repeat: keys lie in one place.
      const sdkAppId = await once(
        idempotency,
        { principal, key, operation: 'createApplication', input: { name, kind } },
        async () => {
          const made = await provider.createApplication(name, kind);
          await store.addApplication({ ...made, name, kind });
          roster.add(withDefaults({ ...made, name }));
          keys = made;
          const { settings } = roster.settingsOf(made.sdkAppId);
          const intent = { sdkAppId: made.sdkAppId, settings, changedAt: clock() };
          const stored = await store.request(
            {
              ...intent,
              ...{ declaredAutomaticRecording: false, permissionControl: null, formerCallbackKey: null },
            },
            [],
          );
          roster.take(stored);
          await apply(stored);
          return made.sdkAppId;
        },
      );
      return { sdkAppId, secretKey: keys.secretKey, callbackKey: keys.callbackKey };
    },

    async update(principal, input) {
      requireAction(principal, 'CONFIGURE');
      const { sdkAppId } = deps.applications.choose(input.sdkAppId, principal.scope);
      requireWholeApplication(principal, sdkAppId);
      const { change, declaredAutomaticRecording: declared, permissionControl, idempotencyKey: key } = input;
      // Keys of before this could be set meant the same input.
      const asked = permissionControl === null ? {} : { permissionControl };
      return once(
        idempotency,
        {
          principal,
          key,
          operation: 'updateRecordingSettings',
          input: { sdkAppId, change, declared, ...asked },
        },
        () =>
          commands.serialised(lockOf(sdkAppId), async () => {
            const { settings: former, stored: last } = roster.settingsOf(sdkAppId);
            const settings = { ...former, ...change };
            refuseFaults(faultsOf(sdkAppId, settings, input, roster.doorsOf(sdkAppId).css));
            const what = settingNames.filter((name) => name in change);
            const stored = await store.request(
              {
                sdkAppId,
                settings,
                declaredAutomaticRecording: declared ?? last?.declaredAutomaticRecording ?? false,
                permissionControl: permissionControl ?? last?.permissionControl ?? null,
                formerCallbackKey: former.callbackKey,
                changedAt: clock(),
              },
              [...what, ...(declared === null ? [] : ['declaredAutomaticRecording']), ...Object.keys(asked)],
            );
            roster.take(stored);
            await apply(stored);
            return sdkAppId;
          }),
      );
    },

    settingsOf: (sdkAppId) => roster.settingsOf(sdkAppId).settings,
    isAutomaticDeclared: (sdkAppId) =>
      roster.settingsOf(sdkAppId).stored?.declaredAutomaticRecording ?? false,
    isPermissionControlled: (sdkAppId) => roster.isPermissionControlled(sdkAppId),

    async inEffect(sdkAppId) {
      const { settings, stored } = roster.settingsOf(sdkAppId);
      const { setsConsoleFields, settlingMs } = provider;
      // What began before the change was applied keeps its rules and says nothing of it.
      const since = stored === null ? new Date(0) : (stored.appliedAt ?? clock());
      const shown =
        stored === null
          ? { formats: [], recordings: 0, unchosenStreams: 0, subAppIds: [] }
          : await store.shownSince(sdkAppId, new Date(since.getTime() + settlingMs));
      return judgeSettings(settings, stored, shown, {
        setsConsoleFields,
        settlingMs,
        nowMs: clock().getTime(),
      });
    },

    async applyPending() {
      for (const { sdkAppId } of roster.pending()) {
        await commands.serialised(lockOf(sdkAppId), async () => {
          // Another command may have settled it meanwhile.
          const stored = roster.pending().find((pending) => pending.sdkAppId === sdkAppId);
          if (stored !== undefined) await apply(stored);
        });
      }
    },
  };
}

function requireEveryApplication({ sdkAppIds, roomIds, recordingIds, userId }: VisibleScope): void {
  if (sdkAppIds === null && roomIds === null && recordingIds === null && userId === null) return;
  throw new DomainError('FORBIDDEN', 'caller', 'A viewer token makes no applications.');
}

function faultsOf(
  sdkAppId: number,
  settings: RecordingSettings,
  { change }: UpdateSettingsInput,
  ownDoor: string,
): FieldFault[] {
  const faults = findSettingsFaults(settings, 'input.settings');
  if (kindOfApplication(sdkAppId) === 'task' && Object.keys(change).length > 0)
    faults.push({
      field: 'input.settings',
      got: Object.keys(change).join(', '),
      allowed: `nothing: the application ${sdkAppId} is of the newer kind, whose recordings carry their settings (startRecording)`,
    });
  if (settings.callbackUrl === ownDoor && settings.callbackKey === '')
    faults.push({
      field: 'input.settings.callbackKey',
      got: 'empty',
      allowed: 'a key, since our own door takes no unsigned callbacks',
    });
  return faults;
}
