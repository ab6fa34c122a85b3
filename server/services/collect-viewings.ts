import type { AuditLog } from '../ports/audit.ts';
import type { Watching } from '../ports/watching.ts';

const hourMs = 3_600_000;
/** A download is written down when it ends, under the hour in which it began: hours are asked for again this long. */
const lookBackHours = 6;

export interface CollectViewingsDeps {
  readonly watching: Watching;
  readonly audit: Pick<AuditLog, 'appendViewings'>;
  /** The sub-applications that media lies in, null = the main one. */
  readonly homes: () => Promise<readonly (number | null)[]>;
  readonly clock: () => Date;
}

/** Writes down who watched what. A row that was written stays: what an hour has grown by is a row of its own. */
export async function collectViewings({ watching, audit, homes, clock }: CollectViewingsDeps): Promise<void> {
  const thisHour = Math.floor(clock().getTime() / hourMs) * hourMs;
  for (const subAppId of await homes())
    for (let back = lookBackHours; back >= 0; back--) {
      const from = new Date(thisHour - back * hourMs);
      const served = await watching.served(from, new Date(from.getTime() + hourMs), subAppId);
      await audit.appendViewings(
        from,
        served.filter(({ requests, bytes }) => requests > 0 || bytes > 0),
      );
    }
}
