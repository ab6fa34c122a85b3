import type { Decimal } from '../money.ts';
import type { RecordingFormat } from '../recording/formats.ts';
import type { Estimate } from './estimate.ts';
import { estimateCost } from './estimate.ts';
import type { PriceBook } from './price-book.ts';
import type { Scenario } from './scenario.ts';

export const hintKinds = [
  ...(['ONE_FORMAT_LESS', 'FEWER_FORMATS', 'SHORTER_RETENTION', 'COLDER_STORAGE'] as const),
  'RECORD_MIXES_ONLY',
  ...([
    'RECORD_STREAMS_ONLY',
    'LOWER_BITRATE',
    'SMALLER_PICTURES',
    'PREPAID_PACKAGE',
    'NEWER_APPLICATION',
  ] as const),
] as const;

/** What could be otherwise, and what that is worth. */
export interface CostHint<Change = Partial<Scenario>> {
  readonly kind: (typeof hintKinds)[number];
  /** In a sentence: `Keep files 30 days instead of 90.` */
  readonly message: string;
  /** Always above zero. */
  readonly saving: Decimal;
  readonly total: Decimal;
  /** False where something that is used then has no price: the saving is that much too high. */
  readonly complete: boolean;
  readonly caveat: string;
  /** The fields of the scenario, or the knobs of the month, that change. */
  readonly change: Change;
}

export type Idea<Change = Partial<Scenario>> = Pick<
  CostHint<Change>,
  'kind' | 'message' | 'caveat' | 'change'
>;

/** Ideas with what each would cost: those that save anything, the greatest saving first. */
export function weighIdeas<Change>(
  was: Decimal,
  tried: readonly (readonly [idea: Idea<Change>, then: Pick<Estimate, 'total' | 'complete'>])[],
): readonly CostHint<Change>[] {
  return tried
    .map(([{ kind, message, caveat, change }, { total, complete }]): CostHint<Change> => ({
      ...{ kind, message, caveat, change },
      ...{ total, saving: was.minus(total), complete },
    }))
    .filter(({ saving }) => saving.greaterThan(0))
    .toSorted((first, second) => second.saving.comparedTo(first.saving));
}

/** Cheaper configurations of a plan's first month, the greatest saving first. Each is estimated as a plan of its own. */
export function hintsOf(book: PriceBook, scenario: Scenario): readonly CostHint[] {
  const one = { ...scenario, months: 1 };
  const tried = ideasOf(book, one).map(
    (idea) => [idea, estimateCost(book, { ...one, ...idea.change })] as const,
  );
  return weighIdeas(estimateCost(book, one).total, tried);
}

function ideasOf(book: PriceBook, scenario: Scenario): readonly Idea[] {
  return [
    ...fewerFormats(scenario),
    ...shorterRetention(scenario),
    ...colderStorage(scenario),
    ...otherMethods(scenario),
    ...smaller(scenario),
    ...packagesOf(book, scenario),
    ...newerApplication(scenario),
  ];
}

const plays: Readonly<Record<RecordingFormat, string>> = {
  hls: 'Players of web pages and phones want HLS or MP4.',
  mp4: 'Without MP4 there is no single file to download.',
  flv: 'Browsers play FLV by a library alone.',
  aac: 'Without AAC there is no file of sound alone.',
};

function fewerFormats({ formats }: Scenario): readonly Idea[] {
  if (formats.length < 2) return [];
  return formats.map((format) => ({
    ...{ kind: 'ONE_FORMAT_LESS', message: `Record no ${format.toUpperCase()}.`, caveat: plays[format] },
    change: { formats: formats.filter((other) => other !== format) },
  }));
}

const terms = [7, 30, 90, 180, 365];

function shorterRetention({ retentionDays }: Scenario): readonly Idea[] {
  const days = terms.findLast((term) => retentionDays === 0 || term < retentionDays);
  if (days === undefined) return [];
  const was = retentionDays === 0 ? 'for ever' : `${String(retentionDays)} days`;
  return [
    {
      ...{ kind: 'SHORTER_RETENTION', message: `Keep files ${String(days)} days instead of ${was}.` },
      ...{ caveat: 'What the law or a contract asks for goes before it.', change: { retentionDays: days } },
    },
  ];
}

