import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerEstimate, defaultBeside } from '../../../domain/billing/estimate-answer.ts';
import type { Estimate } from '../../../domain/billing/estimate.ts';
import { estimateCost } from '../../../domain/billing/estimate.ts';
import type { Charge } from '../../../domain/billing/items.ts';
import { presetNames } from '../../../domain/billing/presets.ts';
import { accountCohorts } from '../../../domain/billing/price-book.ts';
import { readScenario } from '../../../domain/billing/read-scenario.ts';
import { findBook, priceBooks } from '../../../domain/billing/shelf.ts';
import { Decimal, printDecimal } from '../../../domain/money.ts';

const seed = 'seed-2022';
const of2023 = 'tencent-intl-2023-05-17';
const of2025 = 'tencent-intl-2025-10-23';

function estimate(bookId: string, scenario: object): Estimate {
  return estimateCost(findBook(bookId)!, readScenario(scenario, { today: '2026-11-27' }).scenario);
}

const total = (bookId: string, scenario: object): string => printDecimal(estimate(bookId, scenario).total);
const subtotal = (bookId: string, scenario: object, charge: Charge): string =>
  printDecimal(estimate(bookId, scenario).subtotals[charge]);
const uses = (item: string, ...rows: readonly object[]) => ({
  measures: rows.map((row) => ({ item, ...row })),
});

// https://www.tencentcloud.com/document/product/647/35426 (2022-07-07)
describe('the four examples of the vendor’s page on recording and playback', () => {
  const oneHour = { daysPerMonth: 1, retentionDays: 1 };
  it('500 channels at one time × 5.2941 = 2647.05', () => {
    expect(subtotal(seed, { roomsPerDay: 1000, roomsAtOnce: 500 }, 'RECORDING')).toBe('2647.05');
  });
  it('two formats double recording and storage, three triple them', () => {
    const of = (formats: readonly string[], charge: Charge): string =>
      subtotal(seed, { ...oneHour, roomsPerDay: 500, formats }, charge);
    expect(of(['hls', 'mp4'], 'RECORDING')).toBe('5294.1');
    expect(of(['hls', 'mp4', 'flv'], 'RECORDING')).toBe('7941.15');
    expect([
      of(['hls'], 'STORAGE'),
      of(['hls', 'mp4'], 'STORAGE'),
      of(['hls', 'mp4', 'flv'], 'STORAGE'),
    ]).toEqual([...['0.2025', '0.405', '0.6075']]);
  });
  it('720p mixed for an hour: 0.0057 × 60 = 0.342', () => {
    const plan = { ...oneHour, anchorsPerRoom: 2, method: 'mixed', bitrateKbps: '1500' };
    expect(subtotal(seed, plan, 'TRANSCODING')).toBe('0.342');
  });
  it('an hour at 1000 kbps is 0.45 GB, and × 0.0009 = 0.000405 a day', () => {
    expect(subtotal(seed, oneHour, 'STORAGE')).toBe('0.000405');
    expect(estimate(seed, oneHour).lines.find(({ charge }) => charge === 'STORAGE')!.origin).toContain(
      '0.45 GB a room',
    );
  });
  it('1 GB to 1000 viewers: 1000 × 0.0794 = 79.4, and under the dated books what their tables say', () => {
    const plan = { ...oneHour, fileGb: '1', viewersPerRoom: '1000' };
    expect(subtotal(seed, plan, 'PLAYBACK')).toBe('79.4');
    const in_ = (region: string) => ({ ...plan, playbackRegions: [{ region, percent: '100' }] });
    expect(subtotal(of2023, in_('ap1'), 'PLAYBACK')).toBe('69.9');
    expect(subtotal(of2023, in_('mainland'), 'PLAYBACK')).toBe('38');
    expect(subtotal(of2023, in_('europe'), 'PLAYBACK')).toBe('63.4');
    expect(subtotal(of2023, { ...in_('ap1'), playbackDaysPerMonth: 30 }, 'PLAYBACK')).toBe('74.8');
  });
  it('answers the same for every cohort, since that page knows one', () => {
    const totals = accountCohorts.map((cohort) => total(seed, { cohort, preset: 'remote-class' }));
    expect(new Set(totals).size).toBe(1);
  });
});

