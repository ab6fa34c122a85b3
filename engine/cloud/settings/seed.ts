import { isDeepStrictEqual } from 'node:util';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import { recordingFormats } from '../../../domain/recording/formats.ts';
import { defaultRecordingSettings } from '../../../domain/recording/settings.ts';
import type { SettingsChange } from '../../library/settings-documents.ts';
import { pushDomain, pushPath } from '../account.ts';
import type { DocumentShelf } from './document-shelf.ts';
import type {
  ApplicationDocument,
  CallbackTemplate,
  CallbackUrlName,
  ConfiguredDefaults,
  FormatParam,
  RecordTemplate,
  TemplateRule,
} from './documents.ts';
import { callbackUrlNames, ruleKey } from './documents.ts';

export interface ConfiguredApplication extends ConfiguredDefaults {
  readonly sdkAppId: number;
  readonly secretKey: string;
}

const firstTemplateId = 1001;

/** Ids are never given twice while the highest one stands; the vendor's are whole numbers too. */
export function nextTemplateId(
  shelf: Pick<DocumentShelf, 'all'>,
  kind: 'record-template' | 'callback-template',
): number {
  const ids = shelf.all(kind).map(({ id }) => id);
  return Math.max(firstTemplateId - 1, ...ids) + 1;
}

function everyFormat(formats: readonly RecordingFormat[], param: FormatParam): RecordTemplate['formats'] {
  return Object.fromEntries(formats.map((format) => [format, param]));
}

const defaultFormat: FormatParam = {
  recordIntervalSeconds: defaultRecordingSettings.maxFileMinutes * 60,
  storageSeconds: defaultRecordingSettings.retentionDays * 86_400,
  vodSubAppId: 0,
};

function everyUrl(url: string): CallbackTemplate['urls'] {
  return Object.fromEntries(callbackUrlNames.map((name) => [name, url])) as Record<CallbackUrlName, string>;
}

export function ruleOf(sdkAppId: number, templateId: number, nowMs: number): TemplateRule {
  return {
    domain: pushDomain,
    appName: pushPath(sdkAppId),
    streamName: '',
    templateId,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
}

/** The first application as the configuration has it, with a record template and a callback template of its own. */
function firstStart(
  shelf: Pick<DocumentShelf, 'all'>,
  { sdkAppId, secretKey, ...configured }: ConfiguredApplication,
  nowMs: number,
): readonly SettingsChange[] {
  const { enabled, method, hlsSegments, resumeTimeoutSeconds } = defaultRecordingSettings;
  const application: ApplicationDocument = {
    sdkAppId,
    name: 'default',
    kind: 'legacy',
    secretKey,
    callbackKey: configured.callbackKey,
    roomCallbackUrl: configured.callbackUrls.trtc,
    recordingEnabled: enabled,
    recordingMethod: method,
    hlsSegments,
    advancedPermission: configured.advancedPermission ?? false,
    configured,
  };
  const record: RecordTemplate = {
    id: nextTemplateId(shelf, 'record-template'),
    name: `default_${String(sdkAppId)}`,
    description: '',
    formats: everyFormat(configured.formats, defaultFormat),
    flowContinueSeconds: resumeTimeoutSeconds,
  };
  const callback: CallbackTemplate = {
    id: nextTemplateId(shelf, 'callback-template'),
    name: `default_${String(sdkAppId)}`,
    description: '',
    urls: everyUrl(configured.callbackUrls.css),
    key: configured.callbackKey,
  };
  const recordRule = ruleOf(sdkAppId, record.id, nowMs);
  const callbackRule = ruleOf(sdkAppId, callback.id, nowMs);
  return [
    { kind: 'application', key: String(sdkAppId), body: application },
    { kind: 'record-template', key: String(record.id), body: record },
    { kind: 'record-rule', key: ruleKey(recordRule), body: recordRule },
    { kind: 'callback-template', key: String(callback.id), body: callback },
    { kind: 'callback-rule', key: ruleKey(callbackRule), body: callbackRule },
  ];
}

/** What nobody changed since the last start follows the configuration: a port, a key or the formats may be others now. */
function laterStart(
  shelf: Pick<DocumentShelf, 'get'>,
  former: ApplicationDocument,
  { sdkAppId, secretKey, ...configured }: ConfiguredApplication,
): readonly SettingsChange[] {
  const last = former.configured;
  const follow = <T>(value: T, was: T | undefined, now: T): T =>
    isDeepStrictEqual(value, was) ? now : value;
  const changes: SettingsChange[] = [];
  const change = (kind: SettingsChange['kind'], key: string, before: unknown, body: unknown): void => {
    if (!isDeepStrictEqual(before, body)) changes.push({ kind, key, body });
  };
  change('application', String(sdkAppId), former, {
    ...former,
    secretKey,
    callbackKey: follow(former.callbackKey, last?.callbackKey, configured.callbackKey),
    roomCallbackUrl: follow<string | null>(
      former.roomCallbackUrl,
      last?.callbackUrls.trtc,
      configured.callbackUrls.trtc,
    ),
    advancedPermission: follow(
      former.advancedPermission ?? false,
      last?.advancedPermission ?? false,
      configured.advancedPermission ?? false,
    ),
    configured,
  } satisfies ApplicationDocument);
  const key = ruleKey(ruleOf(sdkAppId, 0, 0));
  const callbackRule = shelf.get('callback-rule', key);
  const callback = callbackRule && shelf.get('callback-template', String(callbackRule.templateId));
  if (callback !== null)
    change('callback-template', String(callback.id), callback, {
      ...callback,
      key: follow(callback.key, last?.callbackKey, configured.callbackKey),
      urls: Object.fromEntries(
        callbackUrlNames.map((name) => [
          name,
          follow(callback.urls[name], last?.callbackUrls.css, configured.callbackUrls.css),
        ]),
      ),
    });
  const recordRule = shelf.get('record-rule', key);
  const record = recordRule && shelf.get('record-template', String(recordRule.templateId));
  const present = record && recordingFormats.filter((format) => record.formats[format] !== undefined);
  const untouched = last !== null && isDeepStrictEqual(present, inOrder(last.formats));
  if (record !== null && untouched) {
    const param = record.formats[present![0]!] ?? defaultFormat;
    change('record-template', String(record.id), record, {
      ...record,
      // Each keeps what was set for it; one that is new is treated like the others.
      formats: Object.fromEntries(
        inOrder(configured.formats).map((format) => [format, record.formats[format] ?? param]),
      ),
    });
  }
  return changes;
}

const inOrder = (formats: readonly RecordingFormat[]): readonly RecordingFormat[] =>
  recordingFormats.filter((format) => formats.includes(format));

/** What the configured application needs at this start. */
export function seedApplication(
  shelf: Pick<DocumentShelf, 'all' | 'get'>,
  configured: ConfiguredApplication,
  nowMs: number,
): readonly SettingsChange[] {
  const former = shelf.get('application', String(configured.sdkAppId));
  return former === null ? firstStart(shelf, configured, nowMs) : laterStart(shelf, former, configured);
}
