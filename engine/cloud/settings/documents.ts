import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import type { RecordingMethod } from '../../../domain/recording/settings.ts';

/** One application and what at the vendor's only the console can set. */
export interface ApplicationDocument {
  readonly sdkAppId: number;
  readonly name: string;
  readonly kind: 'legacy' | 'task';
  readonly secretKey: string;
  /** Signs the events of rooms and tasks; those of the live service are signed with the callback template's key. */
  readonly callbackKey: string;
  /** Where the events of rooms and tasks go; null tells nobody. */
  readonly roomCallbackUrl: string | null;
  readonly recordingEnabled: boolean;
  readonly recordingMethod: RecordingMethod;
  readonly hlsSegments: 'fmp4' | 'ts';
  /** The vendor's advanced permission control; absent in what was written before there was one. */
  readonly advancedPermission?: boolean;
  /** What the engine's configuration said last: what nobody changed since follows it. Null where it was made by a call. */
  readonly configured: ConfiguredDefaults | null;
}

export interface ConfiguredDefaults {
  readonly callbackKey: string;
  readonly callbackUrls: { readonly css: string; readonly trtc: string };
  readonly formats: readonly RecordingFormat[];
  readonly advancedPermission?: boolean;
}

/** One format of a record template, in the vendor's units. */
export interface FormatParam {
  readonly recordIntervalSeconds: number;
  readonly storageSeconds: number;
  readonly vodSubAppId: number;
}

export interface RecordTemplate {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  /** Enabled formats only. */
  readonly formats: Readonly<Partial<Record<RecordingFormat, FormatParam>>>;
  readonly flowContinueSeconds: number;
}

/** The vendor's addresses of the live service's callbacks, one for each kind of event; empty sends none. */
export const callbackUrlNames = [
  'StreamBeginNotifyUrl',
  'StreamEndNotifyUrl',
  'RecordNotifyUrl',
  'RecordStatusNotifyUrl',
  'RecordExceptionNotifyUrl',
] as const;
export type CallbackUrlName = (typeof callbackUrlNames)[number];

export interface CallbackTemplate {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly urls: Readonly<Record<CallbackUrlName, string>>;
  /** Empty leaves callbacks with a signature of the time alone. */
  readonly key: string;
}

/** Which template is for which streams: of a push domain, of one path of it, of one stream. Empty names match all. */
export interface TemplateRule {
  readonly domain: string;
  readonly appName: string;
  readonly streamName: string;
  readonly templateId: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What lies under each kind of document. */
export interface SettingsBodies {
  readonly application: ApplicationDocument;
  readonly 'record-template': RecordTemplate;
  readonly 'record-rule': TemplateRule;
  readonly 'callback-template': CallbackTemplate;
  readonly 'callback-rule': TemplateRule;
}

export function ruleKey({
  domain,
  appName,
  streamName,
}: Pick<TemplateRule, 'domain' | 'appName' | 'streamName'>): string {
  return `${domain}/${appName}/${streamName}`;
}
