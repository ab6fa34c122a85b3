import { DomainError } from '../../../domain/errors.ts';
import { signHotlink } from '../../../wire/hotlink.ts';
import { signPsign } from '../../../wire/psign.ts';
import type { PlaybackSigner } from '../../ports/playback-signer.ts';
import type { FindPlayKeys } from './play-keys.ts';

export interface PlaybackSignerOptions {
  readonly keys: FindPlayKeys;
  readonly appId: number;
  /** Whether the provider names downloads: an engine of ours does, the vendor has no such parameter. */
  readonly namesDownloads: boolean;
  readonly clock: () => Date;
}

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);

/** Signs media addresses and player signatures as the vendor documents them. */
export function openPlaybackSigner({
  keys,
  appId,
  namesDownloads,
  clock,
}: PlaybackSignerOptions): PlaybackSigner {
  return {
    async sign({ mediaUrl, subAppId }, { expiresAt, grantId, previewSeconds, maxAddresses, downloadName }) {
      if (downloadName !== null && !namesDownloads)
        throw new DomainError(
          'UNSUPPORTED',
          'caller',
          "download is true, but Tencent's cloud cannot be told to name a download: fetch the address and name it yourself.",
          { field: 'download' },
        );
      const { playKey } = await keys(subAppId);
      const { pathname } = new URL(mediaUrl);
      const query = signHotlink(playKey, pathname, {
        expiresAt: seconds(expiresAt),
        us: grantId,
        ...(previewSeconds === null ? {} : { previewSeconds }),
        ...(maxAddresses === null ? {} : { maxAddresses }),
      });
      const download = downloadName === null ? '' : `&download=${encodeURIComponent(downloadName)}`;
      return `${mediaUrl}?${query}${download}`;
    },

    async psign({ fileId, subAppId }, { expiresAt, grantId, previewSeconds, maxAddresses }) {
      const { playerKey } = await keys(subAppId);
      if (playerKey === null) return null;
      const expires = seconds(expiresAt);
      return signPsign(
        {
          appId: subAppId ?? appId,
          fileId,
          contentInfo: { audioVideoType: 'Original' },
          currentTimeStamp: seconds(clock()),
          expireTimeStamp: expires,
          urlAccessInfo: {
            ...{ t: expires.toString(16), us: grantId },
            ...(previewSeconds === null ? {} : { exper: previewSeconds }),
            ...(maxAddresses === null ? {} : { rlimit: maxAddresses }),
          },
        },
        playerKey,
      );
    },
  };
}
