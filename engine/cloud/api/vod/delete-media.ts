import { z } from 'zod';
import { ApiFault } from '../../../../wire/api-request.ts';
import { markDeleted, mediaByIds } from '../../../library/media-store.ts';
import type { Action } from '../action.ts';
import { vodVersion } from '../action.ts';
import { integer, readParameters } from '../parameters.ts';
import type { MediaDesk } from './media-desk.ts';
import { fileId, readHome, subAppId, valueCodes } from './media-desk.ts';

/** What the vendor can delete apart; of a file here there is the original alone. */
const parts = [
  'OriginalFiles',
  'TranscodeFiles',
  'AdaptiveDynamicStreamingFiles',
  'WechatPublishFiles',
  'WechatMiniProgramPublishFiles',
] as const;

const parametersOf = z.strictObject({
  SubAppId: subAppId,
  FileId: fileId,
  DeleteParts: z
    .array(
      z.strictObject({
        Type: z.enum(parts, { error: parts.join(', ') }),
        Definition: integer(0, Number.MAX_SAFE_INTEGER).optional(),
      }),
    )
    .optional(),
});

/**
 * DeleteMedia (https://www.tencentcloud.com/document/product/266/34183). Parts that a recording never has are deleted
 * without effect; the file goes when the whole or its original is asked for.
 */
export function deleteMediaAction(desk: MediaDesk): Action {
  const { library, removeBytes } = desk;
  return {
    version: vodVersion,
    name: 'DeleteMedia',
    async run(parameters) {
      const asked = readParameters(parametersOf, parameters, valueCodes);
      if (asked instanceof ApiFault) return asked;
      const home = await readHome(desk, asked.SubAppId);
      if (home instanceof ApiFault) return home;
      const wanted = asked.DeleteParts ?? [];
      const isWhole = wanted.length === 0 || wanted.some(({ Type }) => Type === 'OriginalFiles');
      const isKnown = isWhole
        ? await markDeleted(library.sql, asked.FileId, home.subAppId)
        : (await mediaByIds(library.sql, [asked.FileId], home.subAppId)).length > 0;
      if (!isKnown) return new ApiFault('ResourceNotFound', `There is no file ${asked.FileId}.`);
      if (isWhole) {
        library.bell.ring();
        await removeBytes(asked.FileId);
      }
      return {};
    },
  };
}
