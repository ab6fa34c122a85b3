import { Decimal, printDecimal, roundAmount } from '../money.ts';
import { anyRate, findRate } from './find-rate.ts';
import { subjectOf } from './classify.ts';
import type { Item, TrafficRegion } from './items.ts';
import type { Plan, PlanContext } from './plan.ts';
import { count, gbOf, gbOfFile, streamsOf } from './plan.ts';
import type { Subject } from './price-book.ts';
import type { Quantity } from './quantity.ts';
import { quantityOf } from './quantity.ts';
import type { RegionShare } from './scenario.ts';
import type { CostWarning } from './warning.ts';

/** What is counted of a file that is kept for ever. */
const foreverDays = 365;

function gbPerRoom({ scenario }: PlanContext): Decimal {
  const gbs = streamsOf(scenario).flatMap((stream) =>
    scenario.formats.map((format) => gbOfFile(scenario, stream, format).times(stream.count)),
  );
  return Decimal.sum(0, ...gbs);
}

/** What the month's recordings cost to keep, from the day they are made to the day they go. */
export function planStorage(context: PlanContext): Plan {
  const { book, when, scenario } = context;
  const { roomsPerDay, daysPerMonth, retentionDays, storageClass, storageRegion } = scenario;
  if (roomsPerDay === 0) return { quantities: [], warnings: [] };
  const subject = subjectOf('storage.vod', { class: storageClass, region: storageRegion });
  const asked = retentionDays === 0 ? foreverDays : retentionDays;
  const least = findRate(book, subject, when)?.minimumDays ?? 0;
  const days = Math.max(asked, least);
  const warnings: CostWarning[] = [];
  if (days > asked) {
    const message = `Files in the class ${storageClass} are charged for at least ${String(least)} days; the plan keeps them ${String(asked)}.`;
    warnings.push({ code: 'MINIMUM_DAYS', message });
  }
  const gb = gbPerRoom(context);
  const streams = streamsOf(scenario).reduce((sum, { count: of }) => sum + of, 0);
  const origin = `${printDecimal(gb)} GB a room (${describeSize(context)}, ${count(streams, 'stream')} × ${count(scenario.formats.length, 'format')}) × ${count(roomsPerDay, 'room')} a day × ${count(daysPerMonth, 'day')} of recording × ${count(days, 'day')} kept`;
  const forever = retentionDays === 0 ? [`Kept for ever: ${String(foreverDays)} days are counted.`] : [];
  const kept = quantityOf(
    { kind: 'storage', class: storageClass, region: storageRegion },
    {
      ...{ day: scenario.at, each: gb, usesPerDay: roomsPerDay, days: daysPerMonth * days, origin },
      assumptions: [
        ...forever,
        'The whole time that the month’s recordings are kept, at the prices of this day.',
        'A file counts on as many days as it is kept; one made after midnight and deleted later in a day may count on one more.',
      ],
    },
  );
  return { quantities: [kept], warnings };
}

function describeSize({ scenario }: PlanContext): string {
  if (scenario.fileGb !== null) return `${scenario.fileGb} GB a file, as given`;
  const rates = [...new Set(streamsOf(scenario).map(({ bitrateKbps }) => `${bitrateKbps} kbps`))];
  return `${rates.join(' and ')} ÷ 8 × ${scenario.minutesPerRoom} min × 60 s`;
}

function spread(
  context: PlanContext,
  shares: readonly RegionShare[],
  gbOfView: Decimal,
  viewsPerDay: Decimal,
  make: (region: TrafficRegion, gb: Decimal, views: Decimal, share: string) => Quantity,
): readonly Quantity[] {
  if (viewsPerDay.isZero() || gbOfView.isZero() || context.scenario.roomsPerDay === 0) return [];
  return shares
    .filter(({ percent }) => Number(percent) > 0)
    .map(({ region, percent }) => {
      const share = percent === '100' ? '' : `; ${percent} % of it in ${region}`;
      return make(region, gbOfView.times(percent).div(100), viewsPerDay, share);
    });
}

