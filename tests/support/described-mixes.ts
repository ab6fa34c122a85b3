import { openClients } from '../../server/adapters/tencent/clients.ts';
import { testCredential } from './engine-process.ts';
import type { VodEngine } from './vod-engine.ts';

/** What our own action tells of one mix. */
export interface DescribedMix {
  readonly RoomString: string;
  readonly StreamId: string;
  readonly UserId: string;
  readonly IntoOwnStream: number;
  readonly StartTimeMs: number;
  readonly EndTimeMs: number;
  readonly Counts: readonly {
    readonly Inputs: number;
    readonly InputPixels: number;
    readonly Ms: number;
  }[];
}

/** The mixes of the last hour. */
export async function describeMixes({ engine }: Pick<VodEngine, 'engine'>): Promise<readonly DescribedMix[]> {
  const endpoint = `127.0.0.1:${String(engine.ports['http'])}/api`;
  const clients = openClients({ ...testCredential, endpoint, region: 'ap-guangzhou' });
  const [StartTime, EndTime] = [-3_600_000, 60_000].map((shiftMs) =>
    new Date(Date.now() + shiftMs).toISOString(),
  );
  const answer = (await clients.own!.request('DescribeMixes', { StartTime, EndTime })) as {
    readonly MixList: readonly DescribedMix[];
  };
  clients.close();
  return answer.MixList;
}
