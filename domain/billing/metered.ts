import { Decimal } from '../money.ts';
import { peakOfAccount } from './account-peak.ts';
import { dayMs, monthOf, readDay } from './calendar.ts';
import type { DayUsage } from './day-usage.ts';
import { bearerKey, peakSlot } from './day-usage.ts';
import type { Quantity } from './quantity.ts';
import { quantityOf } from './quantity.ts';

const minuteMs = 60_000;
/** Decimal, as the vendor's own examples reckon. */
const gbOfByte = new Decimal('1e-9');
const secondsOfMs = new Decimal('0.001');

const assumed = {
  files: ['Each file counts in the class of its stream’s size throughout; the vendor checks it every 5 s.'],
  tasks: ['A task’s time without any picture counts as sound.'],
  input: ['Every picture that was live in the room is taken to be in the mix.'],
  storage: ['Standard storage outside the mainland: the usage tells neither class nor region.'],
  relay: [
    'All viewers in the first region of Asia-Pacific: the usage does not tell where they were. The provider’s own count is taken; its bill adds about a tenth for the network’s own bytes.',
  ],
  playback: ['All players in the first region of Asia-Pacific: the usage does not tell where they were.'],
};

const assumptionsOf: Readonly<Partial<Record<DayUsage['use']['kind'], readonly string[]>>> = {
  files: assumed.files,
  ...{ tasks: assumed.tasks, robots: assumed.tasks },
  'mix-input': assumed.input,
  ...{ storage: assumed.storage, playback: assumed.playback, relay: assumed.relay },
};

export const isOfChannels = ({ use }: DayUsage): boolean => use.kind === 'channels';

/** The ledger's rows as quantities to be rated. `others`: rows of the account's other applications, whose channels count too. */
export function* quantitiesOf(
  rows: readonly DayUsage[],
  others: readonly DayUsage[] = [],
): Generator<Quantity, undefined, undefined> {
  const monthOfRow = ({ day }: DayUsage): string => day.slice(0, 7);
  const months = Map.groupBy(rows.filter(isOfChannels), monthOfRow);
  const beside = Map.groupBy(others.filter(isOfChannels), monthOfRow);
  for (const [month, own] of months) yield channelsOfMonth(own, beside.get(month) ?? []);
  for (const row of rows) if (!isOfChannels(row)) yield quantityOfDay(row);
}

/** Of anything but channels. */
export function quantityOfDay({ day, use, quantity, begunMinutes, weight }: DayUsage): Quantity {
  const amount = new Decimal(quantity.toString());
  const common = {
    ...{ day, bearers: [{ day, key: bearerKey(day, use), weight }] },
    assumptions: assumptionsOf[use.kind] ?? [],
  };
  if (use.kind === 'storage')
    return quantityOf(use, {
      ...common,
      ...{ each: amount.times(gbOfByte), origin: `${quantity.toString()} bytes at most on ${day}` },
    });
  if (use.kind === 'playback' || use.kind === 'relay')
    return quantityOf(use, {
      ...common,
      ...{ each: amount.times(gbOfByte), origin: `${quantity.toString()} bytes served on ${day}` },
    });
  return quantityOf(use, {
    ...{ ...common, each: amount.div(minuteMs), begunPerDay: new Decimal(begunMinutes.toString()) },
    origin: `${amount.times(secondsOfMs).toFixed()} s measured on ${day}`,
  });
}

const peakAssumptions = ['The highest within five minutes counts; the vendor’s sample may be lower.'];

function printSlot(slot: number, day: string): string {
  const at = `${String(Math.floor(slot / 12)).padStart(2, '0')}:${String((slot % 12) * 5).padStart(2, '0')}`;
  return `the five minutes from ${at} on ${day}`;
}

/** The month's highest day, and on how many days there was any; with others' channels what of the account's peak is one's own. */
function channelsOfMonth(own: readonly DayUsage[], others: readonly DayUsage[]): Quantity {
  const peak = own.reduce((most, row) => (row.quantity > most.quantity ? row : most));
  const month = monthOf(readDay(peak.day)!.fromMs);
  const monthDays = Math.round((month.untilMs - month.fromMs) / dayMs);
  const slot = peakSlot(peak.samples);
  const common = {
    // Recordings share by the application's own highest five minutes, wherever the account's are.
    bearers: [{ day: peak.day, key: bearerKey(peak.day, peak.use, slot), weight: peak.weight }],
    assumptions: peakAssumptions,
  };
  if (others.length === 0)
    return quantityOf(peak.use, {
      ...{ ...common, day: peak.day, each: peak.quantity.toString() },
      share: { used: own.length, of: monthDays },
      origin: `most channels in ${printSlot(slot, peak.day)}, recording on ${String(own.length)} ${own.length === 1 ? 'day' : 'days'}`,
    });
  const account = peakOfAccount(own, others);
  return quantityOf(peak.use, {
    ...{ ...common, day: account.day, each: account.own },
    share: { used: account.days, of: monthDays },
    origin: `${String(account.own)} of the account’s ${String(account.channels)} channels, its most, in ${printSlot(account.slot, account.day)}, the account recording on ${String(account.days)} ${account.days === 1 ? 'day' : 'days'}`,
    assumptions: [
      ...peakAssumptions,
      'The account’s channels are the sum of its applications’ highest within the same five minutes.',
    ],
  });
}
