import type { FieldFault } from '../errors.ts';
import { refuseFaults } from '../errors.ts';
import { Decimal, printDecimal } from '../money.ts';
import type { Bill } from './bill.ts';
import { billOf } from './bill.ts';
import type { CostLine } from './fee.ts';
import { playbackTier } from './playback-fees.ts';
import type { Cohort, PriceBook } from './price-book.ts';
import { transcodingClass } from './transcoding-fees.ts';

/** A plan in whole measures; what is left out is 0. Numbers are decimal text. */
export interface Scenario {
  /** Streams recorded at one time, at most, in the month. */
  readonly peakStreams: string;
  readonly formats: number;
  /** Minutes of all files in the month, of streams recorded (before formats). */
  readonly recordedMinutes: string;
  readonly width: number;
  readonly height: number;
  readonly mixedMinutes: string;
  readonly storedGb: string;
  readonly storedDays: string;
  /** Played on one day: the tier is a day's. */
  readonly playedGb: string;
}

const nothing: Scenario = {
  ...{ peakStreams: '0', formats: 1, recordedMinutes: '0', width: 1280, height: 720 },
  ...{ mixedMinutes: '0', storedGb: '0', storedDays: '1', playedGb: '0' },
};

function checked(scenario: Scenario): Scenario {
  const faults: FieldFault[] = [];
  for (const [field, value] of Object.entries(scenario) as [keyof Scenario, string | number][]) {
    const number =
      typeof value === 'number' ? value : Number(/^\d{1,15}(\.\d{1,15})?$/.test(value) ? value : Number.NaN);
    if (!Number.isFinite(number) || number < 0 || number > 1e12)
      faults.push({ field, got: String(value), allowed: 'a number from 0 to 10^12' });
  }
  if (!Number.isInteger(scenario.formats) || scenario.formats < 1 || scenario.formats > 4)
    faults.push({ field: 'formats', got: String(scenario.formats), allowed: '1 to 4' });
  refuseFaults(faults);
  return scenario;
}

function recordingLine(book: PriceBook, cohort: Cohort, scenario: Scenario): CostLine {
  const price = book.recording[cohort];
  if (price.kind === 'peak-channels') {
    const quantity = new Decimal(scenario.peakStreams).times(scenario.formats);
    const unitPrice = new Decimal(price.perChannelMonth);
    return {
      ...{
        charge: 'RECORDING',
        description: 'Recording channels at one time, a whole month',
        unit: 'channel-month',
      },
      ...{ quantity, unitPrice, amount: quantity.times(unitPrice), source: price.source },
      why: `${scenario.peakStreams} streams × ${scenario.formats} formats × ${printDecimal(unitPrice)}`,
    };
  }
  const size = price.classes.find(
    ({ maxPixels }) => maxPixels === null || scenario.width * scenario.height <= maxPixels,
  )!;
  const quantity = new Decimal(scenario.recordedMinutes).times(scenario.formats).ceil();
  const unitPrice = new Decimal(size.price).div(1000);
  return {
    ...{ charge: 'RECORDING', description: `Recorded files, ${size.name}`, unit: 'minute' },
    ...{ quantity, unitPrice, amount: quantity.times(unitPrice), source: price.source },
    why: `${scenario.recordedMinutes} min × ${scenario.formats} formats × ${printDecimal(unitPrice)}`,
  };
}

/** What a plan would cost under a book. Throws BAD_INPUT with every fault. */
export function estimateCost(book: PriceBook, cohort: Cohort, plan: Partial<Scenario>): Bill {
  const scenario = checked({ ...nothing, ...plan });
  const mixing = transcodingClass(book.transcoding, scenario.width, scenario.height);
  const mixed = new Decimal(scenario.mixedMinutes).ceil();
  const stored = new Decimal(scenario.storedGb).times(scenario.storedDays);
  const played = new Decimal(scenario.playedGb);
  const tier = playbackTier(book.playback, played);
  const line = (
    charge: CostLine['charge'],
    description: string,
    unit: string,
    quantity: Decimal,
    price: string,
    source: string,
  ): CostLine => {
    const unitPrice = new Decimal(price);
    const amount = quantity.times(unitPrice);
    const why = `${printDecimal(quantity)} ${unit} × ${printDecimal(unitPrice)}`;
    return { charge, description, unit, quantity, unitPrice, amount, why, source };
  };
  const lines = [
    recordingLine(book, cohort, scenario),
    line(
      'TRANSCODING',
      `Mixing, H.264, ${mixing.name}`,
      'minute',
      mixed,
      mixing.price,
      book.transcoding.source,
    ),
    line(
      'STORAGE',
      `Storage, ${book.storage.where}`,
      'GB-day',
      stored,
      book.storage.perGbDay,
      book.storage.source,
    ),
    line(
      'PLAYBACK',
      `Traffic of one day, ${book.playback.where}`,
      'GB',
      played,
      tier.perGb,
      book.playback.source,
    ),
  ];
  return billOf(lines.filter(({ quantity }) => !quantity.isZero()));
}
