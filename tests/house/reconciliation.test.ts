import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildSchema, parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKeys } from '../../cli/keys.ts';
import { reconcileDocuments } from '../../cli/reconcile/documents.ts';
import { monthOf, daysOf, printDay, printMonth } from '../../domain/billing/calendar.ts';
import { testApplication } from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { openTestHouse, testApiKeys } from '../support/house.ts';
import { startPublisher } from '../support/publisher.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';

interface Compared {
  readonly of: string;
  readonly charge: string;
  readonly class: string;
  readonly ours: string;
  readonly theirs: string;
}
interface Reconciled {
  readonly usage: {
    readonly comparisons: readonly Compared[];
    readonly counts: Record<string, number>;
  } | null;
  readonly invoice: { readonly total: string; readonly comparisons: readonly Compared[] } | null;
  readonly lockedAt: string | null;
  readonly lockedByRole: string | null;
}
const fields = `usage { readAt counts { matched providerOnly oursOnly differs } comparisons { of charge class ours theirs } }
  invoice { total comparisons { of charge class ours theirs } } lockedAt lockedByRole`;
const runFile = promisify(execFile);
const launcher = path.resolve(import.meta.dirname, '../../cli/roomtape.mjs');
const finance = testApiKeys.finance;
const month = printMonth(Date.now());

