import { readFileSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { read as readWorkbook, utils } from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import { Decimal } from 'decimal.js';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysOf, monthOf, printDay, printMonth } from '../../domain/billing/calendar.ts';
import type { ConsoleBrowser } from '../support/console-browser.ts';
import { openConsoleBrowser } from '../support/console-browser.ts';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { startPublisher } from '../support/publisher.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';

const month = printMonth(Date.now());
const launcher = path.resolve(import.meta.dirname, '../../cli/roomtape.mjs');

/** What an amount on the page says, as the API writes it. */
function read(text: string | null): string {
  const found = /^([+−]?)\$([\d,]+\.\d+)$/.exec(text ?? '');
  if (found === null) throw new Error(`"${String(text)}" is no amount.`);
  return new Decimal(found[2]!.replaceAll(',', '')).times(found[1] === '−' ? -1 : 1).toFixed();
}
/** The rows of an export as other programs read them: of a workbook those of the lines and of the months. */
function tablesOf(file: string, kind: string): readonly (readonly Record<string, unknown>[])[] {
  if (kind !== 'XLSX')
    return [parse<Record<string, string>>(readFileSync(file), { columns: true, bom: true })];
  const { Sheets: sheets } = readWorkbook(readFileSync(file));
  return ['Lines', 'Months'].map((name) => utils.sheet_to_json<Record<string, unknown>>(sheets[name]!));
}

const same = (text: string): string => new Decimal(text).toFixed();

