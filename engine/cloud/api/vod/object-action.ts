import { z } from 'zod';
import { ApiFault } from '../../../../wire/api-request.ts';
import { roomtapeVersion } from '../../../../wire/own-actions.ts';
import { objectsOf } from '../../../library/media-objects.ts';
import { mediaByIds } from '../../../library/media-store.ts';
import { mediaPath } from '../../account.ts';
import type { Action } from '../action.ts';
import { readParameters } from '../parameters.ts';
import type { MediaDesk } from './media-desk.ts';
import { fileId, readHome, subAppId, valueCodes } from './media-desk.ts';

const parametersOf = z.strictObject({ SubAppId: subAppId, FileId: fileId });

/**
 * Our own DescribeMediaObjects: everything that a file is made of, with the SHA-256 of each, for who copies it away and
 * wants to be sure. Empty until the file was read through, which is soon after it was finished.
 */
export function objectAction(desk: MediaDesk): Action {
  const { library, account } = desk;
  return {
    version: roomtapeVersion,
    name: 'DescribeMediaObjects',
    async run(parameters) {
      const asked = readParameters(parametersOf, parameters, valueCodes);
      if (asked instanceof ApiFault) return asked;
      const home = await readHome(desk, asked.SubAppId);
      if (home instanceof ApiFault) return home;
      const [file] = await mediaByIds(library.sql, [asked.FileId], home.subAppId);
      if (file === undefined) return new ApiFault('ResourceNotFound', `There is no file ${asked.FileId}.`);
      const objects = await objectsOf(library.sql, file.fileId);
      return {
        ObjectSet: objects.map(({ name, bytes, sha256, md5 }) => ({
          Name: name,
          Url: `${account.publicUrl()}${mediaPath(account, file.subAppId, `${file.fileId}/${name}`)}`,
          Size: bytes,
          Sha256: sha256,
          Md5: md5,
        })),
      };
    },
  };
}
