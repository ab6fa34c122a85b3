import { z } from 'zod';
import { ApiFault } from '../../../../wire/api-request.ts';
import type { Library } from '../../../library/library.ts';
import { mixesBetween } from '../../../library/mix-store.ts';
import type { PicturedSpan, UsageQuery, UsageSpan } from '../../../library/usage-store.ts';
import { filesBetween, staysBetween, tasksBetween } from '../../../library/usage-store.ts';
import type { Action } from '../action.ts';
import { trtcVersion } from '../action.ts';
import { integer, readParameters } from '../parameters.ts';
import type { PictureClasses, PicturedUse } from './pictures.ts';
import {
  classNames,
  classOf,
  mixedClasses,
  receivedClasses,
  recordedClasses,
  usesOfTask,
} from './pictures.ts';
import type { Slots } from './slots.ts';
import { printZoned, slotsOfDays, slotStarts, spread } from './slots.ts';

const day = z.iso.date({ error: 'a day like 2026-01-31' });
const days = { StartTime: day, EndTime: day, SdkAppId: integer(1, 0xffffffff).optional() };
const daysParameters = z.strictObject(days);
const recordingParameters = z.strictObject({
  ...days,
  MixType: z.enum(['single', 'multi'], { error: 'single or multi' }),
});
const codes = { SdkAppId: 'InvalidParameter.SdkAppId' };
const maxDays = 31;
const dayMs = 86_400_000;
/** No H.265 is mixed here; the vendor's answers have these keys all the same. */
const neverMixed = ['SDH265', 'HDH265', 'FullHDH265', '2KH265', '4KH265'];

interface Days {
  readonly StartTime: string;
  readonly EndTime: string;
  readonly SdkAppId?: number | undefined;
}
interface Asked {
  readonly slots: Slots;
  readonly query: UsageQuery;
}
type Uses = (query: UsageQuery, nowMs: number) => Promise<readonly PicturedUse[]>;

const useOf = ({ from, until }: UsageSpan, nowMs: number) => ({
  fromMs: from.getTime(),
  untilMs: until?.getTime() ?? nowMs,
});

function pictured(spans: readonly PicturedSpan[], nowMs: number): readonly PicturedUse[] {
  return spans.map((span) => ({ ...useOf(span, nowMs), pixels: span.pixels }));
}

/**
 * DescribeTrtcUsage, DescribeRecordingUsage, DescribeMixTranscodingUsage in minutes and DescribeRecordStatistic in seconds,
 * counted from what happened: users in rooms, recording tasks, mixed streams, files. A running recording counts with its file.
 */
export function minutesActions(library: Library, clock: () => number): readonly Action[] {
  const { sql } = library;

  const readDays = (asked: Days, nowMs: number): Asked | ApiFault => {
    const span = (Date.parse(asked.EndTime) - Date.parse(asked.StartTime)) / dayMs + 1;
    if (span < 1 || span > maxDays)
      return new ApiFault(
        'InvalidParameter.QueryScaleOversize',
        `From StartTime to EndTime are ${String(span)} days; allowed: 1 to ${String(maxDays)}.`,
      );
    const slots = slotsOfDays(asked.StartTime, asked.EndTime, nowMs);
    const { fromMs, lengthMs, count } = slots;
    const until = new Date(fromMs + lengthMs * count);
    return { slots, query: { sdkAppId: asked.SdkAppId ?? null, from: new Date(fromMs), until } };
  };

  const secondsBy = (classes: PictureClasses, slots: Slots, uses: readonly PicturedUse[]) =>
    new Map(
      classNames(classes).map((name) => [
        name,
        spread(
          slots,
          uses.filter(({ pixels }) => classOf(classes, pixels) === name),
        ),
      ]),
    );

  const minutes = async (
    asked: Days,
    classes: PictureClasses,
    uses: Uses,
    empty: readonly string[] = [],
  ): Promise<ApiFault | Readonly<Record<string, unknown>>> => {
    const nowMs = clock();
    const read = readDays(asked, nowMs);
    if (read instanceof ApiFault) return read;
    const seconds = secondsBy(classes, read.slots, await uses(read.query, nowMs));
    return {
      UsageKey: [...seconds.keys(), ...empty],
      UsageList: slotStarts(read.slots).map((startMs, index) => ({
        TimeKey: printZoned(startMs),
        TimeStampKey: Math.floor(startMs / 1000),
        // A begun minute of the sum counts whole.
        UsageValue: [
          ...[...seconds.values()].map((each) => Math.ceil(each[index]! / 60)),
          ...empty.map(() => 0),
        ],
      })),
    };
  };

  const robots: Uses = async (query, nowMs) =>
    (await tasksBetween(sql, query)).flatMap((task) => usesOfTask(task, nowMs));

  /** Publishers receive nothing: each counts as sound. A recording robot receives what it records. */
  const everyUser: Uses = async (query, nowMs) => {
    const users = (await staysBetween(sql, query)).map((stay) => ({ ...useOf(stay, nowMs), pixels: 0 }));
    return [...users, ...(await robots(query, nowMs))];
  };

  const mixes: Uses = async (query, nowMs) => pictured(await mixesBetween(sql, query), nowMs);

  const statistic = async (asked: Days): Promise<ApiFault | Readonly<Record<string, unknown>>> => {
    const nowMs = clock();
    const read = readDays(asked, nowMs);
    if (read instanceof ApiFault) return read;
    const uses = (await filesBetween(sql, read.query)).map((file) => {
      const use = { ...useOf(file, nowMs), pixels: file.pixels };
      const lasted = (use.untilMs - use.fromMs) / 1000;
      return { ...use, share: lasted === 0 ? 0 : Math.min(1, file.seconds / lasted) };
    });
    const seconds = [...secondsBy(recordedClasses, read.slots, uses)];
    const byDay = asked.StartTime !== asked.EndTime;
    const Usages = slotStarts(read.slots).map((startMs, index) => ({
      TimeKey: printZoned(startMs).slice(0, byDay ? 10 : 19),
      ...Object.fromEntries(seconds.map(([name, each]) => [name, Math.ceil(each[index]!)])),
    }));
    // Without an application: the sum of all.
    return { SdkAppIdUsages: [{ SdkAppId: String(asked.SdkAppId ?? ''), Usages }] };
  };

  const action = <T extends Days>(
    name: string,
    schema: z.ZodType<T>,
    answer: (asked: T) => Promise<ApiFault | Readonly<Record<string, unknown>>>,
  ): Action => ({
    version: trtcVersion,
    name,
    async run(parameters) {
      const asked = readParameters(schema, parameters, codes);
      return asked instanceof ApiFault ? asked : answer(asked);
    },
  });

  return [
    action('DescribeTrtcUsage', daysParameters, (asked) => minutes(asked, receivedClasses, everyUser)),
    action('DescribeRecordingUsage', recordingParameters, (asked) =>
      // Every task here is of single mode: mixed mode is refused when it is asked for.
      minutes(asked, receivedClasses, asked.MixType === 'single' ? robots : () => Promise.resolve([])),
    ),
    action('DescribeMixTranscodingUsage', daysParameters, (asked) =>
      minutes(asked, mixedClasses, mixes, neverMixed),
    ),
    action('DescribeRecordStatistic', daysParameters, statistic),
  ];
}
