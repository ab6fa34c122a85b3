import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RetrySchedule } from '../../../engine/cloud/callbacks/schedule.ts';
import { cssSchedule, trtcSchedule } from '../../../engine/cloud/callbacks/schedule.ts';
import { startSender } from '../../../engine/cloud/callbacks/sender.ts';
import type { Happening } from '../../../engine/library/facts.ts';
import type { Library } from '../../../engine/library/library.ts';
import { openLibrary } from '../../../engine/library/library.ts';
import type { CssPushEvent } from '../../../wire/css-callback.ts';
import type { TrtcEvent } from '../../../wire/trtc-callback.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';

const log = pino({ level: 'silent' });
const sdkAppId = 1_400_000_123;
const kinds = ['css', 'trtc'] as const;
type Kind = (typeof kinds)[number];

const push: CssPushEvent = {
  ...{ kind: 'push', live: true, appId: 1, domain: 'd', path: 'live', streamId: 's', sequence: '1' },
  ...{ eventTime: 1, eventTimeUsec: 0, node: '127.0.0.1', userIp: '127.0.0.1', pushDurationMs: null },
  ...{ errcode: 0, errmsg: 'ok', streamParam: null, setId: 1, width: 0, height: 0 },
};
const entered: TrtcEvent = {
  ...{ name: 'user-entered', callbackMs: 1, room: { kind: 'string', value: 'r' }, eventMs: 1 },
  ...{ userId: 'u', reason: 1 },
};
const happening = (kind: Kind): Happening => ({
  fact: { type: 'nothing' },
  callbacks: [{ key: kind, sdkAppId, kind, event: kind === 'css' ? push : entered }],
});

const second = 1000;
const minute = 60 * second;
const times = (count: number, pauseMs: number): number[] => Array.from({ length: count }, () => pauseMs);
/**
 * What the vendor promises: live events 12 times, one minute apart, each where no answer came for 20 s
 * (https://www.tencentcloud.com/document/product/267/38080); room events once at once, then every 10 s for a minute, each
 * where no answer came for 5 s (https://trtc.io/document/39558).
 */
const promised = {
  css: { patienceMs: 20 * second, pausesMs: times(12, minute) },
  trtc: { patienceMs: 5 * second, pausesMs: [0, ...times(6, 10 * second)] },
} as const satisfies Record<Kind, RetrySchedule>;
const schedules = { css: cssSchedule, trtc: trtcSchedule } as const;

interface Kept {
  readonly attempts: number;
  /** From the last attempt to the next. */
  readonly pause_ms: number;
  readonly given_up: boolean;
  readonly response: string;
}

describe('callbacks that are not taken', () => {
  let folder: ReturnType<typeof openTemporaryFolder>;
  let database: TestDatabase;
  let library: Library;
  const closing: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    folder = openTemporaryFolder();
    database = await openTestDatabase();
    const { engineUrl: databaseUrl } = database;
    library = await openLibrary({ databaseUrl, spoolFolder: folder.path, run: 'a', log });
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await library.close();
    await database.close();
    folder.close();
  });

  /** A sender, and a receiver that answers with a status, or never. */
  async function startSending(status: number | null): Promise<void> {
    const server = createServer((request, response) => {
      request.resume();
      if (status !== null) response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
    const destination = () => ({ url, key: 'callbackkey0123' });
    const directory = { roomDestination: destination, streamDestination: destination };
    const sender = startSender({ library, firstSdkAppId: sdkAppId, directory, log });
    closing.push(
      () => sender.close(),
      () => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      },
    );
  }
  async function kept(kind: Kind): Promise<Kept | null> {
    const [row] = await library.sql<Kept[]>`
      select attempts, given_up_at is not null as given_up, coalesce(response, '') as response,
        coalesce(extract(epoch from next_attempt_at - attempted_at) * 1000, -1)::float8 as pause_ms
      from callbacks where kind = ${kind}`;
    return row ?? null;
  }
  const attempted = (kind: Kind, count: number): Promise<Kept> =>
    eventually(
      `attempt ${String(count)} of ${kind}`,
      async () => {
        const row = await kept(kind);
        return row !== null && row.attempts >= count ? row : null;
      },
      60_000,
    );
  /** Moves the clock of one callback to its next attempt, which so far would be number `attempts` + 1. */
  async function moveOn(kind: Kind, attempts: number): Promise<void> {
    await library.sql`
      update callbacks set next_attempt_at = now(), attempts = ${attempts} where kind = ${kind}`;
    // Known already, so that nothing comes of it but that the sender looks.
    await library.remember(happening(kind));
  }

  it.each(kinds)('are tried again as the vendor does, and then for a day: %s', async (kind) => {
    await startSending(500);
    await library.remember(happening(kind));
    const vendors = promised[kind].pausesMs;
    const ours = 5 * minute;
    for (const [index, pauseMs] of [...vendors, ours].entries()) {
      const { attempts, pause_ms } = await attempted(kind, index + 1);
      // Where there is no pause, the next attempt may have been made before we look.
      if (pauseMs === 0) continue;
      expect({ attempts, pause_ms }).toEqual({ attempts: index + 1, pause_ms: pauseMs });
      await moveOn(kind, attempts);
    }
    const all = schedules[kind].pausesMs;
    expect(all.slice(0, vendors.length)).toEqual(vendors);
    expect(all.slice(vendors.length)).toEqual(times((24 * 60) / 5, ours));

    await attempted(kind, vendors.length + 2);
    await moveOn(kind, all.length - 1);
    expect(await attempted(kind, all.length)).toMatchObject({ pause_ms: ours, given_up: false });
    await moveOn(kind, all.length);
    expect(await attempted(kind, all.length + 1)).toMatchObject({ given_up: true, response: 'HTTP 500' });
  });

  it('are waited for as long as the vendor waits for an answer', async () => {
    await startSending(null);
    const began = Date.now();
    for (const kind of kinds) await library.remember(happening(kind));
    await Promise.all(
      kinds.map(async (kind) => {
        const { response } = await attempted(kind, 1);
        expect(response, kind).toContain('timeout');
        // Never earlier; a busy machine may be later.
        expect(Date.now() - began, kind).toBeGreaterThanOrEqual(promised[kind].patienceMs);
        expect(schedules[kind].patienceMs).toBe(promised[kind].patienceMs);
      }),
    );
  }, 120_000);
});
