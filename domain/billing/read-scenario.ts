import { refuseFaults } from '../errors.ts';
import { Decimal } from '../money.ts';
import { recordingFormats } from '../recording/formats.ts';
import { dayMs, monthOf, printDay, readDay } from './calendar.ts';
import type { Outside } from './field-reader.ts';
import { FieldReader, isAbsent } from './field-reader.ts';
import { codecs, storageClasses, storageRegions } from './items.ts';
import { presetNames, presets } from './presets.ts';
import { accountCohorts } from './price-book.ts';
import { readExchange, readKnownUse, readShares, spell } from './read-scenario-parts.ts';
import type { InputOrigin, Scenario } from './scenario.ts';
import { scenarioMethods } from './scenario.ts';

/** Every field of a scenario, in the order in which it is told. */
export const scenarioFields = [
  ...(['preset', 'at', 'cohort', 'roomsPerDay', 'daysPerMonth', 'roomsAtOnce', 'minutesPerRoom'] as const),
  ...([
    'anchorsPerRoom',
    'width',
    'height',
    'bitrateKbps',
    'audioOnly',
    'codec',
    'formats',
    'method',
  ] as const),
  ...(['mixWidth', 'mixHeight', 'mixBitrateKbps', 'mixMinutesPerRoom', 'relayViewersPerRoom'] as const),
  ...(['relayMinutesPerViewer', 'relayRegions', 'retentionDays', 'storageClass', 'storageRegion'] as const),
  ...(['viewersPerRoom', 'minutesPerViewer', 'playbackRegions', 'playbackDaysPerMonth', 'fileGb'] as const),
  ...(['ownServerDownloads', 'callUsersPerRoom', 'mobilePlayer', 'growthPercentPerMonth', 'months'] as const),
  ...(['useFreeMinutes', 'packages', 'exchange', 'measures'] as const),
] as const satisfies readonly (keyof Scenario)[];

export interface ReadScenario {
  readonly scenario: Scenario;
  readonly origins: ReadonlyMap<keyof Scenario, InputOrigin>;
}

export interface ReadScenarioOptions {
  /** The day on which it is asked. */
  readonly today: string;
  /** Put before the names of fields in errors, as `input`. */
  readonly path?: string;
}

/** The plan with every default filled in, or BAD_INPUT with every fault: field, what came, what is allowed. */
export function readScenario(value: unknown, { today, path = '' }: ReadScenarioOptions): ReadScenario {
  const reader = new FieldReader();
  const given = reader.object(value, path, scenarioFields);
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const preset = isAbsent(given['preset'])
    ? null
    : reader.oneOf(spell(given['preset']), at('preset'), presetNames);
  const chosen: Outside = preset === null ? {} : presets[preset];
  const origins = new Map<keyof Scenario, InputOrigin>();
  const of = <T>(name: keyof Scenario, fallback: T, read: (found: unknown, field: string) => T): T => {
    const origin = !isAbsent(given[name]) ? 'given' : name in chosen ? 'preset' : 'default';
    origins.set(name, origin);
    return origin === 'default' ? fallback : read(origin === 'given' ? given[name] : chosen[name], at(name));
  };
  const scenario = readFields(reader, of, preset, today);
  if (reader.faults.length === 0) refuseGrowth(reader, scenario, at('growthPercentPerMonth'));
  refuseFaults(reader.faults);
  return { scenario, origins };
}

/** Prices begin in 2020; later months than these are not planned. */
const days = { first: '2000-01-01', last: '2099-12-31' };

function readAt(reader: FieldReader, found: unknown, field: string): string {
  const day = reader.day(found, field);
  if (day >= days.first && day <= days.last) return day;
  if (day === found) reader.fault(field, found, `a day from ${days.first} to ${days.last}`);
  return days.first;
}

/** So many rooms a day at most, as long as a plan grows. */
const mostRooms = 1_000_000_000;

function refuseGrowth(reader: FieldReader, scenario: Scenario, field: string): void {
  const { months, roomsPerDay, roomsAtOnce, growthPercentPerMonth } = scenario;
  const factor = growthFactor(growthPercentPerMonth, months - 1);
  const rooms = factor.times(Math.max(roomsPerDay, roomsAtOnce)).toDecimalPlaces(0);
  if (rooms.lessThanOrEqualTo(mostRooms)) return;
  const got = `${growthPercentPerMonth}, ${rooms.toPrecision(3)} rooms a day in month ${String(months)}`;
  const allowed = `growth to at most ${String(mostRooms)} rooms a day`;
  reader.faults.push({ field, got, allowed });
}

function growthFactor(percent: string, months: number): Decimal {
  return new Decimal(percent).div(100).plus(1).pow(months);
}

type Of = <T>(name: keyof Scenario, fallback: T, read: (found: unknown, field: string) => T) => T;