describe('the worked examples of the vendor’s price pages', () => {
  const june = { at: '2026-06-10' };
  it.each([
    // https://www.tencentcloud.com/document/product/267/39605 (2023-02-14)
    [
      '12 channels on 6 of 30 days',
      { ...june, ...uses('recording.css-channel', { quantity: '12', days: 6 }) },
      '12.70584',
    ],
    [
      '10 channels on 18 of 30 days',
      { ...june, ...uses('recording.css-channel', { quantity: '10', days: 18 }) },
      '31.7646',
    ],
    [
      '10 streams in 2 formats on a third',
      { ...june, ...uses('recording.css-channel', { quantity: '20', days: 10 }) },
      '35.294',
    ],
    // https://www.tencentcloud.com/document/product/267/39604 (2022-09-06)
    [
      '60 min of 720p and 30 min of 480p',
      uses(
        'transcoding.css',
        { class: '720p', codec: 'h264', quantity: '60' },
        { class: '480p', codec: 'h264', quantity: '30' },
      ),
      '0.426',
    ],
    // https://www.tencentcloud.com/document/product/266/14666 (2023-03-16)
    [
      '100 GB standard in the mainland and 50 GB infrequent in Mumbai',
      uses(
        'storage.vod',
        { class: 'standard', region: 'mainland', quantity: '100' },
        { class: 'infrequent', region: 'outside', quantity: '50' },
      ),
      '0.09',
    ],
    [
      '50 GB for a year',
      uses('storage.vod', { class: 'standard', region: 'outside', quantity: '50', days: 365 }),
      '16.425',
    ],
    [
      '550 GB in the mainland on one day',
      uses('traffic.vod', { region: 'mainland', quantity: '550' }),
      '20.9',
    ],
    // https://www.tencentcloud.com/document/product/647/38385 (2021-09-13)
    [
      'audio, 640×360 and 1280×720 as files of 10 min',
      {
        cohort: 'from-2020-07',
        ...uses(
          'recording.trtc-file',
          ...['audio', 'SD', 'HD'].map((size) => ({ class: size, quantity: '10' })),
        ),
      },
      '0.03479',
    ],
    [
      'the same mixed into one file',
      { cohort: 'from-2020-07', ...uses('recording.trtc-file', { class: 'HD', quantity: '10' }) },
      '0.0199',
    ],
    // https://www.tencentcloud.com/document/product/647/47631 (2022-06-14)
    ['two anchors’ sound mixed for 30 min', uses('mix.input', { class: 'audio', quantity: '30' }), '0.0597'],
    [
      'two mixes of 2K input for 10 min',
      uses('mix.input', { class: '2K', codec: 'h264', quantity: '10', usesPerDay: '2' }),
      '0.5198',
    ],
    [
      '5 Mbps to another network at the peak',
      uses('relay.third-party-bandwidth', { quantity: '5' }),
      '94.95',
    ],
    // https://www.tencentcloud.com/document/product/647/45176 (2022-02-22)
    [
      '250 min audio, 59 min HD, 30 min FHD, 9 min 2K+',
      uses(
        'recording.task',
        { class: 'audio', quantity: '250' },
        { class: 'HD', quantity: '59' },
        { class: 'FHD', quantity: '30' },
        { class: '4K', quantity: '9' },
      ),
      '1.61652',
    ],
  ])('%s: %s', (_what, scenario, expected) => {
    expect(total(of2025, scenario)).toBe(expected);
    expect(total(of2023, scenario)).toBe(expected);
  });
  // …/云直播/购买指南/标准直播计费/后付费说明_intl_en.md (2021-03-05)
  it('1 TB through the relay in 2021: 75.9', () => {
    expect(
      total(of2023, { at: '2021-06-10', ...uses('traffic.relay', { region: 'ap1', quantity: '1000' }) }),
    ).toBe('75.9');
  });
  // https://www.tencentcloud.com/document/product/647/38929 (2022-05-30): by the table, not by the example beside it
  it('mixing by output holds to the end of May 2022, by input from June on', () => {
    const output = uses(
      'mix.output',
      { class: 'FHD', quantity: '100' },
      { class: 'SD', quantity: '100' },
      { class: 'audio', quantity: '100' },
    );
    expect(total(of2023, { at: '2022-05-31', ...output })).toBe(
      printDecimal(new Decimal('0.899').plus('0.2296').plus('0.0799')),
    );
    expect(estimate(of2023, { at: '2022-06-01', ...output }).complete).toBe(false);
    const plan = { cohort: 'from-2020-07', method: 'mixed', anchorsPerRoom: 2, daysPerMonth: 1 };
    expect(subtotal(of2023, { ...plan, at: '2022-05-31' }, 'TRANSCODING')).toBe('0.27858');
    expect(subtotal(of2023, { ...plan, at: '2022-06-01' }, 'TRANSCODING')).toBe('0.8394');
  });
});

