import { z } from 'zod';
import { ApiFault } from '../../../wire/api-request.ts';
import { roomtapeVersion } from '../../../wire/own-actions.ts';
import type { Action } from './action.ts';
import { integer, readParameters } from './parameters.ts';

const describeParameters = z.strictObject({ SdkAppId: integer(1, 0xffffffff) });

/** Our own actions on applications: what at the vendor's only a person can do, in the console. */
export function applicationActions(sdkAppId: number): readonly Action[] {
  return [
    {
      version: roomtapeVersion,
      name: 'DescribeApplication',
      run(parameters) {
        const asked = readParameters(describeParameters, parameters);
        if (asked instanceof ApiFault) return Promise.resolve(asked);
        if (asked.SdkAppId !== sdkAppId)
          return Promise.resolve(
            new ApiFault('ResourceNotFound', `There is no application ${String(asked.SdkAppId)}.`),
          );
        return Promise.resolve({ SdkAppId: sdkAppId, Kind: 'legacy' });
      },
    },
  ];
}