function readFields(reader: FieldReader, of: Of, preset: Scenario['preset'], today: string): Scenario {
  const whole = (name: keyof Scenario, fallback: number, least: number, most: number): number =>
    of(name, fallback, (found, field) => reader.whole(found, field, least, most));
  const decimal = (name: keyof Scenario, fallback: string, most: number): string =>
    of(name, fallback, (found, field) => reader.decimal(found, field, most));
  const flag = (name: keyof Scenario): boolean =>
    of(name, false, (found, field) => reader.flag(found, field));
  const choice = <T extends string>(name: keyof Scenario, fallback: T, allowed: readonly T[]): T =>
    of(name, fallback, (found, field) => reader.oneOf(spell(found), field, allowed));
  const list = <T>(name: keyof Scenario, most: number, read: (entry: unknown, field: string) => T) =>
    of<readonly T[]>(name, [], (found, field) =>
      reader.list(found, field, most).map((entry, index) => read(entry, `${field}[${String(index)}]`)),
    );

  of('preset', preset, () => preset);
  const at = of('at', today, (found, field) => readAt(reader, found, field));
  const month = monthOf(readDay(at)!.fromMs);
  const monthDays = Math.round((month.untilMs - month.fromMs) / dayMs);
  const measures = list('measures', 100, (entry, field) => readKnownUse(reader, entry, field));
  const roomsPerDay = whole('roomsPerDay', measures.length > 0 ? 0 : 1, 0, 1_000_000);
  const daysPerMonth = whole('daysPerMonth', monthDays, 1, monthDays);
  const minutesPerRoom = decimal('minutesPerRoom', '60', 44_640);
  const width = whole('width', 1280, 16, 8192);
  const height = whole('height', 720, 16, 8192);
  const audioOnly = flag('audioOnly');
  const bitrateKbps = decimal('bitrateKbps', audioOnly ? '64' : '1000', 1_000_000);
  const everywhere = [{ region: 'ap1' as const, percent: '100' }];
  const shares = (name: 'relayRegions' | 'playbackRegions') =>
    of(name, everywhere, (found, field) => readShares(reader, found, field));
  const formats = of('formats', ['hls'] as const, (found, field) => {
    const names = reader
      .list(found, field, 4)
      .map((name, index) => reader.oneOf(spell(name), `${field}[${String(index)}]`, recordingFormats));
    if (names.length === 0 || new Set(names).size < names.length)
      reader.fault(field, found, 'one to four of hls, mp4, flv, aac, each once');
    return names;
  });
  return {
    ...{ preset, at, roomsPerDay, daysPerMonth, minutesPerRoom, width, height, audioOnly, bitrateKbps },
    ...{ formats, measures },
    cohort: choice('cohort', 'before-2020-07', accountCohorts),
    roomsAtOnce: whole('roomsAtOnce', roomsPerDay, 0, 1_000_000),
    anchorsPerRoom: whole('anchorsPerRoom', 1, 1, 1000),
    codec: choice('codec', 'h264', codecs),
    method: choice('method', 'each-stream', scenarioMethods),
    mixWidth: whole('mixWidth', width, 16, 8192),
    mixHeight: whole('mixHeight', height, 16, 8192),
    mixBitrateKbps: decimal('mixBitrateKbps', bitrateKbps, 1_000_000),
    mixMinutesPerRoom: decimal('mixMinutesPerRoom', minutesPerRoom, 44_640),
    relayViewersPerRoom: decimal('relayViewersPerRoom', '0', 1e9),
    relayMinutesPerViewer: decimal('relayMinutesPerViewer', minutesPerRoom, 44_640),
    relayRegions: shares('relayRegions'),
    retentionDays: whole('retentionDays', 30, 0, 3650),
    storageClass: choice('storageClass', 'standard', storageClasses),
    storageRegion: choice('storageRegion', 'outside', storageRegions),
    viewersPerRoom: decimal('viewersPerRoom', '0', 1e9),
    minutesPerViewer: decimal('minutesPerViewer', minutesPerRoom, 44_640),
    playbackRegions: shares('playbackRegions'),
    playbackDaysPerMonth: whole('playbackDaysPerMonth', daysPerMonth, 1, monthDays),
    fileGb: of<string | null>('fileGb', null, (found, field) => reader.decimal(found, field, 1e9)),
    ownServerDownloads: whole('ownServerDownloads', 0, 0, 1000),
    callUsersPerRoom: whole('callUsersPerRoom', 0, 0, 100_000),
    mobilePlayer: flag('mobilePlayer'),
    growthPercentPerMonth: decimal('growthPercentPerMonth', '0', 1000),
    months: whole('months', 1, 1, 36),
    useFreeMinutes: flag('useFreeMinutes'),
    packages: list('packages', 100, (entry, field) => reader.text(spell(entry), field, 80)),
    exchange: of<Scenario['exchange']>('exchange', null, (found, field) =>
      readExchange(reader, found, field),
    ),
  };
}

/** The scenario of a later month: so many rooms more, on the days that month has. */
export function growScenario(scenario: Scenario, monthIndex: number): Scenario {
  if (monthIndex === 0) return scenario;
  const first = monthOf(readDay(scenario.at)!.fromMs);
  let month = first;
  for (let index = 0; index < monthIndex; index++) month = monthOf(month.untilMs);
  const daysOf = ({ fromMs, untilMs }: typeof month): number => Math.round((untilMs - fromMs) / dayMs);
  const factor = growthFactor(scenario.growthPercentPerMonth, monthIndex);
  const grown = (rooms: number): number =>
    new Decimal(rooms).times(factor).toDecimalPlaces(12).ceil().toNumber();
  // Who records on every day of one month does so on every day of the next.
  const onDays = (days: number): number =>
    days === daysOf(first) ? daysOf(month) : Math.min(days, daysOf(month));
  return {
    ...scenario,
    at: printDay(month.fromMs),
    roomsPerDay: grown(scenario.roomsPerDay),
    roomsAtOnce: grown(scenario.roomsAtOnce),
    daysPerMonth: onDays(scenario.daysPerMonth),
    playbackDaysPerMonth: onDays(scenario.playbackDaysPerMonth),
  };
}
