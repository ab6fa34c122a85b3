import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billPeriod, rateDays } from '../../../domain/billing/bill.ts';
import { dayMs, monthOf } from '../../../domain/billing/calendar.ts';
import type { DayUsage } from '../../../domain/billing/day-usage.ts';
import { charges } from '../../../domain/billing/items.ts';
import { meterDays } from '../../../domain/billing/meter.ts';
import { accountCohorts } from '../../../domain/billing/price-book.ts';
import { readKnobs } from '../../../domain/billing/read-knobs.ts';
import { findBook } from '../../../domain/billing/shelf.ts';
import type { Usage } from '../../../domain/billing/usage.ts';
import { changeRows, changeUsage, noKnobs } from '../../../domain/billing/what-if.ts';
import type { DomainError } from '../../../domain/errors.ts';
import { printDecimal } from '../../../domain/money.ts';
import { recordingFormats } from '../../../domain/recording/formats.ts';
import type { Story } from '../../support/billing-story.ts';
import { happen, june, stories } from '../../support/billing-story.ts';

const book = findBook('tencent-intl-2023-05-17')!;
const period = { fromMs: june, untilMs: monthOf(june + 75 * dayMs).untilMs };
const meter = (usage: Usage): readonly DayUsage[] => meterDays(usage, { period, nowMs: period.untilMs });
const cohorts = fc.constantFrom(...accountCohorts.filter((cohort) => cohort !== 'from-2022-08'));
type Cohort = (typeof accountCohorts)[number];

function subtotals(rows: readonly DayUsage[], cohort: Cohort): readonly string[] {
  const tariff = { book, cohort, useFreeMinutes: false, packages: [] };
  const bill = billPeriod(rateDays(tariff, rows), period);
  return charges.map((charge) => `${charge} ${printDecimal(bill.subtotals[charge])}`);
}

/** That a story changed by knobs costs what another story costs in which it was so from the start. */
function holds(story: Story, otherwise: Partial<Story>, knobs: object, cohort: Cohort): void {
  const read = readKnobs(knobs, 'knobs');
  const changed = changeRows(meter(changeUsage(happen(story), read)), read);
  expect(subtotals(changed, cohort)).toEqual(subtotals(meter(happen({ ...story, ...otherwise })), cohort));
}

