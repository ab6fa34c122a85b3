import { read, utils } from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Decimal, printDecimal } from '../../domain/money.ts';
import type { StreamFact } from '../../domain/recording/facts.ts';
import type { Store } from '../../server/adapters/postgres/store.ts';
import { openStore } from '../../server/adapters/postgres/store.ts';
import { everything } from '../../server/services/access/principal.ts';
import { testApplication } from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { openTestHouse, testApiKeys } from '../support/house.ts';

interface Job {
  readonly id: string;
  readonly state: string;
  readonly monthsDone: number;
  readonly months: readonly string[];
  readonly total: string | null;
  readonly complete: boolean | null;
  readonly incompleteMonths: readonly string[] | null;
  readonly sizeBytes: number | null;
  readonly downloadPath: string | null;
}
const fields = 'id state monthsDone months total complete incompleteMonths sizeBytes downloadPath';
const { finance, frontend } = testApiKeys;

describe('an export of bills', () => {
  let house: TestHouse;
  let store: Store;
  beforeAll(async () => {
    house = await openTestHouse();
    store = openStore(house.database.serverUrl);
    const { sdkAppId } = testApplication;
    const size = { width: 1280, height: 720 };
    const identity = { room: null, userId: 'u', streamType: 'main', userDefineRecordId: null } as const;
    for (const month of ['04', '06']) {
      const began = Date.parse(`2026-${month}-10T09:00:00+08:00`);
      const facts: readonly StreamFact[] = [
        { type: 'push-started', sequence: month, atMs: began, ...size, identity },
        ...(['mp4', 'hls', 'flv'] as const).flatMap((format): StreamFact[] => [
          { type: 'record-started', sessionId: `${month}${format}`, format, atMs: began },
          { type: 'record-ended', sessionId: `${month}${format}`, format, atMs: began + 600_000 },
        ]),
      ];
      await store.facts.take(
        facts.map((fact) => ({ about: 'stream', sdkAppId, streamId: `s${month}`, fact })),
      );
      // The book seed-2022 has no price for it.
      await store.relayUsage.keep([
        { sdkAppId, streamId: 'live', slotStart: new Date(began), bytes: 1_000_000_000 },
      ]);
    }
  }, 120_000);
  afterAll(async () => {
    await store.close();
    await house.close();
  });

  const start = async (input: object, key: string = finance): Promise<Job> => {
    const mutation = `mutation ($input: StartBillExportInput!) { startBillExport(input: $input) { ${fields} } }`;
    return (await house.ask<{ startBillExport: Job }>(mutation, { input }, key)).startBillExport;
  };
  const find = async (id: string, key: string = finance): Promise<Job | null> => {
    const query = `query ($id: ID!) { exportJob(id: $id) { ${fields} } }`;
    return (await house.ask<{ exportJob: Job | null }>(query, { id }, key)).exportJob;
  };
  const ready = (id: string): Promise<Job> =>
    eventually(
      'the export is ready',
      async () => {
        const job = await find(id);
        if (job?.state === 'FAILED') throw new Error('It failed.');
        return job?.state === 'READY' ? job : null;
      },
      90_000,
    );
  const totals = async (months: readonly string[]): Promise<string> => {
    const query = 'query ($month: String!) { bill(input: { period: { month: $month } }) { total } }';
    const bills = await Promise.all(
      months.map((month) => house.ask<{ bill: { total: string } }>(query, { month }, finance)),
    );
    return printDecimal(Decimal.sum(0, ...bills.map(({ bill }) => bill.total)));
  };
  const months = ['2026-04', '2026-05', '2026-06'];

  it('is made beside, and fetched at a signed address with the bill’s own total', async () => {
    const input = { fromMonth: '2026-04', untilMonth: '2026-06', format: 'XLSX', idempotencyKey: 'one' };
    const { id } = await start(input);
    expect((await start(input)).id).toBe(id);
    const job = await ready(id);
    const expected = await totals(months);
    expect(Number(expected)).toBeGreaterThan(1);
    expect(job).toMatchObject({
      months,
      monthsDone: 3,
      total: expected,
      complete: true,
      incompleteMonths: [],
    });
    const answer = await fetch(`${house.url}${job.downloadPath!}`);
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename="bill-2026-04_2026-06.xlsx"',
    );
    const content = Buffer.from(await answer.arrayBuffer());
    expect(content.length).toBe(job.sizeBytes);
    const sheet = utils.sheet_to_json<{ amount: number }>(read(content).Sheets['Lines']!);
    expect(printDecimal(Decimal.sum(0, ...sheet.map(({ amount }) => String(amount))))).toBe(expected);
    for (const wrong of [
      job.downloadPath!.replace(/.$/, (sign) => (sign === '0' ? '1' : '0')),
      `/exports/${id}`,
    ])
      expect((await fetch(`${house.url}${wrong}`)).status).toBe(403);
    const filter = { types: ['bill.export_ready'] } as const;
    await house.database.eventsGivenOut();
    const [event] = await store.events.read(null, filter, everything, 10);
    expect(event!.data).toMatchObject({ exportId: id, state: 'READY', months });
  });

  it('says that something used has no price, on the job in every form and in the file where it has a row for it', async () => {
    const rowsOf = (content: Buffer, format: string): readonly Record<string, unknown>[] =>
      format === 'XLSX'
        ? utils.sheet_to_json(read(content).Sheets['Lines']!)
        : parse(content, { columns: true, bom: true });
    for (const format of ['CSV', 'XLSX', 'FOCUS']) {
      const asked = { fromMonth: '2026-04', untilMonth: '2026-06', format, book: 'seed-2022' };
      const started = await start({ ...asked, idempotencyKey: `no price ${format}` });
      if (started.state !== 'READY')
        expect(started).toMatchObject({ complete: null, incompleteMonths: null });
      const job = await ready(started.id);
      // Nothing was used in May.
      expect(job).toMatchObject({ complete: false, incompleteMonths: ['2026-04', '2026-06'] });
      const answer = await fetch(`${house.url}${job.downloadPath!}`);
      const rows = rowsOf(Buffer.from(await answer.arrayBuffer()), format);
      const query =
        'query { bill(input: { period: { month: "2026-04" }, book: "seed-2022" }) { complete warnings { code message } } }';
      type Warnings = readonly { readonly code: string; readonly message: string }[];
      const { bill } = await house.ask<{ bill: { complete: boolean; warnings: Warnings } }>(
        query,
        {},
        finance,
      );
      expect(bill.complete).toBe(false);
      const said = bill.warnings
        .filter(({ code }) => code === 'NO_RATE')
        .map(({ message }) => `INCOMPLETE: something used has no price. NO_RATE: ${message}`);
      expect(said.length).toBeGreaterThan(0);
      expect(
        rows
          .filter(({ item, period }) => item === 'NO_RATE' && period === '2026-04')
          .map((row) => row['description']),
      ).toEqual(format === 'FOCUS' ? [] : said);
    }
  }, 180_000);

  it('goes on after the server was killed', async () => {
    const { id } = await start({
      ...{ fromMonth: '2024-07', untilMonth: '2027-06', format: 'FOCUS', digits: 2, idempotencyKey: 'two' },
    });
    process.kill(house.server.pid, 'SIGKILL');
    await house.server.ended;
    house.server = await house.startServer();
    const job = await ready(id);
    expect(job.monthsDone).toBe(36);
    expect(job.total).toBe(new Decimal(await totals(months)).toFixed(2));
  }, 180_000);

  it('is stopped by who may, once', async () => {
    const { id } = await start({
      ...{ fromMonth: '2024-07', untilMonth: '2027-06', format: 'CSV', idempotencyKey: 'three' },
    });
    const cancel = (key: string = finance) =>
      house.ask<{ cancelExportJob: Job }>(
        `mutation ($id: ID!) { cancelExportJob(id: $id) { ${fields} } }`,
        { id },
        key,
      );
    await expect(cancel(frontend)).rejects.toThrow('FORBIDDEN');
    await expect(find(id, frontend)).rejects.toThrow('FORBIDDEN');
    const state = await cancel().then(
      ({ cancelExportJob }) => cancelExportJob.state,
      // It may have been made before it could be stopped.
      (error: unknown) => (String(error).includes('READY') ? 'READY' : String(error)),
    );
    expect(['CANCELLED', 'READY']).toContain(state);
    await expect(cancel()).rejects.toThrow('CONFLICT');
    expect((await find(id))!.state).toBe(state);
    expect(await find('no-such-export')).toBeNull();
  });

  it('refuses what it cannot mean', async () => {
    const asked = { fromMonth: '2026-04', format: 'CSV', idempotencyKey: 'bad' };
    const refused: readonly (readonly [object, string])[] = [
      [{ fromMonth: '2026-13' }, 'input.fromMonth is "2026-13"'],
      [{ untilMonth: '2026-03' }, 'input.untilMonth'],
      [{ untilMonth: '2036-03' }, 'at most 36 months'],
      [{ digits: 11 }, 'input.digits is 11; allowed: 0 to 10'],
      [{ book: 'none' }, 'none'],
    ];
    for (const [input, message] of refused)
      await expect(start({ ...asked, ...input })).rejects.toThrow(message);
    await expect(start(asked, frontend)).rejects.toThrow('FORBIDDEN');
  });
});
