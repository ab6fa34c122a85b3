import { z } from 'zod';
import { ApiFault } from '../../../../wire/api-request.ts';
import { forbidMedia } from '../../../library/media-changes.ts';
import type { Action } from '../action.ts';
import { vodVersion } from '../action.ts';
import { readParameters } from '../parameters.ts';
import type { MediaDesk } from './media-desk.ts';
import { fileIds, findFileIdsFault, readHome, subAppId, valueCodes } from './media-desk.ts';

const maxFiles = 20;
const parametersOf = z.strictObject({
  SubAppId: subAppId,
  FileIds: fileIds(maxFiles),
  Operation: z.enum(['forbid', 'recover'], { error: 'forbid or recover' }),
});

/**
 * ForbidMediaDistribution (https://www.tencentcloud.com/document/product/266/40521). At the vendor it takes five to ten
 * minutes until the edges know; here the next request is refused.
 */
export function forbidMediaAction(desk: MediaDesk): Action {
  return {
    version: vodVersion,
    name: 'ForbidMediaDistribution',
    async run(parameters) {
      const asked =
        findFileIdsFault(parameters, maxFiles) ?? readParameters(parametersOf, parameters, valueCodes);
      if (asked instanceof ApiFault) return asked;
      const home = await readHome(desk, asked.SubAppId);
      if (home instanceof ApiFault) return home;
      const { sql } = desk.library;
      const known = await forbidMedia(sql, asked.FileIds, home.subAppId, asked.Operation === 'forbid');
      return { NotExistFileIdSet: asked.FileIds.filter((id) => !known.includes(id)) };
    },
  };
}
