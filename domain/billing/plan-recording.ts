import { Decimal } from '../money.ts';
import { dayMs, monthOf, readDay } from './calendar.ts';
import { anyRate, cohortRow, sizesOf } from './find-rate.ts';
import type { Item } from './items.ts';
import type { Measure } from './measure.ts';
import type { PlanContext, RecordedStream } from './plan.ts';
import { count, isSound, measureOf, streamsOf, subjectOf } from './plan.ts';
import { classOfPicture } from './sizes.ts';

/** Recording, by the service that the cohort's row in the book names. */
export function planRecording(context: PlanContext): readonly Measure[] {
  const { book, when, scenario } = context;
  if (scenario.roomsPerDay === 0) return [];
  const { recording, robotCalls } = cohortRow(book, when.cohort);
  if (recording === 'recording.css-channel') return planChannels(context);
  if (recording === 'recording.trtc-file') return planFiles(context);
  return [...planTasks(context), ...(robotCalls ? planRobots(context) : [])];
}

export function monthDaysOf(at: string): number {
  const { fromMs, untilMs } = monthOf(readDay(at)!.fromMs);
  return Math.round((untilMs - fromMs) / dayMs);
}

function planChannels({ book, when, scenario }: PlanContext): readonly Measure[] {
  const { roomsAtOnce, formats, daysPerMonth, at } = scenario;
  const streams = streamsOf(scenario).reduce((sum, stream) => sum + stream.count, 0);
  const subject = subjectOf('recording.css-channel');
  const byDays = anyRate(book, subject.item, when)?.byValidDays === true;
  const channels = new Decimal(roomsAtOnce).times(streams).times(formats.length);
  const origin = `${count(roomsAtOnce, 'room')} at one time × ${count(streams, 'stream')} × ${count(formats.length, 'format')}`;
  const measure = measureOf(subject, channels, 1, 1, origin, [
    'No other recording of the account makes the month’s peak higher; one that stays below the peak adds nothing.',
    'The peak is of samples every five minutes; a shorter one may be missed.',
  ]);
  return [{ ...measure, share: byDays ? { used: daysPerMonth, of: monthDaysOf(at) } : null }];
}

/** Files of one class are summed together, since the vendor rounds their sum. */
function merge(measures: readonly Measure[]): readonly Measure[] {
  const groups = Map.groupBy(measures, ({ subject, each }) =>
    [subject.item, subject.class, subject.codec, subject.region, each.toFixed()].join('/'),
  );
  return [...groups.values()].map((group) => ({
    ...group[0]!,
    usesPerDay: Decimal.sum(...group.map(({ usesPerDay }) => usesPerDay)),
    origin: [...new Set(group.map(({ origin }) => origin))].join('; and '),
  }));
}

function planFiles({ book, when, scenario }: PlanContext): readonly Measure[] {
  const item: Item = 'recording.trtc-file';
  const sizes = sizesOf(book, item, when);
  const { formats, roomsPerDay, minutesPerRoom, daysPerMonth } = scenario;
  return merge(
    streamsOf(scenario).flatMap((stream) =>
      formats.map((format) => {
        const size = isSound(scenario, format) ? 'audio' : sizes && classOfPicture(sizes, stream);
        const files = new Decimal(roomsPerDay).times(stream.count);
        const origin = `${minutesPerRoom} min × ${count(roomsPerDay, 'room')} a day × ${describeStreams(stream)} as ${format.toUpperCase()}`;
        return measureOf(subjectOf(item, { class: size }), minutesPerRoom, files, daysPerMonth, origin);
      }),
    ),
  );
}

function describeStreams({ name, count: streams, width, height }: RecordedStream): string {
  return `${count(streams, name)} of ${String(width)}×${String(height)}`;
}

/** The class of all anchors' pictures together. */
export function inputClass({ book, when, scenario }: PlanContext, item: Item, extraArea = 0): string | null {
  if (scenario.audioOnly) return 'audio';
  const sizes = sizesOf(book, item, when);
  const area = scenario.width * scenario.height * scenario.anchorsPerRoom + extraArea;
  return sizes && classOfPicture(sizes, { area });
}

function describeInput({ audioOnly, anchorsPerRoom, width, height }: PlanContext['scenario']): string {
  if (audioOnly) return count(anchorsPerRoom, 'sound stream');
  const area = anchorsPerRoom * width * height;
  return `${count(anchorsPerRoom, 'picture')} of ${String(width)}×${String(height)} = ${String(area)} pixels together`;
}

const tasksOf = ({ method }: PlanContext['scenario']): number => (method === 'both' ? 2 : 1);

function planTasks(context: PlanContext): readonly Measure[] {
  const { scenario } = context;
  const { roomsPerDay, minutesPerRoom, daysPerMonth, formats } = scenario;
  const tasks = tasksOf(scenario);
  const subject = subjectOf('recording.task', { class: inputClass(context, 'recording.task') });
  const uses = new Decimal(roomsPerDay).times(tasks).times(formats.length);
  const origin = `${minutesPerRoom} min × ${count(roomsPerDay, 'room')} a day × ${count(tasks, 'task')} × ${count(formats.length, 'format')}; ${describeInput(scenario)}`;
  return [
    measureOf(subject, minutesPerRoom, uses, daysPerMonth, origin, [
      'A task records all streams of its room; minutes without a picture would be sound minutes.',
    ]),
  ];
}

/** The recorder is a user in the room: what it receives is charged as a call. */
function planRobots(context: PlanContext): readonly Measure[] {
  const { scenario } = context;
  const { roomsPerDay, minutesPerRoom, daysPerMonth } = scenario;
  const tasks = tasksOf(scenario);
  const subject = subjectOf('call.minutes', { class: inputClass(context, 'call.minutes') });
  const origin = `The recorder itself, in the room as a user: ${minutesPerRoom} min × ${count(roomsPerDay, 'room')} a day × ${count(tasks, 'task')}; receives ${describeInput(scenario)}`;
  const uses = new Decimal(roomsPerDay).times(tasks);
  return [measureOf(subject, minutesPerRoom, uses, daysPerMonth, origin)];
}

/** Calls of the people themselves, where they are asked for. */
export function planCalls(context: PlanContext): readonly Measure[] {
  const { scenario } = context;
  const { callUsersPerRoom, roomsPerDay, minutesPerRoom, daysPerMonth } = scenario;
  if (callUsersPerRoom === 0 || roomsPerDay === 0) return [];
  const subject = subjectOf('call.minutes', { class: inputClass(context, 'call.minutes') });
  const origin = `${count(callUsersPerRoom, 'person').replace('persons', 'people')} × ${minutesPerRoom} min × ${count(roomsPerDay, 'room')} a day; each receives ${describeInput(scenario)}`;
  const uses = new Decimal(callUsersPerRoom).times(roomsPerDay);
  return [
    measureOf(subject, minutesPerRoom, uses, daysPerMonth, origin, [
      'Everybody receives every anchor’s picture at its full size all the time.',
    ]),
  ];
}
