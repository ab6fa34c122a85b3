import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { estimateCost } from '../../domain/billing/estimate.ts';
import { readScenario } from '../../domain/billing/read-scenario.ts';
import { findBook } from '../../domain/billing/shelf.ts';
import { Decimal, printDecimal } from '../../domain/money.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';

const run = promisify(execFile);
const launcher = path.resolve(import.meta.dirname, '../../cli/roomtape.mjs');
const folder = openTemporaryFolder();
afterAll(() => {
  folder.close();
});

function write(name: string, text: string): string {
  const file = path.join(folder.path, name);
  writeFileSync(file, text);
  return file;
}

async function estimate(...args: readonly string[]): Promise<string> {
  return (await run(process.execPath, [launcher, 'estimate', ...args])).stdout;
}

async function refused(...args: readonly string[]): Promise<string> {
  try {
    await estimate(...args);
  } catch (error) {
    return (error as { stderr: string }).stderr;
  }
  throw new Error('It was not refused.');
}

interface Printed {
  readonly total: string;
  readonly subtotals: readonly { readonly charge: string; readonly amount: string }[];
  readonly beside: readonly {
    readonly bookId: string;
    readonly total: string;
    readonly difference: string;
  }[];
}

describe('roomtape estimate', () => {
  const oneHour = 'daysPerMonth: 1\nretentionDays: 1\n';
  it.each([
    ['RECORDING', 'roomsPerDay: 1000\nroomsAtOnce: 500\n', '2647.05'],
    ['TRANSCODING', `${oneHour}method: mixed\nanchorsPerRoom: 2\n`, '0.342'],
    ['STORAGE', oneHour, '0.000405'],
    ['PLAYBACK', `${oneHour}fileGb: 1\nviewersPerRoom: 1000\n`, '79.4'],
  ])('gives the example of the vendor’s page on %s', async (charge, yaml, expected) => {
    const file = write(`${charge}.yaml`, yaml);
    const printed = JSON.parse(await estimate(file, '--book', 'seed-2022', '--format', 'json')) as Printed;
    expect(printed.subtotals.find((subtotal) => subtotal.charge === charge)!.amount).toBe(expected);
  });

  it.each([
    ['12 channels on 6 of 30 days', 'item: recording.css-channel, quantity: 12, days: 6', '12.70584'],
    ['550 GB in the mainland', 'item: traffic.vod, region: mainland, quantity: 550', '20.9'],
    [
      '50 GB for a year',
      'item: storage.vod, class: standard, region: outside, quantity: 50, days: 365',
      '16.425',
    ],
  ])('gives the worked example of %s', async (name, use, expected) => {
    const file = write(`${name}.yaml`, `at: 2026-06-10\nmeasures:\n  - {${use}}\n`);
    expect((JSON.parse(await estimate(file, '--format', 'json')) as Printed).total).toBe(expected);
  });

  it('sets two scenarios side by side, row by row', async () => {
    const one = write(
      'one.yaml',
      'at: 2026-06-10\nmeasures:\n  - {item: traffic.vod, region: mainland, quantity: 499}\n',
    );
    const other = write(
      'other.yaml',
      'at: 2026-06-10\nmeasures:\n  - {item: traffic.vod, region: mainland, quantity: 550}\n',
    );
    const printed = JSON.parse(await estimate(one, '--compare', other, '--format', 'json')) as {
      readonly difference: string;
      readonly lines: readonly { readonly quantityEffect: string; readonly priceEffect: string }[];
    };
    expect(printed.difference).toBe('1.439');
    expect(printed.lines).toMatchObject([{ quantityEffect: '1.989', priceEffect: '-0.55' }]);
    expect(await estimate(one, '--compare', other)).toMatch(/total .*1\.439/);
    expect(await estimate(one, '--compare', other, '--format', 'csv')).toContain(
      'changed,PLAYBACK,traffic.vod',
    );
    expect(await refused(one, '--compare', other, '--compare', 'seed-2022')).toContain('one other scenario');
  });

  it('prints what the domain reckons, as a table, as rows that sum to it, and beside other books', async () => {
    const file = write('class.yaml', 'preset: remote-class\nroomsPerDay: 3\n');
    const at = ['--at', '2026-11-05'];
    const { scenario } = readScenario({ preset: 'remote-class', roomsPerDay: 3 }, { today: '2026-11-05' });
    const { total } = estimateCost(findBook('tencent-intl-2025-10-23')!, scenario);
    expect(await estimate(file, ...at)).toMatch(
      new RegExp(`total +${printDecimal(total).replace('.', '\\.')}`),
    );

    const [head, ...rows] = (await estimate(file, ...at, '--format', 'csv')).trim().split('\n');
    expect(head).toMatch(/^book,month,charge,item,/);
    // No cell before the amount holds a comma here.
    const own = rows.filter((row) => row.startsWith('tencent-intl-2025-10-23,'));
    const sum = Decimal.sum(0, ...own.map((row) => row.split(',')[head!.split(',').indexOf('amount')]!));
    expect(printDecimal(sum)).toBe(printDecimal(total));

    const compared = ['--compare', 'seed-2022', '--compare', 'tencent-intl-2023-05-17', '--format', 'json'];
    const { beside } = JSON.parse(await estimate(file, ...at, ...compared)) as Printed;
    expect(beside.map(({ bookId }) => bookId)).toEqual(['seed-2022', 'tencent-intl-2023-05-17']);
    expect(new Decimal(beside[0]!.total).minus(total).equals(beside[0]!.difference)).toBe(true);
  });

  it(
    'takes the prices of a day, of a book and of both, of one plan and of two',
    { timeout: 180_000 },
    async () => {
      const mixed = 'preset: live-commerce\ncohort: from-2020-07\n';
      const [plan, other] = [write('mixed.yaml', mixed), write('more.yaml', `${mixed}roomsPerDay: 50\n`)];
      const ask = async (...args: readonly string[]) =>
        JSON.parse(await estimate(plan, '--format', 'json', ...args)) as Printed & {
          readonly book: { readonly id: string };
          readonly month: string;
          readonly difference: string;
          readonly lines: readonly { readonly item: string; readonly class: string | null }[];
        };
      const itemsAt = async (day: string) => (await ask('--at', day)).lines.map(({ item }) => item);
      expect(await itemsAt('2022-05-31')).toContain('mix.output');
      expect(await itemsAt('2022-05-31')).not.toContain('mix.input');
      expect(await itemsAt('2022-06-01')).toContain('mix.input');
      expect(await itemsAt('2022-06-01')).not.toContain('mix.output');
      const older = ['--book', 'tencent-intl-2023-05-17', '--at', '2022-05-31'];
      const one = await ask(...older);
      expect(one).toMatchObject({ book: { id: 'tencent-intl-2023-05-17' }, month: '2022-05' });
      const { total } = JSON.parse(await estimate(other, ...older, '--format', 'json')) as Printed;
      const compared = await ask(...older, '--compare', other);
      expect(compared.difference).toBe(printDecimal(new Decimal(total).minus(one.total)));
      expect(compared.lines.map(({ item }) => item)).toContain('mix.output');
    },
  );

  it(
    'says in every format that something has no price, of one plan, of two and of books',
    { timeout: 180_000 },
    async () => {
      const card = `cards:
  - item: traffic.vod
    unit: GB
    from: 2026-01-01
    basis: stated
    per: day
    source: {page: "https://example.com/contract", date: 2026-01-01}
    prices:
      - {region: ap1, price: 0.05}
`;
      const head =
        'id: one-region\ntitle: One region\npagesDate: 2026-01-01\ncurrency: USD\nbase: seed-2022\n';
      const book = write('one-region.yaml', `${head}${card}`);
      const plan = (region: string): string =>
        write(`${region}.yaml`, `measures:\n  - {item: traffic.vod, region: ${region}, quantity: 100}\n`);
      const [known, unknown] = [plan('ap1'), plan('europe')];
      const marked = 'INCOMPLETE: something used has no price.';
      const ways: readonly (readonly string[])[] = [
        [unknown, '--book', book],
        [known, '--book', book, '--compare', unknown],
        [unknown, '--compare', book],
      ];
      for (const args of ways) {
        const { stdout, stderr } = await run(process.execPath, [
          launcher,
          'estimate',
          ...args,
          '--format',
          'csv',
        ]);
        expect(stdout).not.toContain('INCOMPLETE');
        expect(stderr).toContain(marked);
        expect(stderr).toContain('NO_RATE: ');
      }
      for (const args of ways.slice(0, 2)) {
        expect(await estimate(...args)).toContain(marked);
        expect(JSON.parse(await estimate(...args, '--format', 'json'))).toMatchObject({
          complete: false,
          warnings: [{ code: 'NO_RATE' }],
        });
      }
      expect(await estimate(unknown, '--compare', book)).toContain('one-region (incomplete)');
      expect((await run(process.execPath, [launcher, 'estimate', known, '--format', 'csv'])).stderr).toBe('');
    },
  );

  it('takes a contract’s own book from a file, and lists every fault of a bad one', async () => {
    const plan = write('traffic.yaml', 'measures:\n  - {item: traffic.vod, region: ap1, quantity: 100}\n');
    const contract = (price: string, from: string): string => `id: contract-2026-01-01
title: Our contract
pagesDate: 2026-01-01
currency: USD
base: tencent-intl-2025-10-23
cards:
  - item: traffic.vod
    unit: GB
    from: ${from}
    basis: stated
    per: day
    source: {page: "https://example.com/contract", date: 2026-01-01}
    prices:
      - {region: ap1, price: ${price}}
`;
    const good = write('contract.yaml', contract('0.05', '2026-01-01'));
    expect((JSON.parse(await estimate(plan, '--book', good, '--format', 'json')) as Printed).total).toBe('5');
    const said = await refused(plan, '--book', write('bad.yaml', contract('cheap', '2026-01-32')));
    expect(said).toContain('cards[0].from is "2026-01-32"; allowed: a day like 2026-02-28');
    expect(said).toContain('cards[0].prices[0].price is "cheap"');
  });

  it('takes the scenario and the contract that the documentation prints', async () => {
    const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/costs.md'), 'utf8');
    const [plan, contract] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text], index) =>
      write(`printed-${String(index)}.yaml`, text!),
    );
    const printed = JSON.parse(await estimate(plan!, '--book', contract!, '--format', 'json')) as Printed;
    expect(new Decimal(printed.total).greaterThan(0)).toBe(true);
  });

  it('says what is wrong with a scenario, a file and an option, in words', { timeout: 180_000 }, async () => {
    const bad = write('bad-plan.yaml', 'roomsPerDay: -3\nretentionDays: soon\n');
    const said = await refused(bad);
    expect(said).toContain('roomsPerDay is "-3"; allowed: a whole number from 0 to 1000000');
    expect(said).toContain('retentionDays is "soon"; allowed: a whole number from 0 to 3650');
    expect(await refused(path.join(folder.path, 'nowhere.yaml'))).toContain('cannot be read');
    expect(await refused(write('broken.yaml', 'a: [1,\n'))).toContain('is no YAML or JSON');
    expect(await refused(bad, '--format', 'pdf')).toContain('allowed: table, json, csv');
  });
  it('names the option that means nothing', { timeout: 180_000 }, async () => {
    const plan = write('good-plan.yaml', 'roomsPerDay: 3\n');
    for (const option of ['--book', '--compare'])
      for (const id of ['current', ''])
        expect(await refused(plan, option, id)).toContain(`${option} is "${id}", neither a price book`);
    for (const day of ['', 'yesterday', '2026-02-30'])
      expect(await refused(plan, '--at', day)).toContain(`--at is "${day}"; allowed: a day like 2026-02-28.`);
  });

  it.each([
    [
      'two of one key',
      'roomsPerDay: 1\nroomsPerDay: 2\n',
      'line 2, column 1: the key "roomsPerDay" is there twice',
    ],
    ['two documents', 'roomsPerDay: 1\n---\nroomsPerDay: 2\n', 'more than one document'],
    ['a list', '- roomsPerDay\n', 'the whole is ["roomsPerDay"]; allowed: fields: preset'],
    ['nothing', '', 'the whole is null; allowed: fields: preset'],
    ['a float', 'roomsPerDay: 1e5\n', 'roomsPerDay is "1e5"; allowed: a whole number'],
    ['no number', 'minutesPerRoom: .nan\n', 'minutesPerRoom is ".nan"; allowed: decimal text'],
    ['a map for a list', 'formats: {hls: true}\n', 'formats is {"hls":"true"}; allowed: a list'],
    ['a field of none', 'roomsPerDya: 3\n', 'roomsPerDya is "3"; allowed: one of the fields'],
    ['a list as a key', '? [a]\n: 1\n', 'line 1, column 3: a key that is no text'],
    ['an anchor in itself', 'a: &a [*a]\n', 'an alias within what it names'],
    ['no anchor', 'a: *b\n', 'Unresolved alias'],
    ['depth', '['.repeat(20_000), 'nested too deeply'],
    [
      'a bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${['b', 'c', 'd', 'e', 'f'].map((name, index) => `${name}: &${name} [${Array<string>(9).fill(`*${'abcde'[index]!}`).join(',')}]`).join('\n')}`,
      'more aliases than 100 times',
    ],
    ['bytes', '#'.repeat(1_000_001), 'it has 1000001 bytes; allowed: at most 1000000'],
  ])('takes no file with %s, and says so in a line', async (name, text, expected) => {
    const said = await refused(write(`${name.replaceAll(' ', '-')}.yaml`, text));
    expect(said).toContain(expected);
    expect(said).toContain(`${name.replaceAll(' ', '-')}.yaml`);
    expect(said).not.toMatch(/^ +at /m);
  });

  it('reads no folder and no device', async () => {
    expect(await refused(folder.path)).toContain('cannot be read: it is no file');
    expect(await refused('/dev/zero')).toContain('/dev/zero cannot be read: it is no file');
  });
});
