import type { FieldFault } from '../../domain/errors.ts';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { GrantRequest, GrantStore, GrantTerms } from '../ports/grants.ts';
import type { PlaybackSigner } from '../ports/playback-signer.ts';
import type { RecordingFileRecord } from '../ports/records.ts';
import { requireAction, type Principal } from './access/principal.ts';

/** What an address may be used for. */
export interface PlaybackTerms extends GrantTerms {
  readonly expiresInSeconds: number;
}

/** The file itself, its thumbnail, or the WebVTT of its storyboard: one grant opens all that lies beside a file. */
export type PlaybackPart = 'media' | 'cover' | 'storyboard';

export interface PlaybackRequest {
  readonly file: RecordingFileRecord;
  readonly part: PlaybackPart;
  readonly terms: PlaybackTerms;
}

export interface PlaybackAddress {
  readonly url: string;
  readonly expiresAt: Date;
  readonly grantId: string;
  /** Makes the signature for the vendor's own player; null where its key is not known. */
  readonly psign: () => Promise<string | null>;
  readonly file: RecordingFileRecord;
}

export interface Playback {
  /**
   * Addresses in the order asked for, null where the file is not READY or has no such part. Throws FORBIDDEN without the
   * PLAY action. The terms were checked: see findTermFaults.
   */
  addresses(
    principal: Principal,
    requests: readonly PlaybackRequest[],
  ): Promise<readonly (PlaybackAddress | null)[]>;
}

export const playbackSeconds = { min: 60, max: 86_400, default: 3_600 } as const;
/** The vendor refuses previews under 30 s, and more than 9 addresses. */
export const previewSeconds = { min: 30, max: 86_400 } as const;
export const maxAddresses = { min: 1, max: 9 } as const;
const preferred: readonly RecordingFormat[] = ['hls', 'mp4', 'flv', 'aac'];

/** What is played where no file is named: the format asked for, else HLS, MP4, FLV, AAC; of several, the earliest. */
export function chooseFile(
  files: readonly RecordingFileRecord[],
  format: RecordingFormat | null,
): RecordingFileRecord | null {
  for (const wanted of format === null ? preferred : [format]) {
    let first: RecordingFileRecord | null = null;
    for (const file of files) {
      if (file.format !== wanted || file.state !== 'READY' || file.mediaUrl === null) continue;
      if (first === null || file.startedAt < first.startedAt) first = file;
    }
    if (first !== null) return first;
  }
  return null;
}

/**
 * Signed media addresses. An address never outlives the viewer token that asked for it. Each carries the id of a grant,
 * which the access logs repeat: so what was given can be compared with what was watched.
 */
export function openPlayback(
  signer: PlaybackSigner,
  grants: Pick<GrantStore, 'idsFor'>,
  clock: () => Date,
): Playback {
  return {
    async addresses(principal, requests) {
      requireAction(principal, 'PLAY');
      const now = clock();
      const playable = requests.flatMap(({ file, part, terms }, index) => {
        const mediaUrl = urlOf(file, part);
        if (file.state !== 'READY' || mediaUrl === null) return [];
        const expiresAt = endOf(principal, terms.expiresInSeconds, now);
        const { previewSeconds: preview, maxAddresses: most, download } = terms;
        const request: GrantRequest = {
          ...{ recordingId: file.recordingId, fileId: file.fileId, expiresAt, viewer: null },
          ...{ previewSeconds: preview, maxAddresses: most, download },
        };
        return [{ index, file, mediaUrl, request }];
      });
      const ids = await grants.idsFor(
        actorOf(principal),
        playable.map(({ request }) => request),
        now,
      );
      const answers: (PlaybackAddress | null)[] = requests.map(() => null);
      for (const [n, { index, file, mediaUrl, request }] of playable.entries())
        answers[index] = await signGrant(signer, { ...file, mediaUrl }, { ...request, id: ids[n]! });
      return answers;
    },
  };
}

function urlOf(file: RecordingFileRecord, part: PlaybackPart): string | null {
  switch (part) {
    case 'media':
      return file.mediaUrl;
    case 'cover':
      return file.coverUrl;
    case 'storyboard':
      return file.spriteVttUrl;
  }
}

/** The address of one grant. */
export async function signGrant(
  signer: PlaybackSigner,
  file: RecordingFileRecord,
  {
    id,
    expiresAt,
    previewSeconds: preview,
    maxAddresses: most,
    download,
  }: GrantRequest & { readonly id: string },
): Promise<PlaybackAddress> {
  const terms = {
    ...{ expiresAt, grantId: id, previewSeconds: preview, maxAddresses: most },
    downloadName: download
      ? `${file.name ?? file.fileId}.${file.format === 'hls' ? 'm3u8' : file.format}`
      : null,
  };
  const target = { fileId: file.fileId, mediaUrl: file.mediaUrl!, subAppId: file.subAppId };
  const url = await signer.sign(target, terms);
  return { url, psign: () => signer.psign(target, terms), expiresAt, grantId: id, file };
}

/** The vendor's expiry is in whole seconds; a token's address ends with the token. */
export function endOf(principal: Principal, seconds: number, now: Date): Date {
  const asked = now.getTime() + seconds * 1000;
  return new Date(Math.floor(Math.min(asked, principal.expiresAt?.getTime() ?? asked) / 1000) * 1000);
}

export function actorOf({ id, role, keyFingerprint }: Principal) {
  return { id, role, keyFingerprint };
}

export function findTermFaults(
  terms: PlaybackTerms,
  lifetime: { readonly min: number; readonly max: number },
): readonly FieldFault[] {
  const ranges = [
    ['expiresInSeconds', terms.expiresInSeconds, lifetime],
    ['previewSeconds', terms.previewSeconds, previewSeconds],
    ['maxAddresses', terms.maxAddresses, maxAddresses],
  ] as const;
  return ranges.flatMap(([field, value, { min, max }]) =>
    value === null || (value >= min && value <= max)
      ? []
      : [{ field, got: String(value), allowed: `${min} to ${max}` }],
  );
}