describe('rules that change with the book or the day', () => {
  it('put exactly 500 GB into the next tier since 2023-03-16, into the one before until then', () => {
    const traffic = uses('traffic.vod', { region: 'mainland', quantity: '500' });
    expect(total(of2023, { at: '2023-03-15', ...traffic })).toBe('19.5');
    expect(total(of2023, { at: '2023-03-16', ...traffic })).toBe('19');
  });
  it('round task minutes per month on the pages of 2022, per day on those of 2025', () => {
    const plan = { at: '2026-06-10', cohort: 'from-2022-08', minutesPerRoom: '1.1' };
    const minutes = (book: string): string =>
      printDecimal(estimate(book, plan).lines.find(({ item }) => item === 'recording.task')!.quantity);
    expect([minutes(of2023), minutes(of2025)]).toEqual(['33', '60']);
  });
  it('charge a lone anchor’s mix on the pages of 2025 only', () => {
    const plan = { cohort: 'from-2020-07', method: 'mixed', daysPerMonth: 1 };
    expect([subtotal(of2023, plan, 'TRANSCODING'), subtotal(of2025, plan, 'TRANSCODING')]).toEqual([
      '0',
      '0.3594',
    ]);
  });
  it('count a February of 28 and of 29 days', () => {
    const plan = uses('recording.css-channel', { quantity: '28', days: 7 });
    expect(total(of2025, { at: '2026-02-28', ...plan })).toBe('37.0587');
    expect(total(of2025, { at: '2028-02-29', ...plan })).toBe('35.7808137931');
  });
  it('count the recorder’s own call minutes for applications since 2022-08 alone', () => {
    const robots = accountCohorts.map(
      (cohort) => estimate(of2025, { cohort }).lines.filter(({ item }) => item === 'call.minutes').length,
    );
    expect(robots).toEqual([0, 0, 1]);
  });
  it('charge the colder classes for their least time', () => {
    const plan = { daysPerMonth: 1, retentionDays: 7, storageClass: 'archive' };
    const { lines, warnings } = estimate(of2025, plan);
    expect(printDecimal(lines.find(({ item }) => item === 'storage.vod')!.quantity)).toBe('40.5');
    expect(warnings.map(({ code }) => code)).toEqual(['MINIMUM_DAYS']);
  });
});

describe('the month of an estimate', () => {
  const monthAt = (now: string): string =>
    answerEstimate({
      ...{ scenario: {}, bookId: null, besideIds: defaultBeside, books: priceBooks },
      nowMs: Date.parse(now),
    }).estimate.month;
  it('is February until 15:59:59Z of its last day and March from 16:00:00Z on', () => {
    expect(monthAt('2026-02-28T15:59:59Z')).toBe('2026-02');
    expect(monthAt('2026-02-28T16:00:00Z')).toBe('2026-03');
    expect(monthAt('2026-12-31T16:00:00Z')).toBe('2027-01');
  });
  it('is priced by the book of the newest pages, its age told, with that of the page beside it', () => {
    const answer = answerEstimate({
      ...{ scenario: { roomsPerDay: 500 }, bookId: null, besideIds: defaultBeside, books: priceBooks },
      nowMs: Date.parse('2025-10-24T00:00:00+08:00'),
    });
    expect([answer.book.id, answer.bookAgeDays]).toEqual([of2025, 1]);
    const [beside] = answer.beside;
    expect(beside!.book.id).toBe(seed);
    expect(beside!.difference.equals(beside!.estimate.total.minus(answer.estimate.total))).toBe(true);
  });
  it('is shown in another currency by the rate that was given', () => {
    const exchange = { currency: 'KRW', perUsd: '1400.5', asOf: '2026-11-26', source: 'a bank' };
    const { estimate: priced, exchanged } = answerEstimate({
      ...{ scenario: { exchange }, bookId: null, besideIds: [], books: priceBooks, nowMs: Date.now() },
    });
    expect(exchanged!.equals(priced.total.times('1400.5'))).toBe(true);
  });
});

