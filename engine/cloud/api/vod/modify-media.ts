import { z } from 'zod';
import { ApiFault } from '../../../../wire/api-request.ts';
import { changeMedia, maxTags } from '../../../library/media-changes.ts';
import type { Action } from '../action.ts';
import { vodVersion } from '../action.ts';
import { instant, integer, isStorable, readParameters, text, textList } from '../parameters.ts';
import type { MediaDesk } from './media-desk.ts';
import { fileId, readHome, subAppId, valueCodes } from './media-desk.ts';
import { never } from './media-info.ts';

const maxTagLength = 32;
/** 1 clears; other values mean nothing, as at the vendor. */
const clearing = integer(0, 255).optional();
const parametersOf = z.strictObject({
  SubAppId: subAppId,
  FileId: fileId,
  Name: text(64).optional(),
  Description: z
    .string({ error: 'text' })
    .max(128, 'at most 128 characters')
    .refine(isStorable, 'whole Unicode without NUL')
    .optional(),
  ClassId: integer(0, Number.MAX_SAFE_INTEGER).optional(),
  ExpireTime: instant.optional(),
  AddTags: textList(maxTags, maxTagLength).optional(),
  DeleteTags: textList(maxTags, maxTagLength).optional(),
  ClearTags: clearing,
});
type Asked = z.infer<typeof parametersOf>;

function findFault(asked: Asked, nowMs: number): ApiFault | null {
  const { AddTags: added = [], DeleteTags: removed = [], ClearTags, ExpireTime } = asked;
  const both = added.filter((tag) => removed.includes(tag));
  if (both.length > 0)
    return new ApiFault(
      'InvalidParameterValue',
      `AddTags and DeleteTags both name ${both.join(', ')}; allowed: each tag in one of them.`,
    );
  if (ClearTags === 1 && added.length > 0)
    return new ApiFault('InvalidParameterValue', 'ClearTags is 1 beside AddTags; allowed: one of the two.');
  if (ExpireTime !== undefined && ExpireTime.getTime() <= nowMs)
    return new ApiFault(
      'InvalidParameterValue.ExpireTime',
      `ExpireTime is ${ExpireTime.toISOString()}; allowed: a time to come, or ${never} for never.`,
    );
  return null;
}

/** ModifyMediaInfo (https://www.tencentcloud.com/document/product/266/34177): names, tags, and when a file expires. */
export function modifyMediaAction(desk: MediaDesk): Action {
  const { library } = desk;
  return {
    version: vodVersion,
    name: 'ModifyMediaInfo',
    async run(parameters) {
      const asked = readParameters(parametersOf, parameters, valueCodes);
      if (asked instanceof ApiFault) return asked;
      const fault = findFault(asked, Date.now());
      if (fault !== null) return fault;
      const home = await readHome(desk, asked.SubAppId);
      if (home instanceof ApiFault) return home;
      const { ExpireTime } = asked;
      const isNever = ExpireTime !== undefined && ExpireTime.getTime() >= Date.parse(never);
      const outcome = await changeMedia(library.sql, asked.FileId, home.subAppId, {
        name: asked.Name,
        description: asked.Description,
        classId: asked.ClassId,
        expiresAt: isNever ? null : ExpireTime,
        removedTags: asked.ClearTags === 1 ? 'all' : (asked.DeleteTags ?? []),
        addedTags: asked.AddTags ?? [],
      });
      if (outcome === 'absent') return new ApiFault('ResourceNotFound', `There is no file ${asked.FileId}.`);
      if (outcome === 'too-many-tags')
        return new ApiFault(
          'LimitExceeded',
          `${asked.FileId} would have more than ${String(maxTags)} tags; nothing was changed.`,
        );
      library.bell.ring();
      return {};
    },
  };
}
