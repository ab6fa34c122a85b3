import { z } from 'zod';
import { ApiFault } from '../../../../wire/api-request.ts';
import { roomtapeVersion } from '../../../../wire/own-actions.ts';
import { usageByGrant } from '../../../library/access-store.ts';
import { revokeGrant } from '../../../library/grants.ts';
import type { Action } from '../action.ts';
import { instant, integer, readParameters, text, textList } from '../parameters.ts';
import type { MediaDesk } from './media-desk.ts';
import { readHome, subAppId, valueCodes } from './media-desk.ts';
import { printInstant } from './media-info.ts';

const us = text(64);
const revokeParameters = z.strictObject({ Us: us });
const usageParameters = z.strictObject({
  SubAppId: subAppId,
  Us: textList(100, 64).optional(),
  StartTime: instant,
  EndTime: instant,
  Offset: integer(0, Number.MAX_SAFE_INTEGER).default(0),
  Limit: integer(1, 1000).default(100),
});

/** Our own calls about grants, which an address carries as `us`: the vendor can neither take one back nor count by it. */
export function grantActions(desk: MediaDesk, viewerRegion: string | null): readonly Action[] {
  const { library, account } = desk;
  return [
    {
      version: roomtapeVersion,
      name: 'RevokePlayback',
      async run(parameters) {
        const asked = readParameters(revokeParameters, parameters);
        if (asked instanceof ApiFault) return asked;
        await revokeGrant(library.sql, asked.Us);
        return {};
      },
    },
    {
      version: roomtapeVersion,
      name: 'DescribePlaybackByGrant',
      async run(parameters) {
        const asked = readParameters(usageParameters, parameters, valueCodes);
        if (asked instanceof ApiFault) return asked;
        const home = await readHome(desk, asked.SubAppId);
        if (home instanceof ApiFault) return home;
        const found = await usageByGrant(library.sql, {
          subAppId: home.subAppId ?? account.appId,
          grants: asked.Us,
          from: asked.StartTime,
          until: asked.EndTime,
          offset: asked.Offset,
          limit: asked.Limit,
        });
        return {
          ViewerRegion: viewerRegion,
          GrantSet: found.map((usage) => ({
            Us: usage.us,
            FileId: usage.fileId,
            Bytes: usage.bytes,
            Requests: usage.requests,
            Refused: usage.refused,
            PlayTimes: usage.plays,
            Clients: usage.clients,
            FirstTime: printInstant(usage.firstAt),
            LastTime: printInstant(usage.lastAt),
          })),
        };
      },
    },
  ];
}