describe('a price that nobody knows', () => {
  it('is left out, said, and makes the estimate incomplete', () => {
    const plan = { ownServerDownloads: 1, daysPerMonth: 1 };
    const { complete, warnings, lines } = estimate(of2025, plan);
    expect(complete).toBe(false);
    expect(warnings).toEqual([expect.objectContaining({ code: 'NO_RATE' })]);
    expect(lines.some(({ item }) => item === 'download.own-server')).toBe(false);
  });
  it('is that of fetching from the infrequent class, and of a day before every page', () => {
    const cold = { storageClass: 'infrequent', viewersPerRoom: '1' };
    expect(estimate(of2025, cold).complete).toBe(false);
    expect(estimate(of2025, { at: '2018-01-01' }).complete).toBe(false);
  });
});

describe('free minutes and packages', () => {
  it('take free minutes off calls first, then off recording', () => {
    const plan = { at: '2026-06-10', cohort: 'from-2022-08', useFreeMinutes: true, roomsPerDay: 4 };
    // 4 × 60 × 30 = 7200 min of the recorder's call and as many of the task.
    const { lines } = estimate(of2025, plan);
    const left = (item: string) =>
      lines.filter((line) => line.item === item).map(({ quantity }) => printDecimal(quantity));
    expect(left('call.minutes')).toEqual([]);
    expect(Decimal.sum(0, ...left('recording.task')).toFixed()).toBe('4400');
  });
  it('draw traffic packages at their ratios, the mainland first, and count their price', () => {
    const traffic = uses(
      'traffic.vod',
      { region: 'ap1', quantity: '10' },
      { region: 'mainland', quantity: '4' },
    );
    // 10 GB: 4 for the mainland, 6 ÷ 1.8 = 3.33 of the 10 outside.
    const { lines, total: sum } = estimate(of2025, { ...traffic, packages: ['vod-traffic-10gb'] });
    expect(lines.map(({ item, quantity }) => [item, quantity.toFixed(4)])).toEqual([
      ['traffic.vod', '6.6667'],
      ['package', '1.0000'],
    ]);
    expect(sum.toFixed(6)).toBe('0.768667');
  });
  it('refuse a package that no page sells', () => {
    expect(() => estimate(of2025, { packages: ['vod-traffic-11gb'] })).toThrow(
      'packages[0] is "vod-traffic-11gb"',
    );
  });
});

