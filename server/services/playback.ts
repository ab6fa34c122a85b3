import { randomBytes } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { Provider } from '../ports/provider.ts';
import type { RecordingFileRecord } from '../ports/records.ts';
import { requireAction, type Principal } from './access/principal.ts';

export interface PlaybackAddress {
  readonly url: string;
  readonly expiresAt: Date;
  readonly file: RecordingFileRecord;
}

export interface Playback {
  /** Null where the file is not READY. Throws FORBIDDEN without the PLAY action. */
  ofFile(principal: Principal, file: RecordingFileRecord, expiresInSeconds: number): PlaybackAddress | null;
  /** The address of the best playable file: the format asked for, else HLS, MP4, FLV, AAC; of several, the earliest. */
  ofRecording(
    principal: Principal,
    files: readonly RecordingFileRecord[],
    expiresInSeconds: number,
    format: RecordingFormat | null,
  ): PlaybackAddress | null;
}

export const playbackSeconds = { min: 60, max: 86_400, default: 3_600 } as const;
const preferred: readonly RecordingFormat[] = ['hls', 'mp4', 'flv', 'aac'];

/**
 * Signed media addresses. An address never outlives the viewer token that asked for it. The random `us` of each address
 * names one grant in the vendor's access logs.
 */
export function openPlayback(provider: Pick<Provider, 'signPlayback'>, clock: () => Date): Playback {
  const ofFile: Playback['ofFile'] = (principal, file, expiresInSeconds) => {
    requireAction(principal, 'PLAY');
    checkLifetime(expiresInSeconds);
    if (file.state !== 'READY' || file.mediaUrl === null) return null;
    const asked = clock().getTime() + expiresInSeconds * 1000;
    // The vendor's expiry is in whole seconds.
    const expiresMs = Math.floor(Math.min(asked, principal.expiresAt?.getTime() ?? asked) / 1000) * 1000;
    const expiresAt = new Date(expiresMs);
    return {
      url: provider.signPlayback(file.mediaUrl, expiresAt, randomBytes(5).toString('hex')),
      expiresAt,
      file,
    };
  };
  return {
    ofFile,
    ofRecording(principal, files, expiresInSeconds, format) {
      requireAction(principal, 'PLAY');
      checkLifetime(expiresInSeconds);
      for (const wanted of format === null ? preferred : [format]) {
        let first: RecordingFileRecord | null = null;
        for (const file of files) {
          if (file.format !== wanted || file.state !== 'READY' || file.mediaUrl === null) continue;
          if (first === null || file.startedAt < first.startedAt) first = file;
        }
        if (first !== null) return ofFile(principal, first, expiresInSeconds);
      }
      return null;
    },
  };
}

function checkLifetime(seconds: number): void {
  const { min, max } = playbackSeconds;
  if (seconds >= min && seconds <= max) return;
  throw new DomainError('BAD_INPUT', 'caller', `expiresInSeconds is ${seconds}; allowed: ${min} to ${max}`, {
    faults: [{ field: 'expiresInSeconds', got: String(seconds), allowed: `${min} to ${max}` }],
  });
}
