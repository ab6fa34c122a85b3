import { z } from 'zod';
import type { CountedMix, MixCounter } from '../../ports/mix-usage.ts';
import type { TencentClients } from './clients.ts';
import { callOwn } from './own-actions.ts';

const answer = z.object({
  MixList: z.array(
    z.object({
      MixId: z.uuid(),
      SdkAppId: z.number(),
      RoomIdType: z.enum(['int', 'string']),
      RoomString: z.string(),
      StreamId: z.string(),
      UserId: z.string(),
      IntoOwnStream: z.number(),
      Width: z.number(),
      Height: z.number(),
      StartTimeMs: z.number(),
      EndTimeMs: z.number(),
      Counts: z.array(
        z.object({ SlotMs: z.number(), Inputs: z.number(), InputPixels: z.number(), Ms: z.number() }),
      ),
    }),
  ),
});
type Told = z.infer<typeof answer>['MixList'][number];

const readMix = (mix: Told): CountedMix => ({
  providerMixId: mix.MixId,
  sdkAppId: mix.SdkAppId,
  room:
    mix.RoomIdType === 'int'
      ? { kind: 'int', value: Number(mix.RoomString) }
      : { kind: 'string', value: mix.RoomString },
  streamId: mix.StreamId,
  askedBy: mix.UserId === '' ? null : mix.UserId,
  intoOwnStream: mix.IntoOwnStream === 1,
  width: mix.Width,
  height: mix.Height,
  beganAt: new Date(mix.StartTimeMs),
  overAt: mix.EndTimeMs === 0 ? null : new Date(mix.EndTimeMs),
  counts: mix.Counts.map(({ SlotMs, Inputs, InputPixels, Ms }) => ({
    ...{ slotStart: new Date(SlotMs), inputs: Inputs, inputPixels: InputPixels, ms: Ms },
  })),
});

/** Asks an engine of ours what mixes there were and what each took. */
export function openMixCounter(clients: Pick<TencentClients, 'own'>): MixCounter {
  return {
    isThere: clients.own !== null,
    async counted(from, until) {
      const { MixList } = answer.parse(
        await callOwn(clients, {
          action: 'DescribeMixes',
          parameters: { StartTime: from.toISOString(), EndTime: until.toISOString() },
          changesSomething: false,
          onCloud: 'Tencent’s cloud tells minutes of mixing by class only, not mix by mix.',
        }),
      );
      return MixList.map(readMix);
    },
  };
}