describe('a scenario', () => {
  it('refuses every bad field at once, each with what came and what is allowed', () => {
    const bad = {
      ...{
        roomsPerDay: -1,
        viewersPerRoom: 'NaN',
        minutesPerRoom: '1e999',
        formats: ['avi'],
        at: '2026-13-01',
      },
      ...{
        playbackRegions: [{ region: 'moon', percent: '50' }],
        width: 1e300,
        colour: 'red',
        anchorsPerRoom: 1.5,
      },
    };
    try {
      readScenario(bad, { today: '2026-11-27', path: 'input' });
      expect.unreachable();
    } catch (error) {
      const { faults } = error as { faults: readonly { field: string; got: string; allowed: string }[] };
      expect(faults.map(({ field }) => field).toSorted()).toEqual([
        ...['input.anchorsPerRoom', 'input.at', 'input.colour', 'input.formats[0]', 'input.minutesPerRoom'],
        ...['input.playbackRegions', 'input.playbackRegions[0].region', 'input.roomsPerDay'],
        ...['input.viewersPerRoom', 'input.width'],
      ]);
      expect(faults.every(({ got, allowed }) => got !== '' && allowed !== '')).toBe(true);
    }
  });
  it.each(presetNames)('has the preset %s, complete for every cohort', (preset) => {
    for (const cohort of accountCohorts) {
      const answer = estimate(of2025, { preset, cohort });
      expect(answer.complete).toBe(true);
      expect(answer.total.greaterThan(0)).toBe(true);
    }
  });
  it('grows by whole rooms, month by month, on the days that each has', () => {
    const plan = { at: '2026-01-15', roomsPerDay: 10, growthPercentPerMonth: '10', months: 3 };
    const { months } = estimate(of2025, plan);
    expect(months.map(({ month }) => month)).toEqual(['2026-01', '2026-02', '2026-03']);
    expect(months.map(({ subtotals }) => printDecimal(subtotals.RECORDING))).toEqual([
      '52.941',
      '58.2351',
      '68.8233',
    ]);
  });
  it('says where a little more would cost less', () => {
    const traffic = uses('traffic.vod', { region: 'europe', quantity: '49000' });
    expect(estimate(of2025, traffic).warnings).toEqual([expect.objectContaining({ code: 'TIER_EDGE' })]);
  });
});

describe('every estimate', () => {
  const scenarios = fc.record({
    preset: fc.constantFrom(...presetNames),
    cohort: fc.constantFrom(...accountCohorts),
    roomsPerDay: fc.integer({ min: 0, max: 500 }),
    formats: fc.subarray(['hls', 'mp4', 'flv', 'aac'], { minLength: 1 }),
    viewersPerRoom: fc.integer({ min: 0, max: 3000 }).map(String),
    minutesPerRoom: fc.integer({ min: 1, max: 30_000 }).map((tenths) => (tenths / 100).toFixed(2)),
    daysPerMonth: fc.integer({ min: 1, max: 30 }),
    storageClass: fc.constantFrom('standard', 'infrequent', 'archive'),
  });
  const books = fc.constantFrom(...priceBooks.map(({ id }) => id));

  it('is the sum of its lines and of its subtotals, to the last digit', () => {
    fc.assert(
      fc.property(scenarios, books, (scenario, book) => {
        const { lines, subtotals, total: sum } = estimate(book, scenario);
        expect(Decimal.sum(0, ...lines.map(({ amount }) => amount)).equals(sum)).toBe(true);
        expect(Decimal.sum(0, ...Object.values(subtotals)).equals(sum)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('never falls with more use, but where a volume tier begins', () => {
    const regions = fc.constantFrom('mainland', 'ap1', 'europe', 'africa');
    const gb = fc.integer({ min: 1, max: 150_000 });
    fc.assert(
      fc.property(
        fc.constantFrom('traffic.vod', 'traffic.relay', 'traffic.cdn'),
        regions,
        gb,
        gb,
        (item, region, one, two) => {
          const [less, more] = [Math.min(one, two), Math.max(one, two)];
          const of = (quantity: number) =>
            estimate(of2025, uses(item, { region, quantity: String(quantity) }));
          const falls = of(more).total.lessThan(of(less).total);
          const bounds = [500, 2000, 10_000, 50_000, 100_000];
          if (item === 'traffic.cdn' || !bounds.some((bound) => less < bound && bound <= more))
            expect(falls).toBe(false);
          if (falls) expect(of(less).warnings.map(({ code }) => code)).toContain('TIER_EDGE');
        },
      ),
      { numRuns: 200 },
    );
  });

  it('does not change with the order of what is used', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 6 }),
        (quantities) => {
          const of = (some: readonly number[]): string =>
            total(of2025, {
              ...uses(
                'call.minutes',
                ...some.map((quantity) => ({ class: 'HD', quantity: String(quantity * 50) })),
              ),
              useFreeMinutes: true,
            });
          expect(of(quantities.toReversed())).toBe(of(quantities));
        },
      ),
      { numRuns: 50 },
    );
  });
});