/** Watching recordings: bytes of a day, by region, since a day's total decides the tier. */
export function planPlayback(context: PlanContext): Plan {
  const { scenario } = context;
  const { viewersPerRoom, minutesPerViewer, minutesPerRoom, roomsPerDay, playbackDaysPerMonth } = scenario;
  const watched = streamsOf(scenario).at(-1)!;
  const whole = gbOfFile(scenario, watched, 'hls');
  const part = roundAmount(new Decimal(minutesPerViewer).div(minutesPerRoom === '0' ? 1 : minutesPerRoom));
  const gb = scenario.fileGb === null ? gbOf(watched.bitrateKbps, minutesPerViewer) : whole.times(part);
  const views = new Decimal(roomsPerDay).times(scenario.daysPerMonth).times(viewersPerRoom);
  const viewsPerDay = views.div(playbackDaysPerMonth);
  const days = count(playbackDaysPerMonth, 'day');
  const played = spread(context, scenario.playbackRegions, gb, viewsPerDay, (region, each, seen, share) =>
    quantityOf(
      { kind: 'playback', region },
      {
        ...{ day: scenario.at, each, usesPerDay: seen, days: playbackDaysPerMonth },
        origin: `${count(viewersPerRoom, 'viewer')} a room × ${printDecimal(gb)} GB × ${count(roomsPerDay, 'room')} a day, on ${days}${share}`,
        assumptions: [
          'The month’s views fall evenly on its days of playback, and one stream of a room is watched.',
        ],
      },
    ),
  );
  return { quantities: [...played, ...retrievals(context, played.length > 0)], warnings: [] };
}

/** Colder files are fetched out before they can be watched: each once. */
function retrievals(context: PlanContext, isWatched: boolean): readonly Quantity[] {
  const { scenario } = context;
  if (!isWatched || scenario.storageClass === 'standard') return [];
  const { storageClass, storageRegion, roomsPerDay, daysPerMonth } = scenario;
  const kind = storageClass === 'infrequent' ? storageClass : `${storageClass}-standard`;
  const origin = `${printDecimal(gbPerRoom(context))} GB a room × ${count(roomsPerDay, 'room')} a day, fetched out once to be watched`;
  return [
    knownOf(
      'storage.retrieval',
      { class: kind, region: storageRegion },
      {
        ...{
          day: scenario.at,
          each: gbPerRoom(context),
          usesPerDay: roomsPerDay,
          days: daysPerMonth,
          origin,
        },
      },
    ),
  ];
}

/** Watching live through the relay to the content network. */
export function planRelay(context: PlanContext): Plan {
  const { book, when, scenario } = context;
  const { relayViewersPerRoom, relayMinutesPerViewer, roomsPerDay, daysPerMonth } = scenario;
  const stream = streamsOf(scenario).at(-1)!;
  const overhead = anyRate(book, 'traffic.relay', when)?.overhead ?? '1';
  const counted = gbOf(stream.bitrateKbps, relayMinutesPerViewer);
  const viewers = new Decimal(relayViewersPerRoom).times(roomsPerDay);
  const more = overhead === '1' ? '' : ` × ${overhead}, since billed bytes are more than counted ones`;
  const quantities = spread(
    ...([context, scenario.relayRegions, counted.times(overhead), viewers] as const),
    (region, each, usesPerDay, share) =>
      quantityOf(
        { kind: 'relay', region },
        {
          ...{ day: scenario.at, each, usesPerDay, days: daysPerMonth },
          origin: `${count(relayViewersPerRoom, 'viewer')} a room × ${printDecimal(counted)} GB${more} × ${count(roomsPerDay, 'room')} a day${share}`,
        },
      ),
  );
  return { quantities, warnings: [] };
}

/** Files fetched to one's own server, and the licence of the mobile player. */
export function planOthers(context: PlanContext): readonly Quantity[] {
  const { scenario } = context;
  const { ownServerDownloads, roomsPerDay, daysPerMonth, mobilePlayer, at } = scenario;
  const download = knownOf(
    'download.own-server',
    {},
    {
      ...{ day: at, each: gbPerRoom(context), days: daysPerMonth },
      usesPerDay: new Decimal(roomsPerDay).times(ownServerDownloads),
      origin: `every file fetched ${count(ownServerDownloads, 'time')}`,
    },
  );
  const licence = knownOf(
    'licence.player',
    {},
    {
      ...{ day: at, each: 1, origin: 'one application' },
      assumptions: [
        'Needed in the vendor’s mobile player from SDK 10.1 on; not for playing inside TRTC nor in a web page.',
      ],
    },
  );
  return [
    ...(ownServerDownloads > 0 && roomsPerDay > 0 ? [download] : []),
    ...(mobilePlayer ? [licence] : []),
  ];
}

function knownOf(item: Item, rest: Partial<Subject>, found: Parameters<typeof quantityOf>[1]): Quantity {
  return quantityOf({ kind: 'known', subject: subjectOf(item, rest) }, found);
}
