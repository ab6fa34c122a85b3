import { Decimal } from '../money.ts';
import { dayMs, monthOf, readDay } from './calendar.ts';
import type { PlanContext, RecordedStream } from './plan.ts';
import { count, isSound, streamsOf } from './plan.ts';
import type { Quantity } from './quantity.ts';
import { quantityOf } from './quantity.ts';
import type { Scenario } from './scenario.ts';

/** Recording, counted in every way that some cohort pays for: the cohort's row chooses among them. */
export function planRecording({ scenario }: PlanContext): readonly Quantity[] {
  if (scenario.roomsPerDay === 0) return [];
  return [planChannels(scenario), ...planFiles(scenario), planTasks(scenario), planRobots(scenario)];
}

export function monthDaysOf(at: string): number {
  const { fromMs, untilMs } = monthOf(readDay(at)!.fromMs);
  return Math.round((untilMs - fromMs) / dayMs);
}

function planChannels(scenario: Scenario): Quantity {
  const { roomsAtOnce, formats, daysPerMonth, at } = scenario;
  const streams = streamsOf(scenario).reduce((sum, stream) => sum + stream.count, 0);
  return quantityOf(
    { kind: 'channels' },
    {
      ...{ day: at, each: new Decimal(roomsAtOnce).times(streams).times(formats.length) },
      share: { used: daysPerMonth, of: monthDaysOf(at) },
      origin: `${count(roomsAtOnce, 'room')} at one time × ${count(streams, 'stream')} × ${count(formats.length, 'format')}`,
      assumptions: [
        'No other recording of the account makes the month’s peak higher; one that stays below the peak adds nothing.',
        'The peak is of samples every five minutes; a shorter one may be missed.',
      ],
    },
  );
}

function planFiles(scenario: Scenario): readonly Quantity[] {
  const { formats, roomsPerDay, minutesPerRoom, daysPerMonth, at } = scenario;
  return streamsOf(scenario).flatMap((stream) =>
    formats.map((format) =>
      quantityOf(
        { kind: 'files', picture: isSound(scenario, format) ? null : pictureOf(stream) },
        {
          ...{ day: at, each: minutesPerRoom, days: daysPerMonth },
          usesPerDay: new Decimal(roomsPerDay).times(stream.count),
          origin: `${minutesPerRoom} min × ${count(roomsPerDay, 'room')} a day × ${describeStreams(stream)} as ${format.toUpperCase()}`,
        },
      ),
    ),
  );
}

const pictureOf = ({ width, height }: RecordedStream) => ({ width, height });

function describeStreams({ name, count: streams, width, height }: RecordedStream): string {
  return `${count(streams, name)} of ${String(width)}×${String(height)}`;
}

/** The pixels of all anchors' pictures together; null of sound alone. */
export function inputArea({ audioOnly, width, height, anchorsPerRoom }: Scenario): number | null {
  return audioOnly ? null : width * height * anchorsPerRoom;
}

export function describeInput(scenario: Scenario): string {
  const { anchorsPerRoom, width, height } = scenario;
  const area = inputArea(scenario);
  if (area === null) return count(anchorsPerRoom, 'sound stream');
  return `${count(anchorsPerRoom, 'picture')} of ${String(width)}×${String(height)} = ${String(area)} pixels together`;
}

const tasksOf = ({ method }: Scenario): number => (method === 'both' ? 2 : 1);

function planTasks(scenario: Scenario): Quantity {
  const { roomsPerDay, minutesPerRoom, daysPerMonth, formats, at } = scenario;
  const tasks = tasksOf(scenario);
  return quantityOf(
    { kind: 'tasks', area: inputArea(scenario) },
    {
      ...{ day: at, each: minutesPerRoom, days: daysPerMonth },
      usesPerDay: new Decimal(roomsPerDay).times(tasks).times(formats.length),
      origin: `${minutesPerRoom} min × ${count(roomsPerDay, 'room')} a day × ${count(tasks, 'task')} × ${count(formats.length, 'format')}; ${describeInput(scenario)}`,
      assumptions: [
        'A task records all streams of its room; minutes without a picture would be sound minutes.',
      ],
    },
  );
}

/** The recorder is a user in the room: what it receives is charged as a call. */
function planRobots(scenario: Scenario): Quantity {
  const { roomsPerDay, minutesPerRoom, daysPerMonth, at } = scenario;
  const tasks = tasksOf(scenario);
  return quantityOf(
    { kind: 'robots', area: inputArea(scenario) },
    {
      ...{
        day: at,
        each: minutesPerRoom,
        usesPerDay: new Decimal(roomsPerDay).times(tasks),
        days: daysPerMonth,
      },
      origin: `The recorder itself, in the room as a user: ${minutesPerRoom} min × ${count(roomsPerDay, 'room')} a day × ${count(tasks, 'task')}; receives ${describeInput(scenario)}`,
    },
  );
}

/** Calls of the people themselves, where they are asked for. */
export function planCalls({ scenario }: PlanContext): readonly Quantity[] {
  const { callUsersPerRoom, roomsPerDay, minutesPerRoom, daysPerMonth, at } = scenario;
  if (callUsersPerRoom === 0 || roomsPerDay === 0) return [];
  return [
    quantityOf(
      { kind: 'calls', area: inputArea(scenario) },
      {
        ...{ day: at, each: minutesPerRoom, days: daysPerMonth },
        usesPerDay: new Decimal(callUsersPerRoom).times(roomsPerDay),
        origin: `${count(callUsersPerRoom, 'person').replace('persons', 'people')} × ${minutesPerRoom} min × ${count(roomsPerDay, 'room')} a day; each receives ${describeInput(scenario)}`,
        assumptions: ['Everybody receives every anchor’s picture at its full size all the time.'],
      },
    ),
  ];
}
