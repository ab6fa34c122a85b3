import { Decimal } from '../../money.ts';
import type { ApplicationKind } from '../../application/kind.ts';
import type { DayUsage } from '../day-usage.ts';
import { areaOf } from '../sizes.ts';
import type { Stated } from './compare.ts';
import type { Measure, SizeClass } from './measures.ts';
import { measures } from './measures.ts';

/** One application's rows of the ledger. */
export interface ApplicationDays {
  readonly kind: ApplicationKind;
  readonly rows: readonly DayUsage[];
}

/** What the provider, or the ledger, counted of a measure on a day. */
export interface MeasuredDay {
  readonly day: string;
  readonly measure: Measure;
  readonly class: string | null;
  readonly quantity: Decimal;
}

export function stateMeasured({ day, measure, class: size, quantity }: MeasuredDay): Stated {
  const { charge, unit } = measures[measure];
  return { period: day, charge, of: size === null ? measure : `${measure}/${size}`, unit, quantity };
}

type Bounds = readonly (readonly [name: SizeClass, maxArea: number])[];

/** As the vendor's usage calls class pictures by their areas; the pages on recordings write sides: uncertain. */
const fileBounds: Bounds = [
  ['SD', 307_200],
  ['HD', 921_600],
  ['FHD', Infinity],
];
const mixBounds: Bounds = [
  ['SD', 307_200],
  ['HD', 921_600],
  ['FHD', 2_073_600],
  ['2K', 3_686_400],
  ['4K', Infinity],
];
/** What users receive has no smallest class any more. */
const callBounds: Bounds = mixBounds.slice(1);

function classOf(area: number | null, bounds: Bounds): SizeClass {
  return area === null ? 'audio' : bounds.find(([, most]) => area <= most)![0];
}

const inUnit = (quantity: bigint, per: number): Decimal => new Decimal(quantity.toString()).div(per);

/** Our side of one row; null for what no usage call counts, or counts elsewhere. */
function measured({ day, use, quantity }: DayUsage, kind: ApplicationKind): MeasuredDay | null {
  const of = (measure: Measure, size: string | null, per: number): MeasuredDay => ({
    ...{ day, measure, class: size, quantity: inUnit(quantity, per) },
  });
  switch (use.kind) {
    case 'files':
      return kind === 'legacy'
        ? of('recorded', classOf(use.picture && areaOf(use.picture), fileBounds), 1000)
        : null;
    case 'robots':
      return kind === 'task' ? of('calls', classOf(use.area, callBounds), 60_000) : null;
    case 'mix-output':
      return of('mixed', classOf(use.picture && areaOf(use.picture), mixBounds), 60_000);
    case 'storage':
      return of('stored', null, 1);
    case 'playback':
      return of('played', null, 1);
    default:
      return null;
  }
}

/** Channels of the whole account: those of all applications in the same five minutes. */
function channelsOf(applications: readonly ApplicationDays[]): readonly MeasuredDay[] {
  const rows = applications
    .filter(({ kind }) => kind === 'legacy')
    .flatMap((application) => application.rows.filter(({ use }) => use.kind === 'channels'));
  return [...Map.groupBy(rows, ({ day }) => day)].map(([day, own]) => {
    const slots = own[0]!.samples.map((_, slot) =>
      own.reduce((sum, row) => sum + (row.samples[slot] ?? 0), 0),
    );
    const quantity = new Decimal(slots.reduce((most, sample) => Math.max(most, sample), 0));
    return { day, measure: 'channels', class: null, quantity };
  });
}

/**
 * What the ledgers of all applications say of each measure: of stored bytes the sum of each application's highest, which may be
 * more than the highest of them together.
 */
export function measuredDays(applications: readonly ApplicationDays[]): readonly MeasuredDay[] {
  return [
    ...channelsOf(applications),
    ...applications.flatMap(({ kind, rows }) =>
      rows.map((row) => measured(row, kind)).filter((row) => row !== null),
    ),
  ];
}
