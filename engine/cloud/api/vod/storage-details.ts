import { z } from 'zod';
import { ApiFault } from '../../../../wire/api-request.ts';
import type { StorageClass } from '../../../library/media-file.ts';
import { storageClasses } from '../../../library/media-file.ts';
import { storageBetween } from '../../../library/storage-classes.ts';
import type { Action } from '../action.ts';
import { vodVersion } from '../action.ts';
import { instant, readParameters } from '../parameters.ts';
import type { MediaDesk } from './media-desk.ts';
import { readHome, subAppId, valueCodes } from './media-desk.ts';
import { storagePoints } from './storage-points.ts';

const classesOf: Readonly<Record<string, readonly StorageClass[]>> = {
  TotalStorage: storageClasses,
  StandardStorage: ['STANDARD'],
  InfrequentStorage: ['STANDARD_IA'],
  ArchiveStorage: ['ARCHIVE'],
  DeepArchiveStorage: ['DEEP_ARCHIVE'],
};
const types = Object.keys(classesOf) as [string, ...string[]];
const areas = ['Chinese Mainland', 'Outside Chinese Mainland'] as const;
const parametersOf = z.strictObject({
  SubAppId: subAppId,
  StartTime: instant,
  EndTime: instant,
  Interval: z.enum(['Minute', 'Day'], { error: 'Minute or Day' }).optional(),
  StorageType: z
    .enum(types, { error: `${types.join(', ')}; early deletion and retrieval are not counted here` })
    .default('TotalStorage'),
  Area: z.enum(areas, { error: areas.join(' or ') }).optional(),
});
const dayMs = 86_400_000;
const maxDays = { Minute: 7, Day: 90 } as const;
const zoneMs = 8 * 3_600_000;

function printInZone(at: Date): string {
  return `${new Date(at.getTime() + zoneMs).toISOString().slice(0, 19)}+08:00`;
}

/** DescribeStorageDetails (https://www.tencentcloud.com/document/product/266/37580): bytes by class, from the real files. */
export function storageDetailsAction(desk: MediaDesk): Action {
  return {
    version: vodVersion,
    name: 'DescribeStorageDetails',
    async run(parameters) {
      const asked = readParameters(parametersOf, parameters, valueCodes);
      if (asked instanceof ApiFault) return asked;
      const [from, until] = [asked.StartTime, asked.EndTime];
      const spanMs = until.getTime() - from.getTime();
      const interval = asked.Interval ?? (spanMs <= dayMs ? 'Minute' : 'Day');
      if (spanMs <= 0 || spanMs > maxDays[interval] * dayMs)
        return new ApiFault(
          'InvalidParameterValue.EndTime',
          `EndTime is ${String(spanMs / dayMs)} days after StartTime; allowed by ${interval}: more than 0, at most ${String(maxDays[interval])}.`,
        );
      const home = await readHome(desk, asked.SubAppId);
      if (home instanceof ApiFault) return home;
      // Nothing lies in the mainland, as the events of the streams say too.
      const classes = asked.Area === 'Chinese Mainland' ? [] : classesOf[asked.StorageType]!;
      const spans = await storageBetween(desk.library.sql, { ...home, classes, from, until });
      return {
        Data: storagePoints(spans, from, until, interval).map(({ at, bytes }) => ({
          Time: printInZone(at),
          Value: bytes,
        })),
      };
    },
  };
}
