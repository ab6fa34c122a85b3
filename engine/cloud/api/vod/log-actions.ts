import { z } from 'zod';
import { ApiFault } from '../../../../wire/api-request.ts';
import { signHotlink } from '../../../../wire/hotlink.ts';
import { hoursWithAccesses } from '../../../library/access-store.ts';
import { logPath, printLogHour } from '../../playback/log-file.ts';
import type { Action } from '../action.ts';
import { vodVersion } from '../action.ts';
import { instant, integer, readParameters, text } from '../parameters.ts';
import type { MediaDesk } from './media-desk.ts';
import { readHome, subAppId, valueCodes } from './media-desk.ts';
import { printInstant } from './media-info.ts';

const parametersOf = z.strictObject({
  SubAppId: subAppId,
  DomainName: text(255),
  StartTime: instant,
  EndTime: instant,
  Limit: integer(1, 1000).default(100),
  Offset: integer(0, Number.MAX_SAFE_INTEGER).default(0),
});
/** How long a link is good for, as the vendor's. */
const linkSeconds = 86_400;
const hourMs = 3_600_000;

/** DescribeCdnLogs (https://www.tencentcloud.com/document/product/266/50640): the hours in which media was asked for. */
export function logActions(desk: MediaDesk): readonly Action[] {
  const { library, account, subApps } = desk;
  return [
    {
      version: vodVersion,
      name: 'DescribeCdnLogs',
      async run(parameters) {
        const asked = readParameters(parametersOf, parameters, valueCodes);
        if (asked instanceof ApiFault) return asked;
        if (asked.EndTime <= asked.StartTime)
          return new ApiFault('InvalidParameterValue.EndTime', 'EndTime is not after StartTime.');
        const base = new URL(account.publicUrl());
        if (asked.DomainName !== base.host && asked.DomainName !== base.hostname)
          return new ApiFault(
            'ResourceNotFound',
            `${asked.DomainName} is not the host of this engine’s media.`,
          );
        const home = await readHome(desk, asked.SubAppId);
        if (home instanceof ApiFault) return home;
        const number = home.subAppId ?? account.appId;
        const { playKey } = (await subApps.find(number))!;
        const from = new Date(Math.floor(asked.StartTime.getTime() / hourMs) * hourMs);
        const hours = await hoursWithAccesses(library.sql, number, from, asked.EndTime);
        const expiresAt = Math.floor(Date.now() / 1000) + linkSeconds;
        const logs = hours.slice(asked.Offset, asked.Offset + asked.Limit).map((hour) => {
          const path = logPath(number, hour);
          return {
            Date: hour.toISOString().slice(0, 10),
            Name: `${printLogHour(hour)}-${base.hostname}`,
            Url: `${account.publicUrl()}${path}?${signHotlink(playKey, path, { expiresAt })}`,
            StartTime: printInstant(hour),
            EndTime: printInstant(new Date(hour.getTime() + hourMs - 1000)),
          };
        });
        // Everything is outside the mainland, as the events of its streams say.
        return { TotalCount: hours.length, DomesticCdnLogs: [], OverseaCdnLogs: logs };
      },
    },
  ];
}
