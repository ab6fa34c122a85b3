import type { RecordingFormat } from '../recording/formats.ts';
import type { Bill } from './bill.ts';
import { subjectOf } from './classify.ts';
import { findRate } from './find-rate.ts';
import type { CostHint, Idea } from './hints.ts';
import { weighIdeas } from './hints.ts';
import type { Tariff } from './rate.ts';
import type { Usage } from './usage.ts';
import type { Knobs } from './what-if.ts';

/** What a month recorded, as far as hints go by it: formats, streams by themselves, mixes. */
export type Recorded = RecordingFormat | 'stream' | 'mix';

/** Something to try on a month that was. */
export interface MonthIdea extends Idea<Partial<Knobs>> {
  /** It is a hint only where the month recorded all of these. */
  readonly of: readonly Recorded[];
}

export type MonthHint = CostHint<Partial<Knobs>>;

export function recordedIn({ channels, mixes }: Usage): ReadonlySet<Recorded> {
  const mixed = new Set(mixes.map(({ recordingId }) => recordingId));
  return new Set(
    channels.flatMap(({ format, recordingId }): Recorded[] => [
      format,
      mixed.has(recordingId) ? 'mix' : 'stream',
    ]),
  );
}

/** Everything that is tried on a month. `day`: `2026-06-01`, on which a class of storage must have a price. */
export function ideasOfMonth(tariff: Tariff, day: string): readonly MonthIdea[] {
  return [...fewerFormats, ...otherMethods, ...shorterRetention, ...colderStorage(tariff, day), ...smaller];
}

/** Those of the ideas that would have cost less, the greatest saving first. */
export function hintsOfMonth(
  was: Bill,
  tried: readonly (readonly [idea: MonthIdea, then: Bill])[],
  recorded: ReadonlySet<Recorded>,
): readonly MonthHint[] {
  const fitting = tried.filter(([{ of }]) => of.every((one) => recorded.has(one)));
  return weighIdeas(was.total, fitting);
}

const fewerFormats = (
  [
    [['hls'], 'There is then no single file to download'],
    [['mp4'], 'Players then have no HLS'],
    [['hls', 'mp4'], 'Other files are then missing'],
  ] as const
).map(([formats, lacks]): MonthIdea => ({
  kind: 'FEWER_FORMATS',
  message: `Record ${formats.map((format) => format.toUpperCase()).join(' and ')} alone.`,
  caveat: `${lacks}, and what is sound alone has no file.`,
  ...{ change: { formats }, of: formats },
}));

const otherMethods: readonly MonthIdea[] = [
  {
    ...{ kind: 'RECORD_MIXES_ONLY', message: 'Record mixes, and streams no more.' },
    caveat:
      'Who said what can then be told from the mix alone, and a room that was not mixed has no recording.',
    ...{ change: { recorded: 'mixes' }, of: ['mix', 'stream'] },
  },
  {
    ...{ kind: 'RECORD_STREAMS_ONLY', message: 'Record streams, and mix no more.' },
    caveat: 'There is then no one film of a room.',
    ...{ change: { recorded: 'streams' }, of: ['mix', 'stream'] },
  },
];

const shorterRetention = [7, 30, 90].map((days): MonthIdea => ({
  ...{ kind: 'SHORTER_RETENTION', message: `Keep every file for ${String(days)} days.` },
  caveat: 'What the law or a contract asks for goes before it.',
  ...{ change: { retentionDays: days }, of: [] },
}));

/**
 * Classes that have a price: without one all of the storage would look saved. The coldest is not tried: for its least days, files
 * of half a year had to be read for each day.
 */
function colderStorage({ book, cohort }: Tariff, day: string): readonly MonthIdea[] {
  return (['infrequent', 'archive'] as const).flatMap((storageClass): MonthIdea[] => {
    const subject = subjectOf('storage.vod', { class: storageClass, region: 'outside' });
    const rate = findRate(book, subject, { cohort, day });
    if (rate === null) return [];
    const reading =
      storageClass === 'infrequent'
        ? 'Reading costs more.'
        : 'Files are fetched out before they play, which takes minutes to hours.';
    return [
      {
        ...{ kind: 'COLDER_STORAGE', message: `Keep files in the class ${storageClass}.` },
        caveat: `A file is charged for at least ${String(rate.minimumDays)} days. ${reading}`,
        ...{ change: { storageClass }, of: [] },
      },
    ];
  });
}

const smaller: readonly MonthIdea[] = [
  {
    ...{ kind: 'LOWER_BITRATE', message: 'Send four fifths of the bit rate.' },
    caveat: 'Pictures are coarser; publishers must be set to it.',
    ...{ change: { bitratePercent: '80' }, of: [] },
  },
  {
    ...{ kind: 'SMALLER_PICTURES', message: 'Send pictures of two thirds the side: 720 lines for 1080.' },
    caveat: 'The bit rate is left as it is; publishers must be set to it.',
    ...{ change: { sidePercent: '66.7' }, of: [] },
  },
];
