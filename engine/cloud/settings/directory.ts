import { randomBytes, randomInt } from 'node:crypto';
import type { RecordingMethod } from '../../../domain/recording/settings.ts';
import type { Application, Applications } from '../../rooms/application.ts';
import { pushDomain, pushPath } from '../account.ts';
import type { DocumentShelf } from './document-shelf.ts';
import type { ApplicationDocument, CallbackUrlName } from './documents.ts';
import { findRule, readRecordingChoice } from './recording-choice.ts';

/** Where one event goes and what signs it; null is told to nobody. */
export interface Destination {
  readonly url: string;
  readonly key: string;
}

export interface ApplicationChange {
  readonly name?: string | undefined;
  readonly callbackKey?: string | undefined;
  readonly roomCallbackUrl?: string | null | undefined;
  readonly recordingEnabled?: boolean | undefined;
  readonly recordingMethod?: RecordingMethod | undefined;
  readonly hlsSegments?: 'fmp4' | 'ts' | undefined;
  readonly advancedPermission?: boolean | undefined;
}

/** Applications with everything that is set for them. */
export interface Directory extends Applications {
  document(sdkAppId: number): ApplicationDocument | null;
  create(name: string, kind: ApplicationDocument['kind']): Promise<ApplicationDocument>;
  /** Null when there is no such application. */
  modify(sdkAppId: number, change: ApplicationChange): Promise<ApplicationDocument | null>;
  roomDestination(sdkAppId: number): Destination | null;
  streamDestination(sdkAppId: number, streamId: string, name: CallbackUrlName): Destination | null;
}

/** The vendor's numbers: legacy applications begin with 140, newer ones with 200 (https://trtc.io/document/52817). */
const numbersFrom = { legacy: 1_400_001_000, task: 2_000_001_000 } as const;

function letters(count: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join('');
}

export function openDirectory(shelf: DocumentShelf): Directory {
  const document = (sdkAppId: number): ApplicationDocument | null =>
    shelf.get('application', String(sdkAppId));

  const templateIdOf = (
    kind: 'record-rule' | 'callback-rule',
    sdkAppId: number,
    streamName: string,
  ): string => {
    const stream = { domain: pushDomain, appName: pushPath(sdkAppId), streamName };
    return String(findRule(shelf.all(kind), stream)?.templateId);
  };

  return {
    document,
    find(sdkAppId): Application | null {
      const found = document(sdkAppId);
      if (found === null) return null;
      const { kind, secretKey } = found;
      return {
        sdkAppId,
        kind,
        secretKey,
        // Read again, as below.
        get needsPermission() {
          return document(sdkAppId)?.advancedPermission ?? false;
        },
        recordingOf(streamId) {
          const template = shelf.get('record-template', templateIdOf('record-rule', sdkAppId, streamId));
          // Read again: the application that asks may be older than its settings.
          return template === null ? null : readRecordingChoice(document(sdkAppId) ?? found, template);
        },
      };
    },

    create: (name, kind) =>
      shelf.change(() => {
        const taken = shelf.all('application').map(({ sdkAppId }) => sdkAppId);
        let sdkAppId: number = numbersFrom[kind];
        while (taken.includes(sdkAppId)) sdkAppId += 1;
        const answer: ApplicationDocument = {
          sdkAppId,
          name,
          kind,
          secretKey: randomBytes(32).toString('hex'),
          callbackKey: letters(32),
          roomCallbackUrl: null,
          recordingEnabled: kind === 'legacy',
          recordingMethod: 'global-auto',
          hlsSegments: 'fmp4',
          advancedPermission: false,
          configured: null,
        };
        return { changes: [{ kind: 'application', key: String(sdkAppId), body: answer }], answer };
      }),

    modify: (sdkAppId, change) =>
      shelf.change(() => {
        const found = document(sdkAppId);
        if (found === null) return { changes: [], answer: null };
        const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
        const answer: ApplicationDocument = { ...found, ...given };
        return { changes: [{ kind: 'application', key: String(sdkAppId), body: answer }], answer };
      }),

    roomDestination(sdkAppId) {
      const found = document(sdkAppId);
      if (found === null || found.roomCallbackUrl === null) return null;
      return { url: found.roomCallbackUrl, key: found.callbackKey };
    },

    streamDestination(sdkAppId, streamId, name) {
      const template = shelf.get('callback-template', templateIdOf('callback-rule', sdkAppId, streamId));
      const url = template?.urls[name] ?? '';
      return url === '' ? null : { url, key: template!.key };
    },
  };
}
