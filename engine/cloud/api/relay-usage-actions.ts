import { z } from 'zod';
import { ApiFault } from '../../../wire/api-request.ts';
import type { Library } from '../../library/library.ts';
import { relaySlotSeconds, relayTrafficBetween } from '../../library/relay-traffic.ts';
import type { Action } from './action.ts';
import { liveVersion } from './action.ts';
import { instant, readParameters, text } from './parameters.ts';

const parametersOf = z.strictObject({
  StartTime: instant,
  EndTime: instant,
  PlayDomain: text(255).optional(),
  StreamName: text(256).optional(),
  AppName: text(255).optional(),
  ServiceName: z.enum(['LVB', 'LEB'], { error: 'LVB or LEB' }).optional(),
});

const maxSpanMs = 86_400_000;
const megabyte = 1e6;

/**
 * DescribeStreamPlayInfoList of the live service: what viewers of live streams took, minute by minute, in at most a day. That its
 * megabytes are of 10^6 bytes is uncertain.
 */
export function relayUsageActions(library: Pick<Library, 'sql'>): readonly Action[] {
  return [
    {
      version: liveVersion,
      name: 'DescribeStreamPlayInfoList',
      async run(parameters) {
        const asked = readParameters(parametersOf, parameters);
        if (asked instanceof ApiFault) return asked;
        const { StartTime: from, EndTime: until, StreamName: streamId = null } = asked;
        if (from >= until || until.getTime() - from.getTime() > maxSpanMs)
          return new ApiFault(
            'InvalidParameter',
            'EndTime must be after StartTime, and at most 24 hours after it.',
          );
        // Of the low-latency service there is nothing here.
        const points =
          asked.ServiceName === 'LEB'
            ? []
            : await relayTrafficBetween(library.sql, { sdkAppId: null, streamId, way: 'play', from, until });
        return {
          DataInfoList: points.map(({ at, bytes, requests }) => ({
            Time: at.toISOString().replace(/\.\d+Z$/, 'Z'),
            Bandwidth: (bytes * 8) / relaySlotSeconds / megabyte,
            Flux: bytes / megabyte,
            Request: requests,
            Online: 0,
          })),
        };
      },
    },
  ];
}
