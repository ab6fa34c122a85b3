import { z } from 'zod';
import { ApiFault } from '../../../wire/api-request.ts';
import { roomtapeVersion } from '../../../wire/own-actions.ts';
import type { Library } from '../../library/library.ts';
import { countedMixes } from '../../library/mix-store.ts';
import type { Action } from './action.ts';
import { instant, readParameters } from './parameters.ts';

const parametersOf = z.strictObject({ StartTime: instant, EndTime: instant });
const maxSpanMs = 86_400_000;

/**
 * Our own action on mixes: which there were in at most a day, those that users' SDKs asked for too, and how long each ran in each
 * minute with how many streams and what area of pictures. An EndTimeMs of 0 is of a mix that goes on.
 */
export function mixUsageActions(library: Pick<Library, 'sql'>): readonly Action[] {
  return [
    {
      version: roomtapeVersion,
      name: 'DescribeMixes',
      async run(parameters) {
        const asked = readParameters(parametersOf, parameters);
        if (asked instanceof ApiFault) return asked;
        const { StartTime: from, EndTime: until } = asked;
        if (from >= until || until.getTime() - from.getTime() > maxSpanMs)
          return new ApiFault(
            'InvalidParameter',
            'EndTime must be after StartTime, and at most 24 hours after it.',
          );
        const mixes = await countedMixes(library.sql, { from, until });
        return {
          MixList: mixes.map((mix) => ({
            MixId: mix.mixId,
            SdkAppId: mix.sdkAppId,
            CommId: mix.commId,
            RoomIdType: mix.room.kind,
            RoomString: mix.room.name,
            StreamId: mix.streamId,
            UserId: mix.userId ?? '',
            IntoOwnStream: mix.intoOwnStream ? 1 : 0,
            Width: mix.width,
            Height: mix.height,
            StartTimeMs: mix.startedAt.getTime(),
            EndTimeMs: mix.endedAt?.getTime() ?? 0,
            Counts: mix.counts.map(({ slotMs, inputs, inputPixels, ms }) => ({
              ...{ SlotMs: slotMs, Inputs: inputs, InputPixels: inputPixels, Ms: ms },
            })),
          })),
        };
      },
    },
  ];
}
