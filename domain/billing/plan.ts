import { Decimal, printDecimal } from '../money.ts';
import type { RecordingFormat } from '../recording/formats.ts';
import type { When } from './find-rate.ts';
import type { PriceBook } from './price-book.ts';
import type { Quantity } from './quantity.ts';
import type { Scenario } from './scenario.ts';
import type { CostWarning } from './warning.ts';

/** What a scenario uses in a month, before any price. */
export interface Plan {
  readonly quantities: readonly Quantity[];
  readonly warnings: readonly CostWarning[];
}

export interface PlanContext {
  readonly book: PriceBook;
  readonly when: When;
  readonly scenario: Scenario;
}

/** One of the streams that a room records: of an anchor, or the mix of all. */
export interface RecordedStream {
  readonly name: string;
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly bitrateKbps: string;
}

/** Sound of a file that has no picture, where the plan does not say otherwise: the vendor's recommended bit rate. */
const soundKbps = '64';

export function streamsOf(scenario: Scenario): readonly RecordedStream[] {
  const { method, anchorsPerRoom, width, height, bitrateKbps } = scenario;
  const { mixWidth, mixHeight, mixBitrateKbps } = scenario;
  const own = { name: 'anchor', count: anchorsPerRoom, width, height, bitrateKbps };
  const mix = { name: 'mix', count: 1, width: mixWidth, height: mixHeight, bitrateKbps: mixBitrateKbps };
  return [...(method === 'mixed' ? [] : [own]), ...(method === 'each-stream' ? [] : [mix])];
}

export function isSound({ audioOnly }: Scenario, format: RecordingFormat): boolean {
  return audioOnly || format === 'aac';
}

/** Decimal GB of so many minutes: kbps ÷ 8 × seconds, as the vendor's own example reckons. */
export function gbOf(kbps: string, minutes: string): Decimal {
  return new Decimal(kbps).times(minutes).times(60).div(8).div(1_000_000);
}

export function gbOfFile(scenario: Scenario, stream: RecordedStream, format: RecordingFormat): Decimal {
  if (scenario.fileGb !== null) return new Decimal(scenario.fileGb);
  const kbps = isSound(scenario, format) && !scenario.audioOnly ? soundKbps : stream.bitrateKbps;
  return gbOf(kbps, scenario.minutesPerRoom);
}

/** `3 rooms`, `1 room`. */
export function count(number: Decimal | number | string, word: string): string {
  const text = printDecimal(new Decimal(number));
  return `${text} ${word}${text === '1' ? '' : 's'}`;
}