describe('a month changed', () => {
  it('is what it was without knobs', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const usage = happen(story);
        expect(changeRows(meter(changeUsage(usage, noKnobs)), noKnobs)).toEqual(meter(usage));
        expect(readKnobs({}, 'knobs')).toEqual(noKnobs);
      }),
      { numRuns: 30 },
    );
  });

  it('costs what it would have cost in other formats', () => {
    const films = fc.subarray([...recordingFormats], { minLength: 1 });
    fc.assert(
      fc.property(
        stories.filter(({ formats }) => formats.some((format) => format !== 'aac')),
        ...([films, cohorts] as const),
        (story, formats, cohort) => {
          holds(story, { formats }, { formats }, cohort);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('costs what it would have cost kept for fewer or more days', () => {
    fc.assert(
      fc.property(stories, fc.integer({ min: 1, max: 40 }), cohorts, (story, keptDays, cohort) => {
        holds(story, { keptDays }, { retentionDays: keptDays }, cohort);
      }),
      { numRuns: 40 },
    );
  });

  it('costs what it would have cost without mixes, but for what was watched', () => {
    fc.assert(
      fc.property(stories, cohorts, (story, cohort) => {
        const both = { ...story, method: 'both' } as const;
        holds(both, { method: 'each-stream' }, { recorded: 'STREAMS' }, cohort);
        holds(both, { method: 'mixed' }, { recorded: 'MIXES' }, cohort);
      }),
      { numRuns: 30 },
    );
  });

  it('costs what it would have cost in other sizes', () => {
    fc.assert(
      fc.property(stories, cohorts, (story, cohort) => {
        const halved = ({ width, height }: Story['size']) => ({ width: width / 2, height: height / 2 });
        const otherwise = { size: halved(story.size), mixSize: halved(story.mixSize) };
        holds(story, otherwise, { sidePercent: '50' }, cohort);
      }),
      { numRuns: 30 },
    );
  });

  it('costs what twice as many rooms would have cost, and a part of a channel counts whole', () => {
    fc.assert(
      fc.property(stories, cohorts, (story, cohort) => {
        holds(story, { rooms: story.rooms * 2 }, { usagePercent: '200' }, cohort);
      }),
      { numRuns: 30 },
    );
    const knobs = { ...noKnobs, usagePercent: '110' };
    const rows = meter(
      happen({ ...fc.sample(stories, { seed: 1, numRuns: 1 })[0]!, rooms: 1, formats: ['hls'] }),
    );
    const channels = changeRows(rows, knobs).filter(({ use }) => use.kind === 'channels');
    expect(
      channels.every(
        ({ quantity }, index) =>
          quantity > rows.filter(({ use }) => use.kind === 'channels')[index]!.quantity,
      ),
    ).toBe(true);
  });

  it.each<readonly [object, readonly string[]]>([
    // 3000 GB at 0.0699; half of it does not reach that tier and costs 0.0748; outside of Asia 3000 GB are 0.0634 each.
    [{}, ['ap1', '209.7']],
    [{ bitratePercent: '50' }, ['ap1', '112.2']],
    [{ usagePercent: '200' }, ['ap1', '419.4']],
    [{ bitratePercent: '50', usagePercent: '200' }, ['ap1', '209.7']],
    [{ playbackRegion: 'EUROPE' }, ['europe', '190.2']],
    [{ formats: ['HLS'], recorded: 'STREAMS', sidePercent: '50', retentionDays: 1 }, ['ap1', '209.7']],
    [{ usagePercent: '0' }, []],
  ])('changes what live viewers take as what is played: %j', (given, expected) => {
    const slot = { slotStartMs: june, bytes: 3e12, fileId: null, recordingId: null, isLive: true } as const;
    const usage: Usage = { channels: [], tasks: [], mixes: [], files: [], playback: [slot] };
    const knobs = readKnobs(given, 'knobs');
    const rows = changeRows(meter(changeUsage(usage, knobs)), knobs);
    const { fees } = rateDays({ book, cohort: 'from-2020-07', useFreeMinutes: false, packages: [] }, rows);
    expect(fees.flatMap(({ line }) => [line.region, printDecimal(line.amount)])).toEqual(expected);
    expect(fees.every(({ line }) => line.item === 'traffic.relay')).toBe(true);
  });

  it('costs what it would have cost with files and live streams of half the bit rate', () => {
    const isLive = { fileId: null, recordingId: null, isLive: true } as const;
    const watchedLive = (usage: Usage): Usage => ({
      ...usage,
      playback: usage.playback.flatMap((slot) => [slot, { ...slot, ...isLive }]),
    });
    const halved = <T extends { readonly bytes: number }>(one: T): T => ({ ...one, bytes: one.bytes / 2 });
    fc.assert(
      fc.property(stories, cohorts, (story, cohort) => {
        const usage = watchedLive(happen(story));
        const knobs = readKnobs({ bitratePercent: '50' }, 'knobs');
        const changed = changeRows(meter(changeUsage(usage, knobs)), knobs);
        const lighter = { files: usage.files.map(halved), playback: usage.playback.map(halved) };
        expect(subtotals(changed, cohort)).toEqual(subtotals(meter({ ...usage, ...lighter }), cohort));
      }),
      { numRuns: 30 },
    );
  });

  it('has every bad knob told at once', () => {
    const bad = { usagePercent: '-1', formats: [], retentionDays: 4000, recorded: 'all', colour: 'red' };
    const faults = (() => {
      try {
        readKnobs(bad, 'input.knobs');
      } catch (error) {
        return (error as DomainError).faults.map(({ field }) => field);
      }
      return [];
    })();
    expect(faults.toSorted()).toEqual(
      ['colour', 'formats', 'recorded', 'retentionDays', 'usagePercent'].map((name) => `input.knobs.${name}`),
    );
  });
});
