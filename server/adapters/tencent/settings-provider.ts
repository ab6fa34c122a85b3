import type { live } from 'tencentcloud-sdk-nodejs/tencentcloud/services/live/index.js';
import { DomainError } from '../../../domain/errors.ts';
import type { RecordingSettings } from '../../../domain/recording/settings.ts';
import type { CallbackDoors, SettingsProvider } from '../../ports/application-settings.ts';
import type { TencentClients } from './clients.ts';
import { translateError } from './errors.ts';
import { callOwn } from './own-actions.ts';

export interface SettingsProviderOptions {
  readonly clients: TencentClients;
  /** The vendor's push domain of relayed streams (`<bizid>.livepush.myqcloud.com`); null where the operator gave none. */
  readonly pushDomain: string | null;
}

/** The vendor says that settings take about five minutes (https://www.tencentcloud.com/document/product/647/35426). */
const cloudSettlingMs = 300_000;
const maxAacSeconds = 7200;
const daySeconds = 86_400;

type LiveClient = InstanceType<typeof live.v20180801.Client>;

function recordTemplate(settings: RecordingSettings) {
  const seconds = settings.maxFileMinutes * 60;
  const [FlvParam, HlsParam, Mp4Param, AacParam] = (['flv', 'hls', 'mp4', 'aac'] as const).map((format) => ({
    Enable: settings.formats.includes(format) ? 1 : 0,
    RecordInterval: format === 'aac' ? Math.min(seconds, maxAacSeconds) : seconds,
    StorageTime: settings.retentionDays * daySeconds,
    VodSubAppId: settings.subAppId ?? 0,
  }));
  return {
    FlvParam: FlvParam!,
    HlsParam: HlsParam!,
    Mp4Param: Mp4Param!,
    AacParam: AacParam!,
    HlsSpecialParam: { FlowContinueDuration: settings.resumeTimeoutSeconds },
  };
}

/** Pushes are always told to our door, or no stream would be known; files and recordings go where the settings say. */
function callbackTemplate(settings: RecordingSettings, doors: CallbackDoors) {
  const url = settings.callbackUrl ?? '';
  return {
    StreamBeginNotifyUrl: doors.css,
    StreamEndNotifyUrl: doors.css,
    RecordNotifyUrl: url,
    RecordStatusNotifyUrl: url,
    RecordExceptionNotifyUrl: url,
    CallbackKey: settings.callbackKey,
  };
}

interface Rule {
  readonly TemplateId?: number;
  readonly DomainName?: string;
  readonly AppName?: string;
  readonly StreamName?: string;
}

/** The template that is this application's alone, by its rule; null where there is none or others use it too. */
function ownTemplateOf(rules: readonly Rule[], domain: string, path: string) {
  const mine = rules.find(
    ({ DomainName, AppName, StreamName }) =>
      DomainName === domain && AppName === path && (StreamName ?? '') === '',
  );
  const shared = rules.filter(({ TemplateId }) => TemplateId === mine?.TemplateId).length > 1;
  return { hasRule: mine !== undefined, templateId: shared ? null : (mine?.TemplateId ?? null) };
}

async function applyRecordTemplate(
  client: LiveClient,
  domain: string,
  path: string,
  settings: RecordingSettings,
): Promise<void> {
  const { Rules: rules } = await client.DescribeLiveRecordRules(null);
  const { hasRule, templateId } = ownTemplateOf(rules, domain, path);
  if (templateId !== null) {
    await client.ModifyLiveRecordTemplate({ TemplateId: templateId, ...recordTemplate(settings) });
    return;
  }
  const made = await client.CreateLiveRecordTemplate({ TemplateName: path, ...recordTemplate(settings) });
  const names = { DomainName: domain, AppName: path, StreamName: '' };
  if (hasRule) await client.DeleteLiveRecordRule(names);
  await client.CreateLiveRecordRule({ ...names, TemplateId: made.TemplateId! });
}

async function applyCallbackTemplate(
  client: LiveClient,
  domain: string,
  path: string,
  template: ReturnType<typeof callbackTemplate>,
): Promise<void> {
  const { Rules: rules } = await client.DescribeLiveCallbackRules(null);
  const { hasRule, templateId } = ownTemplateOf(rules ?? [], domain, path);
  if (templateId !== null) {
    await client.ModifyLiveCallbackTemplate({ TemplateId: templateId, ...template });
    return;
  }
  const made = await client.CreateLiveCallbackTemplate({ TemplateName: path, ...template });
  const names = { DomainName: domain, AppName: path };
  if (hasRule) await client.DeleteLiveCallbackRule(names);
  await client.CreateLiveCallbackRule({ ...names, TemplateId: made.TemplateId! });
}

const consoleOnly = 'Tencent has no call for it; it is set in its console and declared here.';

/** Settings by the live service's templates and rules, and by calls of ours what only the vendor's console can set. */
export function openSettingsProvider({ clients, pushDomain }: SettingsProviderOptions): SettingsProvider {
  const setsConsoleFields = clients.own !== null;
  return {
    setsConsoleFields,
    settlingMs: setsConsoleFields ? 0 : cloudSettlingMs,

    async createApplication(name, kind) {
      const made = await callOwn(clients, {
        action: 'CreateApplication',
        parameters: { Name: name, Kind: kind },
        changesSomething: true,
        onCloud:
          'Tencent has no call that makes an application; make it in its console and declare it in the configuration.',
      });
      return {
        sdkAppId: Number(made['SdkAppId']),
        secretKey: String(made['SecretKey']),
        callbackKey: String(made['CallbackKey']),
      };
    },

    async openDoor(sdkAppId, doors) {
      if (!setsConsoleFields) return;
      await callOwn(clients, {
        action: 'ModifyApplication',
        parameters: { SdkAppId: sdkAppId, RoomCallbackUrl: doors.trtc },
        changesSomething: true,
        onCloud: consoleOnly,
      });
    },

    async controlPermission(sdkAppId, isOn) {
      if (!setsConsoleFields) return;
      await callOwn(clients, {
        action: 'ModifyApplication',
        parameters: { SdkAppId: sdkAppId, AdvancedPermission: isOn ? 1 : 0 },
        changesSomething: true,
        onCloud: consoleOnly,
      });
    },

    async applySettings(sdkAppId, settings, doors) {
      if (pushDomain === null)
        throw new DomainError(
          'UNSUPPORTED',
          'caller',
          'The push domain of relayed streams is not known; set ROOMTAPE_PUSH_DOMAIN.',
        );
      const path = `trtc_${String(sdkAppId)}`;
      try {
        await applyRecordTemplate(clients.live, pushDomain, path, settings);
        await applyCallbackTemplate(clients.live, pushDomain, path, callbackTemplate(settings, doors));
      } catch (error) {
        throw translateError(error, 'the settings', true);
      }
      if (!setsConsoleFields) return;
      await callOwn(clients, {
        action: 'ModifyApplication',
        parameters: {
          SdkAppId: sdkAppId,
          RecordingEnabled: settings.enabled ? 1 : 0,
          RecordingMethod: settings.method,
          HlsSegments: settings.hlsSegments,
        },
        changesSomething: true,
        onCloud: consoleOnly,
      });
    },
  };
}
