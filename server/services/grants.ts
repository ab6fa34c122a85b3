import { DomainError, refuseFaults } from '../../domain/errors.ts';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { AuditLog } from '../ports/audit.ts';
import type { IdempotencyStore } from '../ports/commands.ts';
import type { GrantRecord, GrantStore } from '../ports/grants.ts';
import type { GrantRevoker } from '../ports/grant-revoker.ts';
import type { PlaybackSigner } from '../ports/playback-signer.ts';
import type { RecordingFileRecord, RecordingRecord, RecordStore } from '../ports/records.ts';
import { requireAction, type Principal } from './access/principal.ts';
import { once } from './once.ts';
import {
  actorOf,
  chooseFile,
  endOf,
  findTermFaults,
  type PlaybackAddress,
  type PlaybackTerms,
  signGrant,
} from './playback.ts';

/** A grant of its own may last longer than an address in a list, since it can be revoked. */
export const grantSeconds = { min: 60, max: 30 * 86_400, default: 3_600 } as const;
export const maxViewerLength = 128;

export interface GrantAnswer {
  readonly grant: GrantRecord;
  readonly address: PlaybackAddress;
}

export interface Grants {
  /** What revoking does here: the provider takes addresses back, or they end by themselves. */
  readonly revocation: 'IMMEDIATE' | 'AT_EXPIRY';
  create(
    principal: Principal,
    request: {
      readonly recordingId: string;
      readonly format: RecordingFormat | null;
      readonly viewer: string | null;
      readonly terms: PlaybackTerms;
      readonly idempotencyKey: string;
    },
  ): Promise<GrantAnswer>;
  /** The same grant with a later end; refused once it is revoked. */
  renew(principal: Principal, id: string, expiresInSeconds: number): Promise<GrantAnswer>;
  revoke(principal: Principal, id: string): Promise<GrantRecord>;
}

export interface GrantsDeps {
  readonly grants: GrantStore;
  readonly records: RecordStore;
  readonly signer: PlaybackSigner;
  readonly revoker: GrantRevoker;
  readonly idempotency: IdempotencyStore;
  readonly audit: AuditLog;
  readonly clock: () => Date;
  readonly onError: (error: unknown, grantId: string) => void;
}

const noSuch = (what: string): DomainError =>
  new DomainError('NOT_FOUND', 'caller', `There is no such ${what}.`);

/** Rights to play that have a name, an end, and can be taken back. */
export function openGrants(deps: GrantsDeps): Grants {
  const { grants, records, signer, revoker, audit, clock } = deps;

  const findRecording = async (principal: Principal, id: string): Promise<RecordingRecord> => {
    const [recording] = await records.recordingsByIds([id], principal.scope);
    if (recording === undefined) throw noSuch('recording');
    return recording;
  };
  const answer = async (grant: GrantRecord, files: readonly RecordingFileRecord[]): Promise<GrantAnswer> => {
    const file = files.find(({ fileId }) => fileId === grant.fileId);
    if (file?.state !== 'READY' || file.mediaUrl === null)
      throw new DomainError('CONFLICT', 'caller', 'The file of this grant can no longer be played.');
    return { grant, address: await signGrant(signer, file, grant) };
  };
  const findGrant = async (principal: Principal, id: string): Promise<GrantRecord> => {
    const grant = await grants.find(id, principal.scope);
    if (grant === null) throw noSuch('playback grant');
    return grant;
  };

  return {
    revocation: revoker.isImmediate ? 'IMMEDIATE' : 'AT_EXPIRY',

    async create(principal, request) {
      requireAction(principal, 'PLAY');
      const { recordingId, format, viewer, terms, idempotencyKey: key } = request;
      refuseFaults([
        ...findTermFaults(terms, grantSeconds).map((fault) => ({ ...fault, field: `input.${fault.field}` })),
        ...(viewer === null || (viewer !== '' && viewer.length <= maxViewerLength)
          ? []
          : [
              {
                field: 'input.viewer',
                got: `${viewer.length} characters`,
                allowed: `1 to ${maxViewerLength} characters`,
              },
            ]),
      ]);
      const recording = await findRecording(principal, recordingId);
      const files = await records.filesByRecordingIds([recording.id]);
      const input = { recordingId, format, viewer, terms };
      // The id is what is remembered: the address is signed anew, so that a key kept for days leaks none.
      const id = await once(
        deps.idempotency,
        { principal, key, operation: 'createPlaybackGrant', input },
        async () => {
          const file = chooseFile(files, format);
          if (file === null)
            throw new DomainError('CONFLICT', 'caller', 'The recording has no file that can be played.');
          const now = clock();
          const expiresAt = endOf(principal, terms.expiresInSeconds, now);
          const about = { recordingId: recording.id, fileId: file.fileId };
          const { previewSeconds, maxAddresses, download } = terms;
          const made = { ...about, expiresAt, viewer, previewSeconds, maxAddresses, download };
          return (await grants.make(actorOf(principal), made, now)).id;
        },
      );
      return answer(await findGrant(principal, id), files);
    },

    async renew(principal, id, expiresInSeconds) {
      requireAction(principal, 'PLAY');
      const terms = { expiresInSeconds, previewSeconds: null, maxAddresses: null, download: false };
      refuseFaults(
        findTermFaults(terms, grantSeconds).map((fault) => ({ ...fault, field: `input.${fault.field}` })),
      );
      const known = await findGrant(principal, id);
      const renewed = await grants.renew(known.id, endOf(principal, expiresInSeconds, clock()));
      if (renewed === null)
        throw new DomainError('CONFLICT', 'caller', 'This playback grant is revoked; make another one.');
      const files = await records.filesByRecordingIds([renewed.recordingId]);
      const answered = await answer(renewed, files);
      await audit.append({
        ...{ action: 'playback.renew', principal, sdkAppId: renewed.sdkAppId, grantId: id },
        ...{ recordingId: renewed.recordingId, fileId: renewed.fileId },
        detail: { expiresAt: renewed.expiresAt.toISOString() },
      });
      return answered;
    },

    async revoke(principal, id) {
      requireAction(principal, 'PLAY');
      await findGrant(principal, id);
      const revoked = await grants.revoke(id, clock());
      await audit.append({
        ...{ action: 'playback.revoke', principal, sdkAppId: revoked.sdkAppId, grantId: id },
        ...{ recordingId: revoked.recordingId, fileId: revoked.fileId },
      });
      if (revoker.isImmediate) {
        try {
          await revoker.revoke(id);
          await grants.markRevocationTold(id, clock());
        } catch (error) {
          // It is revoked and will not be renewed; a job tells the provider until it is told.
          deps.onError(error, id);
        }
      }
      return revoked;
    },
  };
}
