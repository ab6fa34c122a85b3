import { verifyHotlink } from '../../../wire/hotlink.ts';
import { admitAddress, isRevoked } from '../../library/grants.ts';
import type { Library } from '../../library/library.ts';
import type { MediaFile } from '../../library/media-file.ts';
import { mediaByIds } from '../../library/media-store.ts';
import { isAwake } from '../../library/storage-classes.ts';
import type { SubApps } from '../../library/sub-apps.ts';

/** A request for one object of a file, as its address says it. */
export interface MediaRequest {
  readonly subAppId: number;
  readonly fileId: string;
  readonly name: string;
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly client: string;
}

export type Admission =
  | {
      readonly kind: 'open';
      readonly file: MediaFile;
      /** Seconds that may be played; null is all of it. */
      readonly previewSeconds: number | null;
    }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'absent' };

export interface AdmissionOptions {
  readonly library: Library;
  readonly subApps: SubApps;
  /** APPID of the account: the main application in addresses. */
  readonly appId: number;
}

const absent: Admission = { kind: 'absent' };
const refuse = (why: string): Admission => ({ kind: 'refused', why });

/** A whole number of the query; null where it is not given or zero, as the vendor reads it. */
function readCount(query: URLSearchParams, name: string): number | null | 'wrong' {
  const text = query.get(name);
  if (text === null || /^0+$/.test(text)) return null;
  return /^\d{1,9}$/.test(text) ? Number(text) : 'wrong';
}

/** Decides whether a request for media is served: the signature first, then everything that may have closed it since. */
export function createAdmission({
  library,
  subApps,
  appId,
}: AdmissionOptions): (request: MediaRequest) => Promise<Admission> {
  return async ({ subAppId, fileId, name, pathname, query, client }) => {
    const subApp = await subApps.find(subAppId);
    if (subApp === null) return absent;
    // Each application has a key of its own; every address must be signed with it.
    const verdict = verifyHotlink(subApp.playKey, pathname, query, Math.floor(Date.now() / 1000));
    if (verdict !== 'ok') return refuse(verdict);
    if (subApp.status !== 'On') return refuse('the application is closed');
    const us = query.get('us');
    if (us !== null && (await isRevoked(library.sql, us))) return refuse('the grant was revoked');
    const previewSeconds = readCount(query, 'exper');
    const maxAddresses = readCount(query, 'rlimit');
    if (previewSeconds === 'wrong' || maxAddresses === 'wrong')
      return refuse('exper and rlimit are whole numbers');
    const [file] = await mediaByIds(library.sql, [fileId], subAppId === appId ? null : subAppId);
    if (file === undefined) return absent;
    if (file.forbiddenAt !== null) return refuse('the file is forbidden');
    if (!isAwake(file, Date.now()))
      return refuse(`the file is ${file.storageClass} and has to be restored first`);
    if (previewSeconds !== null && file.format !== 'hls')
      return refuse(`a preview of a ${file.format} file cannot be cut; only HLS can be played in part`);
    if (previewSeconds !== null && /\.(vtt|jpg)$/.test(name) && name !== 'cover.jpg')
      return refuse('a preview does not open the pictures of the whole');
    if (maxAddresses !== null) {
      const expiresAt = new Date(Number.parseInt(query.get('t') ?? '0', 16) * 1000);
      // Without a grant's id the signature itself tells one address from another.
      const grant = { us: us ?? query.get('sign') ?? '', maxAddresses, expiresAt };
      if (!(await admitAddress(library.sql, grant, client)))
        return refuse(`${String(maxAddresses)} other client addresses have played by it`);
    }
    return { kind: 'open', file, previewSeconds };
  };
}
