import { z } from 'zod';
import { ApiFault } from '../../../wire/api-request.ts';
import type { Library } from '../../library/library.ts';
import { trafficBetween } from '../../library/traffic-store.ts';
import type { Action } from './action.ts';
import { vodVersion } from './action.ts';
import { instant, integer, readParameters, text, textList } from './parameters.ts';

const range = {
  StartTime: instant,
  EndTime: instant,
  SubAppId: integer(0, Number.MAX_SAFE_INTEGER).optional(),
};
const cdnParameters = z.strictObject({
  ...range,
  DataType: z.enum(['Flux', 'Bandwidth'], { error: 'Flux or Bandwidth' }),
  DataInterval: z
    .union([integer(5, 5), integer(60, 60), integer(1440, 1440)], { error: '5, 60 or 1440' })
    .optional(),
  DomainNames: textList(20, 255).optional(),
});
const fileParameters = z.strictObject({
  ...range,
  FileId: text(64),
  Interval: z.enum(['Hour', 'Day'], { error: 'Hour or Day' }).optional(),
});

const dayMs = 86_400_000;
const codes = {
  StartTime: 'InvalidParameterValue.StartTime',
  EndTime: 'InvalidParameterValue.EndTime',
  FileId: 'InvalidParameterValue.FileId',
};

/** `2026-01-31T16:00:00+08:00`: the vendor prints times of usage in its own zone. */
function printInZone(at: Date): string {
  return `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}

function findRangeFault(from: Date, until: Date): ApiFault | null {
  if (from < until) return null;
  return new ApiFault('InvalidParameterValue.EndTime', 'EndTime is not after StartTime.');
}

/** DescribeCDNUsageData and DescribeMediaPlayStatDetails: bytes that left, as the meter counted them. */
export function usageActions(library: Library, viewerRegion: string | null): readonly Action[] {
  return [
    {
      version: vodVersion,
      name: 'DescribeCDNUsageData',
      async run(parameters) {
        const asked = readParameters(cdnParameters, parameters, codes);
        if (asked instanceof ApiFault) return asked;
        const [from, until] = [asked.StartTime, asked.EndTime];
        const fault = findRangeFault(from, until);
        if (fault !== null) return fault;
        // The vendor's default follows the length of the time asked for.
        const minutes = asked.DataInterval ?? (until.getTime() - from.getTime() <= dayMs ? 5 : 1440);
        const points = await trafficBetween(library.sql, {
          fileId: null,
          from,
          until,
          intervalSeconds: minutes * 60,
        });
        const value = (bytes: number): number =>
          asked.DataType === 'Flux' ? bytes : Math.round((bytes * 8) / (minutes * 60));
        return {
          DataInterval: minutes,
          // Ours: where the operator says that the viewers are.
          ...(viewerRegion === null ? {} : { ViewerRegion: viewerRegion }),
          Data: points.map(({ at, bytes }) => ({ Time: printInZone(at), Value: value(bytes) })),
        };
      },
    },
    {
      version: vodVersion,
      name: 'DescribeMediaPlayStatDetails',
      async run(parameters) {
        const asked = readParameters(fileParameters, parameters, codes);
        if (asked instanceof ApiFault) return asked;
        const [from, until] = [asked.StartTime, asked.EndTime];
        const fault = findRangeFault(from, until);
        if (fault !== null) return fault;
        const hourly =
          asked.Interval === undefined
            ? until.getTime() - from.getTime() <= dayMs
            : asked.Interval === 'Hour';
        const points = await trafficBetween(library.sql, {
          fileId: asked.FileId,
          from,
          until,
          intervalSeconds: hourly ? 3600 : dayMs / 1000,
        });
        return {
          PlayStatInfoSet: points.map(({ at, bytes, plays }) => ({
            Time: printInZone(at),
            FileId: asked.FileId,
            PlayTimes: plays,
            Traffic: bytes,
          })),
        };
      },
    },
  ];
}
