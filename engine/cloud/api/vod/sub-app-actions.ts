import { z } from 'zod';
import { ApiFault } from '../../../../wire/api-request.ts';
import { roomtapeVersion } from '../../../../wire/own-actions.ts';
import { deleteAllOf } from '../../../library/media-store.ts';
import type { SubApp } from '../../../library/sub-apps.ts';
import { maxSubApps } from '../../../library/sub-apps.ts';
import type { Action } from '../action.ts';
import { vodVersion } from '../action.ts';
import { integer, readParameters, text } from '../parameters.ts';
import type { MediaDesk } from './media-desk.ts';
import { printInstant, storageRegion } from './media-info.ts';

const id = integer(1, Number.MAX_SAFE_INTEGER);
const tags = z
  .array(
    z.strictObject({
      TagKey: text(127),
      TagValue: z.string({ error: 'text' }).max(255, 'at most 255 characters'),
    }),
  )
  .max(50, 'at most 50')
  .optional();
const listParameters = z.strictObject({
  Name: text(40).optional(),
  Tags: tags,
  Offset: integer(0, Number.MAX_SAFE_INTEGER).default(0),
  Limit: integer(1, 200).default(200),
});
const createParameters = z.strictObject({
  Name: text(40),
  Description: z.string({ error: 'text' }).max(300, 'at most 300 characters').default(''),
  Type: z.enum(['AllInOne', 'Professional'], { error: 'AllInOne or Professional' }).default('AllInOne'),
  Mode: z.enum(['fileid', 'fileid+path'], { error: 'fileid or fileid+path' }).default('fileid'),
  StorageRegion: text(40).optional(),
  Tags: tags,
});
const statusParameters = z.strictObject({
  SubAppId: id,
  Status: z.enum(['On', 'Off', 'Destroyed'], { error: 'On, Off or Destroyed' }),
});
const keysParameters = z.strictObject({ SubAppId: id });
const codes = { SubAppId: 'InvalidParameterValue.SubAppId', Limit: 'InvalidParameterValue.Limit' };

function readTags(given: z.infer<typeof tags>) {
  return (given ?? []).map(({ TagKey, TagValue }) => ({ key: TagKey, value: TagValue }));
}

function printSubApp(subApp: SubApp) {
  return {
    SubAppId: subApp.subAppId,
    SubAppIdName: subApp.name,
    Name: subApp.name,
    Description: subApp.description,
    CreateTime: printInstant(subApp.createdAt),
    Status: subApp.status,
    Mode: subApp.mode,
    StorageRegions: [subApp.storageRegion],
    Tags: subApp.tags.map(({ key, value }) => ({ TagKey: key, TagValue: value })),
  };
}

const unknown = (subAppId: number): ApiFault =>
  new ApiFault('ResourceNotFound', `There is no application with the SubAppId ${String(subAppId)}.`);

/**
 * DescribeSubAppIds, CreateSubAppId and ModifySubAppIdStatus
 * (https://www.tencentcloud.com/document/product/266/36304), and our own DescribeSubAppKeys: the vendor shows the keys of
 * an application in its console only.
 */
export function subAppActions({ library, subApps, account }: MediaDesk): readonly Action[] {
  return [
    {
      version: vodVersion,
      name: 'DescribeSubAppIds',
      async run(parameters) {
        const asked = readParameters(listParameters, parameters, codes);
        if (asked instanceof ApiFault) return asked;
        const { total, subApps: found } = await subApps.list({
          name: asked.Name,
          tags: readTags(asked.Tags),
          offset: asked.Offset,
          limit: asked.Limit,
        });
        return { SubAppIdInfoSet: found.map(printSubApp), TotalCount: total };
      },
    },
    {
      version: vodVersion,
      name: 'CreateSubAppId',
      async run(parameters) {
        const asked = readParameters(createParameters, parameters, codes);
        if (asked instanceof ApiFault) return asked;
        const subAppId = await subApps.create({
          name: asked.Name,
          description: asked.Description,
          kind: asked.Type,
          mode: asked.Mode,
          storageRegion: asked.StorageRegion ?? storageRegion,
          tags: readTags(asked.Tags),
        });
        if (subAppId === null)
          return new ApiFault(
            'LimitExceeded',
            `An account has at most ${String(maxSubApps)} sub-applications.`,
          );
        return { SubAppId: subAppId };
      },
    },
    {
      version: vodVersion,
      name: 'ModifySubAppIdStatus',
      async run(parameters) {
        const asked = readParameters(statusParameters, parameters, codes);
        if (asked instanceof ApiFault) return asked;
        const { SubAppId, Status } = asked;
        const found = await subApps.find(SubAppId);
        if (found === null) return unknown(SubAppId);
        if (SubAppId === account.appId && Status === 'Destroyed')
          return new ApiFault('FailedOperation', 'The main application cannot be destroyed.');
        if (found.status === 'Destroyed')
          return Status === 'Destroyed'
            ? {}
            : new ApiFault('FailedOperation', `The application ${String(SubAppId)} is destroyed.`);
        // First the door, then what is behind it: a file that is recorded meanwhile goes to the main application.
        await subApps.setStatus(SubAppId, Status);
        if (Status === 'Destroyed') {
          await deleteAllOf(library.sql, SubAppId);
          library.bell.ring();
        }
        return {};
      },
    },
    {
      version: roomtapeVersion,
      name: 'DescribeSubAppKeys',
      async run(parameters) {
        const asked = readParameters(keysParameters, parameters, codes);
        if (asked instanceof ApiFault) return asked;
        const found = await subApps.find(asked.SubAppId);
        if (found === null || found.status === 'Destroyed') return unknown(asked.SubAppId);
        return { SubAppId: found.subAppId, PlayKey: found.playKey, PlayerKey: found.playerKey };
      },
    },
  ];
}
