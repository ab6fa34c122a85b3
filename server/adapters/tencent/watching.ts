import { z } from 'zod';
import type { Viewing } from '../../ports/audit.ts';
import type { Watching } from '../../ports/watching.ts';
import type { TencentClients } from './clients.ts';
import { callOwn } from './own-actions.ts';

const pageSize = 1000;
const answer = z.object({
  GrantSet: z.array(
    z.object({
      Us: z.string(),
      FileId: z.string(),
      Bytes: z.number(),
      Requests: z.number(),
      Refused: z.number(),
      FirstTime: z.iso.datetime(),
      LastTime: z.iso.datetime(),
    }),
  ),
});

/** Asks an engine of ours what it served under each grant. */
export function openWatching(clients: Pick<TencentClients, 'own'>): Watching {
  return {
    isAttributed: clients.own !== null,
    async served(from, until, subAppId) {
      const all: Omit<Viewing, 'recordingId'>[] = [];
      for (;;) {
        const { GrantSet } = answer.parse(
          await callOwn(clients, {
            action: 'DescribePlaybackByGrant',
            parameters: {
              ...(subAppId === null ? {} : { SubAppId: subAppId }),
              StartTime: from.toISOString(),
              EndTime: until.toISOString(),
              Offset: all.length,
              Limit: pageSize,
            },
            changesSomething: false,
            onCloud: "Tencent's cloud does not say who watched: it counts what it serves by file only.",
          }),
        );
        for (const { Us, FileId, Bytes, Requests, Refused, FirstTime, LastTime } of GrantSet)
          all.push({
            ...{ grantId: Us, fileId: FileId, bytes: Bytes, requests: Requests - Refused },
            ...{ firstAt: new Date(FirstTime), lastAt: new Date(LastTime) },
          });
        if (GrantSet.length < pageSize) return all;
      }
    },
  };
}
