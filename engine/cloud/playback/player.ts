import type { FastifyInstance } from 'fastify';
import { signHotlink } from '../../../wire/hotlink.ts';
import type { PsignClaims } from '../../../wire/psign.ts';
import { verifyPsign } from '../../../wire/psign.ts';
import type { Library } from '../../library/library.ts';
import { mediaByIds } from '../../library/media-store.ts';
import type { SubApps } from '../../library/sub-apps.ts';
import { fileIdPattern } from '../../record/file-id.ts';
import type { Account } from '../account.ts';
import { mediaPath } from '../account.ts';

interface PlayerParams {
  readonly appId: string;
  readonly fileId: string;
}

/** An address is good for an hour where the signature names no time for it. */
const usualSeconds = 3600;

function termsOf({ urlAccessInfo, expireTimeStamp }: PsignClaims, nowSeconds: number) {
  const { t, exper, rlimit, us } = urlAccessInfo ?? {};
  const until = t === undefined ? nowSeconds + usualSeconds : Number.parseInt(t, 16);
  return {
    // An address never outlives the signature that it was made for.
    expiresAt: Math.min(until, expireTimeStamp ?? until),
    ...(exper === undefined || exper === 0 ? {} : { previewSeconds: exper }),
    ...(rlimit === undefined || rlimit === 0 ? {} : { maxAddresses: rlimit }),
    ...(us === undefined ? {} : { us }),
  };
}

/**
 * `GET /player/v1/<application>/<fileId>?psign=`: what a player needs, for who has a player signature. The form of the
 * vendor's own answer is not published, so this is a plain one of ours.
 */
export function registerPlayer(
  app: FastifyInstance,
  {
    library,
    subApps,
    account,
  }: { readonly library: Library; readonly subApps: SubApps; readonly account: Account },
): void {
  app.get<{ Params: PlayerParams; Querystring: { readonly psign?: unknown } }>(
    '/player/v1/:appId/:fileId',
    async (request, reply) => {
      reply.header('access-control-allow-origin', '*').header('cache-control', 'no-store');
      const { appId, fileId } = request.params;
      const { psign } = request.query;
      const number = Number(appId);
      if (!/^\d{1,15}$/.test(appId) || !fileIdPattern.test(fileId)) return reply.code(404).send();
      const subApp = await subApps.find(number);
      if (subApp === null) return reply.code(404).send();
      const now = Math.floor(Date.now() / 1000);
      const judged =
        typeof psign === 'string'
          ? verifyPsign(psign, subApp.playerKey, now)
          : ({ verdict: 'malformed' } as const);
      const refuse = (why: string) => reply.code(403).send({ error: `psign opens nothing: ${why}` });
      if (judged.verdict !== 'ok') return refuse(judged.verdict);
      if (judged.claims.appId !== number || judged.claims.fileId !== fileId)
        return refuse('it is for another file');
      const [file] = await mediaByIds(library.sql, [fileId], number === account.appId ? null : number);
      if (file === undefined) return reply.code(404).send();
      if (subApp.status !== 'On' || file.forbiddenAt !== null) return refuse('the file is closed');
      const terms = termsOf(judged.claims, now);
      const open = (name: string): string => {
        const path = mediaPath(account, file.subAppId, `${fileId}/${name}`);
        return `${account.publicUrl()}${path}?${signHotlink(subApp.playKey, path, terms)}`;
      };
      return reply.send({
        fileId,
        name: file.name,
        format: file.format,
        durationSeconds: file.durationMs / 1000,
        url: open(file.path.slice(file.path.indexOf('/') + 1)),
        coverUrl: file.stills === null ? null : open(file.stills.cover),
        thumbnailsUrl: file.stills === null ? null : open(file.stills.vtt),
        expiresAt: new Date(terms.expiresAt * 1000).toISOString(),
      });
    },
  );
}
