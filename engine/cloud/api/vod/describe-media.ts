import { z } from 'zod';
import { ApiFault } from '../../../../wire/api-request.ts';
import { mediaByIds } from '../../../library/media-store.ts';
import type { Action } from '../action.ts';
import { vodVersion } from '../action.ts';
import { readParameters } from '../parameters.ts';
import type { MediaDesk } from './media-desk.ts';
import { fileIds, findFileIdsFault, readHome, subAppId, valueCodes } from './media-desk.ts';
import { mediaFilters, printMediaInfo } from './media-info.ts';

const maxFiles = 20;
const parametersOf = z.strictObject({
  SubAppId: subAppId,
  FileIds: fileIds(maxFiles),
  Filters: z.array(z.enum(mediaFilters, { error: mediaFilters.join(', ') })).optional(),
});

/** DescribeMediaInfos (https://www.tencentcloud.com/document/product/266/34180). */
export function describeMediaAction(desk: MediaDesk): Action {
  const { library, account } = desk;
  return {
    version: vodVersion,
    name: 'DescribeMediaInfos',
    async run(parameters) {
      const asked =
        findFileIdsFault(parameters, maxFiles) ?? readParameters(parametersOf, parameters, valueCodes);
      if (asked instanceof ApiFault) return asked;
      const home = await readHome(desk, asked.SubAppId);
      if (home instanceof ApiFault) return home;
      const files = await mediaByIds(library.sql, asked.FileIds, home.subAppId);
      const found = new Map(files.map((file) => [file.fileId, file]));
      const known = [...new Set(asked.FileIds)].flatMap((id) => found.get(id) ?? []);
      return {
        MediaInfoSet: known.map((file) => printMediaInfo(account, file, asked.Filters)),
        NotExistFileIdSet: asked.FileIds.filter((id) => !found.has(id)),
      };
    },
  };
}