describe('reconciling with a provider that counts wrongly', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openTestHouse(
      null,
      ['hls', 'mp4'],
      {},
      {
        ...{ DescribeRecordStatistic: 3, DescribeStorageDetails: 0, DescribeTrtcUsage: 60 },
      },
    );
    const { createJoinTicket } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
      `mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }`,
      { input: { room: { text: 'billed' }, userId: 'ada' } },
    );
    expect((await startPublisher(createJoinTicket.ticket.rtmpUrl, 5).ended).code).toBe(0);
    await eventually(
      'the recording and its room are over',
      async () => {
        const { recordings } = await house.ask<{
          recordings: { edges: { node: { state: string; room: { state: string } | null } }[] };
        }>('{ recordings { edges { node { state room { state } } } } }');
        const [found] = recordings.edges;
        return found?.node.state === 'READY' && found.node.room?.state === 'ENDED';
      },
      90_000,
    );
  }, 180_000);
  afterAll(() => house.close());

  const run = async (mutation: string, input: object, key: string = finance): Promise<Reconciled> => {
    const name = mutation[0]!.toUpperCase() + mutation.slice(1);
    const type = { ImportInvoice: 'ImportInvoiceInput', UnlockReconciliation: 'UnlockReconciliationInput' }[
      name
    ];
    const answer = await house.ask<Record<string, Reconciled>>(
      `mutation ($input: ${type ?? 'ReconciliationMonthInput'}!) { ${mutation}(input: $input) { ${fields} } }`,
      { input: { month, ...input } },
      key,
    );
    return answer[mutation]!;
  };
  const read = async (): Promise<Reconciled> => {
    const query = `query ($month: String!) { reconciliation(month: $month) { ${fields} } }`;
    return (await house.ask<{ reconciliation: Reconciled }>(query, { month }, finance)).reconciliation;
  };
  const invoice = (more: readonly string[]): string =>
    [
      'day,charge,amount,currency',
      ...daysOf(monthOf(Date.now())).map(({ fromMs }) => `${printDay(fromMs)},STORAGE,0,USD`),
      ...more,
    ].join('\n');
  const numbers = async () => {
    const number = '{ amount knownAt reconciledAt ofAccount }';
    const { applications } = await house.ask<{
      applications: readonly {
        cost: {
          total: string;
          numbers: Record<'estimated' | 'metered' | 'billed', Record<string, unknown>> & {
            lockedAt: unknown;
          };
        };
      }[];
    }>(
      `query ($month: String!) { applications { cost(month: $month) { total
        numbers { estimated ${number} metered ${number} billed ${number} lockedAt } } } }`,
      { month },
      finance,
    );
    return applications[0]!.cost;
  };

  it('has every class, each with both sides', async () => {
    expect(await read()).toMatchObject({ usage: null, invoice: null, lockedAt: null });
    const { usage } = await run('importProviderUsage', {});
    const of = (name: string): Compared => usage!.comparisons.find((one) => one.of === name)!;
    expect(of('channels')).toMatchObject({ class: 'MATCHED', charge: 'RECORDING', ours: '2', theirs: '2' });
    expect(of('recorded/SD').class).toBe('DIFFERS');
    expect(of('stored')).toMatchObject({ class: 'OURS_ONLY', theirs: '0' });
    expect(of('calls/audio')).toMatchObject({ class: 'PROVIDER_ONLY', ours: '0' });
    expect(await read()).toMatchObject({ usage: { counts: usage!.counts } });
  });

  it('is read by a token of every application, and changed by keys alone', async () => {
    const { createViewerToken } = await house.ask<{ createViewerToken: { token: string } }>(
      'mutation ($input: CreateViewerTokenInput!) { createViewerToken(input: $input) { token } }',
      { input: { scope: { applications: [testApplication.sdkAppId] }, actions: ['COSTS'] } },
    );
    const query = `query ($month: String!) { reconciliation(month: $month) { ${fields} } }`;
    const asked = await house.ask<{ reconciliation: Reconciled }>(query, { month }, createViewerToken.token);
    expect(asked.reconciliation).toEqual(await read());
    await expect(run('lockReconciliation', {}, createViewerToken.token)).rejects.toThrow('FORBIDDEN');
  });

  it('takes an invoice whole or not at all, and sets it beside the bill', async () => {
    await expect(run('importInvoice', { csv: invoice([`${month},RECORDING,ten,USD`]) })).rejects.toThrow(
      /BAD_INPUT input\.csv row \d+ column amount is "ten"/,
    );
    expect((await read()).invoice).toBeNull();
    expect((await numbers()).numbers.billed['amount']).toBeNull();
    const { bill } = await house.ask<{ bill: { subtotals: { charge: string; amount: string }[] } }>(
      `query ($month: String!) { bill(input: { period: { month: $month } }) { subtotals { charge amount } } }`,
      { month },
      finance,
    );
    const recording = bill.subtotals.find(({ charge }) => charge === 'RECORDING')!.amount;
    const { invoice: found } = await run('importInvoice', {
      csv: invoice([`${month},RECORDING,${recording},USD`, `${month},OTHER,2.5,USD`]),
    });
    const classes = Object.fromEntries(found!.comparisons.map((one) => [one.charge, one.class]));
    expect(classes).toMatchObject({ RECORDING: 'MATCHED', OTHER: 'PROVIDER_ONLY' });
    expect(Number(found!.total)).toBeCloseTo(Number(recording) + 2.5, 6);
  });

  it('keeps the three numbers apart, with when each was reconciled', async () => {
    await house.ask(
      `mutation ($input: KeepEstimateInput!) { keepEstimate(input: $input) { total } }`,
      { input: { month, estimate: { preset: 'REMOTE_CLASS', roomsPerDay: 3 } } },
      finance,
    );
    const { total, numbers: found } = await numbers();
    expect(found.metered).toMatchObject({ amount: total, ofAccount: false });
    const amounts = [found.estimated, found.metered, found.billed].map(({ amount }) => amount);
    expect(new Set(amounts).size).toBe(3);
    expect(found.estimated['reconciledAt']).toBeNull();
    expect(found.metered['reconciledAt']).not.toBeNull();
    expect(found.billed['reconciledAt']).not.toBeNull();
  });

  it('prints the same from the command line', async () => {
    const folder = openTemporaryFolder();
    const { keys } = openKeys(folder.path, testApplication.sdkAppId);
    const file = path.join(folder.path, 'invoice.csv');
    writeFileSync(path.join(folder.path, 'keys.json'), JSON.stringify({ ...keys, finance }));
    writeFileSync(file, invoice([`${month},RECORDING,7,USD`]));
    const env = { ...process.env, ROOMTAPE_DATA: folder.path, ROOMTAPE_PORT: new URL(house.url).port };
    const print = async (...args: readonly string[]): Promise<string> =>
      (await runFile(process.execPath, [launcher, 'reconcile', month, ...args], { env })).stdout;
    expect(await print('--invoice', file)).toMatch(/The provider’s invoice of 7 USD, read .*: .*differ/);
    const printed = JSON.parse(await print('--format', 'json')) as Reconciled;
    expect(printed).toMatchObject(await read());
    writeFileSync(file, invoice([`${month},RECORDING,=7,USD`]));
    await expect(print('--invoice', file)).rejects.toThrow('column amount is "=7", a formula');
    folder.close();
  }, 60_000);

  it('asks only what the schema has', () => {
    const schema = buildSchema(
      readFileSync(path.resolve(import.meta.dirname, '../../schema/schema.graphql'), 'utf8'),
    );
    for (const document of Object.values(reconcileDocuments))
      expect(validate(schema, parse(document))).toEqual([]);
  });

  it('is locked by someone, stays as it was, and opens only with a reason that is audited', async () => {
    await expect(run('lockReconciliation', {}, testApiKeys.frontend)).rejects.toThrow('FORBIDDEN');
    const locked = await run('lockReconciliation', {});
    expect(locked).toMatchObject({ lockedByRole: 'finance' });
    const changes = [
      () => run('importProviderUsage', {}),
      () => run('importInvoice', { csv: invoice([]) }),
      () => run('lockReconciliation', {}),
    ];
    for (const change of changes) await expect(change()).rejects.toThrow('CONFLICT');
    expect(await read()).toEqual(locked);
    expect((await numbers()).numbers.lockedAt).toBe(locked.lockedAt);
    await expect(run('unlockReconciliation', { reason: ' ' })).rejects.toThrow('input.reason');
    const opened = await run('unlockReconciliation', { reason: 'a corrected invoice came' });
    expect(opened.lockedAt).toBeNull();
    const { auditLog } = await house.ask<{
      auditLog: { edges: { node: { action: string; role: string; detail: { reason?: string } } }[] };
    }>('{ auditLog(first: 2) { edges { node { action role detail } } } }');
    expect(auditLog.edges.map(({ node }) => node.action)).toEqual([
      'RECONCILIATION_UNLOCK',
      'RECONCILIATION_LOCK',
    ]);
    expect(auditLog.edges[0]!.node).toMatchObject({
      ...{ role: 'finance', detail: { month, reason: 'a corrected invoice came' } },
    });
    await expect(run('unlockReconciliation', { reason: 'again' })).rejects.toThrow('CONFLICT');
  });
});