/** The least days for which each class charges are in the estimate. */
function colderStorage({ storageClass, viewersPerRoom }: Scenario): readonly Idea[] {
  const watched =
    viewersPerRoom === '0'
      ? ''
      : ' It is watched: what fetching costs is counted where it has a price, and else left out.';
  const colder = ['infrequent', 'archive', 'deep-archive'] as const;
  return colder.slice(colder.findIndex((name) => name === storageClass) + 1).map((name): Idea => ({
    ...{
      kind: 'COLDER_STORAGE',
      message: `Keep files in the class ${name}.`,
      change: { storageClass: name },
    },
    caveat: `${name === 'infrequent' ? 'Reading costs more.' : 'Files are fetched out before they play, which takes minutes to hours.'}${watched}`,
  }));
}

function otherMethods({ method, anchorsPerRoom }: Scenario): readonly Idea[] {
  const all: readonly Idea[] = [
    {
      ...{ kind: 'RECORD_MIXES_ONLY', message: 'Record one mix of a room, and its streams no more.' },
      ...{ caveat: 'Who said what can then be told from the mix alone.', change: { method: 'mixed' } },
    },
    {
      ...{ kind: 'RECORD_STREAMS_ONLY', message: 'Record each stream, and mix no more.' },
      ...{ caveat: 'There is then no one film of a room.', change: { method: 'each-stream' } },
    },
  ];
  return all.filter(
    ({ change }) => change.method !== method && (anchorsPerRoom > 1 || change.method === 'each-stream'),
  );
}

const kbpsSteps = ['2000', '1500', '1000', '800', '600', '400'];
const sizeSteps = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 720 },
  { width: 640, height: 480 },
  { width: 640, height: 360 },
];

function smaller({
  audioOnly,
  bitrateKbps,
  mixBitrateKbps,
  fileGb,
  width,
  height,
  ...mix
}: Scenario): readonly Idea[] {
  if (audioOnly) return [];
  const below = (kbps: string): string => kbpsSteps.find((step) => Number(step) < Number(kbps)) ?? kbps;
  const size = sizeSteps.find((step) => step.width * step.height < width * height);
  const fits = (one: number, most: number | undefined): number => Math.min(one, most ?? one);
  return [
    ...(fileGb === null
      ? [
          {
            ...{
              kind: 'LOWER_BITRATE' as const,
              message: `Send ${below(bitrateKbps)} kbps instead of ${bitrateKbps}.`,
            },
            ...{ caveat: 'Pictures are coarser; publishers must be set to it.' },
            change: { bitrateKbps: below(bitrateKbps), mixBitrateKbps: below(mixBitrateKbps) },
          },
        ]
      : []),
    ...(size === undefined
      ? []
      : [
          {
            kind: 'SMALLER_PICTURES' as const,
            message: `Send ${String(size.width)}×${String(size.height)} instead of ${String(width)}×${String(height)}.`,
            caveat: 'The bit rate is left as it is; publishers must be set to it.',
            change: {
              ...size,
              ...{ mixWidth: fits(mix.mixWidth, size.width), mixHeight: fits(mix.mixHeight, size.height) },
            },
          },
        ]),
  ];
}

function packagesOf(book: PriceBook, { packages }: Scenario): readonly Idea[] {
  return book.packages
    .filter(({ kind }) => kind !== 'vod-storage')
    .flatMap(({ kind, months, packages: sold }) =>
      sold.map(({ id }): Idea => ({
        ...{ kind: 'PREPAID_PACKAGE', message: `Buy the package ${id} (${kind}).` },
        caveat: `Its whole price is counted in this month; what is left of it is good for ${String(months)} months.`,
        change: { packages: [...packages, id] },
      })),
    );
}

function newerApplication({ cohort }: Scenario): readonly Idea[] {
  if (cohort === 'from-2022-08') return [];
  return [
    {
      ...{ kind: 'NEWER_APPLICATION', message: 'Record in an application made now, by tasks.' },
      caveat: 'Clients move to another application, and recordings are started by calls, not by settings.',
      change: { cohort: 'from-2022-08' },
    },
  ];
}