describe('what it costs, in the console', { timeout: 120_000 }, () => {
  let own: ConsoleBrowser;
  let house: TestHouse;
  let page: Page;
  const folder = openTemporaryFolder();

  const bill = async () => {
    const query = `query ($month: String!) { bill(input: { period: { month: $month } }) { total
      subtotals { charge amount } lines { charge amount why }
      numbers { estimated { amount } billed { amount } } } }`;
    type Bill = {
      total: string;
      subtotals: { charge: string; amount: string }[];
      lines: { charge: string; amount: string; why: string }[];
      numbers: { estimated: { amount: string }; billed: { amount: string } };
    };
    return (await house.ask<{ bill: Bill }>(query, { month })).bill;
  };
  const invoice = (): string =>
    [
      'day,charge,amount,currency',
      ...daysOf(monthOf(Date.now())).map(({ fromMs }) => `${printDay(fromMs)},STORAGE,0,USD`),
      `${month},OTHER,2.5,USD`,
    ].join('\n');

  beforeAll(async () => {
    own = await openConsoleBrowser({
      DescribeRecordStatistic: 3,
      DescribeStorageDetails: 0,
      DescribeTrtcUsage: 60,
    });
    ({ house, page } = own);
    const { createJoinTicket } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
      'mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }',
      { input: { room: { text: 'billed' }, userId: 'ada' } },
    );
    expect((await startPublisher(createJoinTicket.ticket.rtmpUrl, 5).ended).code).toBe(0);
    await eventually(
      'the recording is ready and the room over',
      async () => {
        const { recordings } = await house.ask<{
          recordings: { edges: { node: { state: string; room: { state: string } | null } }[] };
        }>('{ recordings { edges { node { state room { state } } } } }');
        const [found] = recordings.edges;
        return found?.node.state === 'READY' && found.node.room?.state === 'ENDED';
      },
      120_000,
    );
    await house.ask('mutation ($input: KeepEstimateInput!) { keepEstimate(input: $input) { total } }', {
      input: { month, estimate: { preset: 'REMOTE_CLASS' } },
    });
    await house.ask(
      'mutation ($input: ReconciliationMonthInput!) { importProviderUsage(input: $input) { month } }',
      {
        input: { month },
      },
    );
    await house.ask('mutation ($input: ImportInvoiceInput!) { importInvoice(input: $input) { month } }', {
      input: { month, csv: invoice() },
    });
    await own.signIn();
  }, 300_000);
  afterAll(async () => {
    await own.close();
    folder.close();
  });

  const amountOf = async (selector: string): Promise<string> =>
    read(await page.locator(selector).textContent());

  it('keeps the three numbers apart, each as the API says it', async () => {
    await page.getByRole('link', { name: 'Costs' }).click();
    await page.locator('[data-number=metered] [data-amount]').waitFor();
    const { total, numbers } = await bill();
    expect(await amountOf('[data-number=estimated] [data-amount]')).toBe(same(numbers.estimated.amount));
    expect(await amountOf('[data-number=metered] [data-amount]')).toBe(same(total));
    expect(await amountOf('[data-number=billed] [data-amount]')).toBe('2.5');
    expect(await page.locator('[data-number=estimated]').textContent()).toContain('Never reconciled');
    expect(await page.locator('[data-number=metered]').textContent()).toContain('Last reconciled');
  });

  it('has every line of the bill, which sum to it and say how they came about', async () => {
    const { total, subtotals, lines } = await bill();
    expect(await amountOf('[data-testid=total]')).toBe(same(total));
    for (const { charge, amount } of subtotals)
      expect(await amountOf(`p[data-charge=${charge}]`)).toBe(same(amount));
    const shown = await page.locator('[data-line] [data-amount]').allTextContents();
    expect(shown.length).toBe(lines.length);
    expect(Decimal.sum(0, ...shown.map(read)).toFixed()).toBe(same(total));
    const line = page.locator('[data-line=RECORDING]').first().getByRole('button');
    expect(await line.getAttribute('aria-expanded')).toBe('false');
    await line.focus();
    await page.keyboard.press('Enter');
    await page.getByText(lines.find(({ charge }) => charge === 'RECORDING')!.why).waitFor();
    await page.getByRole('link', { name: 'the vendor’s page' }).waitFor();
  });

  it('refuses a forecast of too few days, and says how many there are', async () => {
    expect(await page.getByTestId('forecast-refused').textContent()).toContain('0 of 7 whole days');
  });

  it('shows each class of the reconciliation in words, and narrows to one', async () => {
    const usage = page.getByRole('table', { name: 'Usage' });
    for (const name of ['MATCHED', 'DIFFERS', 'OURS_ONLY', 'PROVIDER_ONLY'])
      await usage.locator(`[data-class=${name}]`).first().waitFor();
    await page.getByRole('radiogroup', { name: 'Which rows: Usage' }).getByText('≠ differs').click();
    await eventually(
      'only those are left',
      async () => (await usage.locator('tbody tr:not([data-class=DIFFERS])').count()) === 0,
    );
    await own.shoot('costs-month');
  });

  it('sets a budget, and says that a threshold of it was crossed', async () => {
    await page.getByRole('button', { name: 'Set a budget' }).click();
    await page.getByLabel('Name').fill('Tests');
    await page.getByLabel('A month may cost (USD)').fill('0.01');
    await page.getByRole('button', { name: 'Set the budget' }).click();
    await page.locator('[data-budget=Tests]').getByText('crossed', { exact: false }).first().waitFor();
  });

  it('exports the bill as a file whose rows sum to it', async () => {
    for (const format of ['CSV', 'FOCUS 1.2', 'Workbook'] as const) {
      await page.getByRole('button', { name: format, exact: true }).click();
      const kind = { CSV: 'CSV', 'FOCUS 1.2': 'FOCUS', Workbook: 'XLSX' }[format];
      const job = page.locator(`[data-export=${kind}]`);
      const [download] = await Promise.all([
        page.waitForEvent('download', { timeout: 90_000 }),
        job.getByRole('link', { name: 'Download' }).click({ timeout: 90_000 }),
      ]);
      const file = path.join(folder.path, kind);
      await download.saveAs(file);
      const column = kind === 'FOCUS' ? 'BilledCost' : 'amount';
      for (const rows of tablesOf(file, kind)) {
        expect(rows.length).toBeGreaterThan(0);
        const sum = Decimal.sum(0, ...rows.map((row) => String(row[column])));
        expect(sum.toFixed()).toBe(same((await bill()).total));
      }
    }
  });

  it('names what would have cost less as the API says it, and asks what if of it', async () => {
    await page.getByRole('button', { name: 'Look for savings' }).click();
    await page.locator('[data-saving]').first().waitFor();
    const query = 'query ($input: MonthHintsInput!) { monthHints(input: $input) { message saving } }';
    const { monthHints } = await house.ask<{ monthHints: { message: string; saving: string }[] }>(query, {
      input: { month },
    });
    const [first] = monthHints;
    expect(first!.message).toContain('alone');
    const shown = page.locator('[data-saving]');
    expect(await shown.getByRole('link').allTextContents()).toEqual(monthHints.map(({ message }) => message));
    const amounts = await shown.locator('td:last-child').allTextContents();
    expect(amounts.map(read)).toEqual(monthHints.map(({ saving }) => same(saving)));
    await own.shoot('costs-hints');
    await shown.getByRole('link').first().click();
    await page.getByTestId('difference').waitFor();
    await eventually(
      'the link asks what if of it',
      async () => read(await page.getByTestId('difference').textContent()) === `-${same(first!.saving)}`,
      60_000,
    );
  });

  it('says of a bill that lacks a price, beside each of its totals, that it is incomplete', async () => {
    const yaml = `id: elsewhere-2026-01-01
title: Playback in the mainland alone
pagesDate: 2026-01-01
currency: USD
base: tencent-intl-2025-10-23
cards:
  - item: storage.vod
    unit: GB-day
    from: 2020-01-01
    basis: stated
    per: day
    source: { page: "https://example.com/contract", date: 2026-01-01 }
    prices:
      - { region: mainland, class: standard, price: 0.001 }
`;
    await house.ask(
      'mutation ($input: ImportPriceBookInput!) { importPriceBook(input: $input) { __typename } }',
      { input: { text: yaml, idempotencyKey: 'elsewhere' } },
    );
    await page.goto(`${house.url}/costs?month=${month}&book=elsewhere-2026-01-01`);
    await page.getByText('Incomplete: no rate').waitFor();
    await page.locator('[data-number=metered]').getByText('incomplete', { exact: true }).waitFor();
    await own.shoot('costs-incomplete');
    await page.getByRole('button', { name: 'FOCUS 1.2', exact: true }).click();
    const job = page.locator('[data-export=FOCUS]');
    await job.getByText('Incomplete: no rate').waitFor({ timeout: 90_000 });
    await job.getByText('FOCUS has no column to say so').waitFor();
    await own.shoot('costs-incomplete-export');
  });

  it('leaves out of an address what means nothing, and says of a page that is none that it is not there', async () => {
    await page.goto(`${house.url}/costs?app=all&month=june&colour=red`);
    await page.locator('[data-number=metered] [data-amount]').waitFor();
    await page.goto(`${house.url}/nowhere`);
    await page.getByText('There is no such page').waitFor();
  });

  it('says that a month without use is empty', async () => {
    await page.goto(`${house.url}/costs?month=2024-02`);
    await page.getByText('Nothing was used in February 2024').waitFor();
  });

  const estimated = async (input: object): Promise<string> => {
    const query = 'query ($input: EstimateCostInput!) { estimateCost(input: $input) { total } }';
    return same((await house.ask<{ estimateCost: { total: string } }>(query, { input })).estimateCost.total);
  };
  const shows = (what: string, selector: string, amount: string): Promise<unknown> =>
    eventually(what, async () => read(await page.locator(selector).textContent()) === amount, 60_000);

  it('estimates a plan as it is typed, by the API’s own numbers, and shares it by its address', async () => {
    await page.getByRole('link', { name: 'Estimate', exact: true }).click();
    await page.getByRole('combobox', { name: 'Begin from' }).click();
    await page.getByRole('option', { name: 'Remote class' }).click();
    const total = '[data-testid=estimate] [data-testid=total]';
    await shows('the preset is priced', total, await estimated({ preset: 'REMOTE_CLASS' }));
    await page.getByLabel('Rooms or classes a day').fill('33');
    await page.getByRole('checkbox', { name: 'MP4' }).check();
    const plan = { preset: 'REMOTE_CLASS', roomsPerDay: 33, formats: ['HLS', 'MP4'] };
    await shows('the change is priced', total, await estimated(plan));
    await page.reload();
    await shows('the address says it all', total, await estimated(plan));
    expect(await page.getByLabel('Rooms or classes a day').inputValue()).toBe('33');
    await own.shoot('estimate');
  });

  it('writes the plan down for the command line, which prices it alike', async () => {
    const yaml = await page.getByRole('button', { name: 'Copy as YAML' }).getAttribute('data-yaml');
    const file = path.join(folder.path, 'scenario.yaml');
    writeFileSync(file, yaml!);
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, [launcher, 'estimate', file, '--format', 'json']);
    const { total } = JSON.parse(stdout) as { total: string };
    expect(await amountOf('[data-testid=estimate] [data-testid=total]')).toBe(same(total));
  });

  it('compares two plans row by row, whose differences sum to the whole', async () => {
    await page.getByRole('button', { name: 'Compare with another plan' }).click();
    await page.getByTestId('difference').waitFor();
    await page.getByLabel('Rooms or classes a day').fill('11');
    const [before, after] = await Promise.all(
      [33, 11].map((roomsPerDay) =>
        estimated({ preset: 'REMOTE_CLASS', roomsPerDay, formats: ['HLS', 'MP4'] }),
      ),
    );
    const difference = new Decimal(after!).minus(before!).toFixed();
    await shows('the difference is shown', '[data-testid=difference]', difference);
    const rows = await page.locator('[data-difference]').allTextContents();
    expect(Decimal.sum(0, ...rows.map(read)).toFixed()).toBe(difference);
    await own.shoot('estimate-compare');
  });

  it('asks what if of a month that was', async () => {
    await page.goto(`${house.url}/estimate?month=${month}`);
    await shows('nothing is otherwise yet', '[data-testid=difference]', '0');
    await page.getByRole('checkbox', { name: 'HLS' }).check();
    await eventually('it costs less with one format', async () =>
      read(await page.getByTestId('difference').textContent()).startsWith('-'),
    );
    await own.shoot('what-if');
  });

  it('names every field and fits on a narrow screen', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const address of ['/', '/rooms', '/costs', '/estimate', `/estimate?month=${month}`, '/settings']) {
      await page.goto(`${house.url}${address}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      const faults = await page.evaluate<string[]>(`(() => {
        const nameless = [...document.querySelectorAll('input:not([type=hidden]), select, textarea, button, a')]
          .filter((one) => one.checkVisibility() && !one.labels?.length && !one.textContent.trim()
            && !one.getAttribute('aria-label') && !one.getAttribute('aria-labelledby'));
        const { scrollWidth, clientWidth } = document.documentElement;
        return [...nameless.map((one) => one.outerHTML.slice(0, 160)),
          ...(scrollWidth > clientWidth ? [\`\${scrollWidth} wide\`] : [])];
      })()`);
      expect({ address, faults }).toEqual({ address, faults: [] });
      await page.getByRole('button', { name: 'Sign out' }).isVisible();
      for (const name of ['Recordings', 'Rooms', 'Costs', 'Estimate', 'Settings']) {
        const { x, width } = (await page.getByRole('link', { name, exact: true }).first().boundingBox())!;
        expect({ name, isSeen: x >= 0 && x + width <= 390 }).toEqual({ name, isSeen: true });
      }
    }
    const callbacks = page.locator('[data-setting=callbackUrl]');
    expect((await callbacks.boundingBox())!.height).toBeLessThan(150);
  });

  it('reports no error of its own on the way', () => {
    expect(own.faults).toEqual([]);
  });
});
