import type { Period } from '../../../domain/billing/calendar.ts';
import { printDay } from '../../../domain/billing/calendar.ts';
import type { Measure } from '../../../domain/billing/reconciliation/measures.ts';
import type { MeasuredDay } from '../../../domain/billing/reconciliation/metered-measures.ts';
import { Decimal } from '../../../domain/money.ts';
import type { TencentClients } from './clients.ts';
import { asking } from './errors.ts';

/** The vendor's keys of minutes; those of mixes have the codec behind the class. */
const keys: Readonly<Record<string, string>> = {
  ...{ Audio: 'audio', SD: 'SD', HD: 'HD', FullHD: 'FHD', '2K': '2K', '4K': '4K' },
  ...{ SDH264: 'SD', HDH264: 'HD', FullHDH264: 'FHD', '2KH264': '2K', '4KH264': '4K' },
  ...{
    SDH265: 'SD/h265',
    HDH265: 'HD/h265',
    FullHDH265: 'FHD/h265',
    '2KH265': '2K/h265',
    '4KH265': '4K/h265',
  },
};

interface Minutes {
  readonly UsageKey?: readonly string[];
  readonly UsageList?: readonly { readonly TimeKey?: string; readonly UsageValue?: readonly number[] }[];
}

interface Point {
  readonly day: string;
  readonly class: string | null;
  readonly value: number;
}

function readMinutes({ UsageKey = [], UsageList = [] }: Minutes): readonly Point[] {
  return UsageList.flatMap(({ TimeKey = '', UsageValue = [] }) =>
    UsageKey.map((key, index) => ({
      ...{ day: TimeKey.slice(0, 10), class: keys[key] ?? key, value: UsageValue[index] ?? 0 },
    })),
  );
}

/** One row for each day and class that has anything: the sum of its points, or the highest of them. */
function gather(measure: Measure, points: readonly Point[], of: 'sum' | 'peak'): readonly MeasuredDay[] {
  const days = Map.groupBy(points, ({ day, class: size }) => `${day} ${size ?? ''}`);
  return [...days.values()].flatMap((own): MeasuredDay[] => {
    const { day, class: size } = own[0]!;
    const values = own.map(({ value }) => new Decimal(value));
    const quantity = of === 'sum' ? Decimal.sum(0, ...values) : Decimal.max(0, ...values);
    return quantity.isZero() ? [] : [{ day, measure, class: size, quantity }];
  });
}

/** Without one of them the vendor answers the mainland alone. */
const storageAreas = ['Chinese Mainland', 'Outside Chinese Mainland'];

/** The zone of the vendor's days is that of ours: UTC+8. */
const dayOfTime = (text: string | undefined): string => printDay(Date.parse(text ?? ''));

/**
 * What the vendor's six usage calls say of each day of a month, of the whole account. A month is longer than a day, so that
 * minutes come by day.
 */
export async function readProviderUsage(
  { trtc, live, vod }: Pick<TencentClients, 'trtc' | 'live' | 'vod'>,
  month: Period,
  now: Date,
  subAppIds: readonly (number | null)[],
): Promise<readonly MeasuredDay[]> {
  const lastMs = month.untilMs - 1000;
  const days = { StartTime: printDay(month.fromMs), EndTime: printDay(lastMs) };
  const times = {
    StartTime: new Date(month.fromMs).toISOString(),
    EndTime: new Date(Math.min(lastMs, now.getTime())).toISOString(),
  };
  const storage = async (): Promise<readonly Point[]> => {
    const points: Point[] = [];
    for (const subAppId of subAppIds)
      for (const Area of storageAreas) {
        const home = subAppId === null ? {} : { SubAppId: subAppId };
        const { Data = [] } = await asking('DescribeStorageDetails', () =>
          vod.DescribeStorageDetails({ ...times, ...home, Interval: 'Day', Area }),
        );
        for (const { Time, Value } of Data)
          points.push({ day: dayOfTime(Time), class: null, value: Value ?? 0 });
      }
    return points;
  };
  const [recorded, mixed, calls, channels, played, stored] = await Promise.all([
    asking('DescribeRecordStatistic', () => trtc.DescribeRecordStatistic(days)),
    asking('DescribeMixTranscodingUsage', () => trtc.DescribeMixTranscodingUsage(days)),
    asking('DescribeTrtcUsage', () => trtc.DescribeTrtcUsage(days)),
    asking('DescribeConcurrentRecordStreamNum', () =>
      live.DescribeConcurrentRecordStreamNum({ LiveType: 'NormalLive', ...times }),
    ),
    asking('DescribeCDNUsageData', () =>
      vod.DescribeCDNUsageData({ ...times, DataType: 'Flux', DataInterval: 1440 }),
    ),
    storage(),
  ]);
  const seconds = recorded.SdkAppIdUsages.flatMap(({ Usages = [] }) =>
    Usages.flatMap(({ TimeKey = '', AudioTime, Class1VideoTime, Class2VideoTime, Class3VideoTime }) => {
      const byClass = { audio: AudioTime, SD: Class1VideoTime, HD: Class2VideoTime, FHD: Class3VideoTime };
      return Object.entries(byClass).map(([size, value]) => ({
        ...{ day: TimeKey.slice(0, 10), class: size, value: value ?? 0 },
      }));
    }),
  );
  return [
    ...gather('recorded', seconds, 'sum'),
    ...gather('mixed', readMinutes(mixed), 'sum'),
    ...gather('calls', readMinutes(calls), 'sum'),
    ...gather(
      'channels',
      (channels.DataInfoList ?? []).map(({ Time = '', Num }) => ({
        ...{ day: Time.slice(0, 10), class: null, value: Num ?? 0 },
      })),
      'peak',
    ),
    ...gather(
      'played',
      (played.Data ?? []).map(({ Time, Value }) => ({
        day: dayOfTime(Time),
        class: null,
        value: Value ?? 0,
      })),
      'sum',
    ),
    ...gather('stored', stored, 'sum'),
  ];
}
