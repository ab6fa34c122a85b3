import { describeFault, DomainError } from '../errors.ts';
import { dayMs, printDay, readDay } from './calendar.ts';
import { FieldReader, isAbsent } from './field-reader.ts';
import { itemNames } from './items.ts';
import type { AccountCohort, CohortRow, Interval, PriceBook, Rate } from './price-book.ts';
import { accountCohorts } from './price-book.ts';
import { readFreeMinutes, readPackageKind } from './read-allowances.ts';
import { readCard } from './read-card.ts';

const bookFields = [
  'id',
  'title',
  'pagesDate',
  'currency',
  'base',
  'cohorts',
  'cards',
  'freeMinutes',
  'packages',
];
const idPattern = /^[a-z0-9][a-z0-9.-]{0,79}$/;

function readInterval(reader: FieldReader, value: unknown, field: string): Interval {
  const { from, until } = reader.object(value, field, ['from', 'until']);
  return {
    from: isAbsent(from) ? null : reader.day(from, `${field}.from`),
    until: isAbsent(until) ? null : reader.day(until, `${field}.until`),
  };
}

function readCohort(reader: FieldReader, value: unknown, field: string): CohortRow {
  const row = reader.object(value, field, [
    ...['id', 'title', 'firstApplication', 'application', 'recording', 'mix', 'robotCalls'],
  ]);
  return {
    id: reader.oneOf(row['id'], `${field}.id`, accountCohorts),
    title: reader.text(row['title'], `${field}.title`),
    firstApplication: readInterval(reader, row['firstApplication'], `${field}.firstApplication`),
    application: readInterval(reader, row['application'], `${field}.application`),
    recording: reader.oneOf(row['recording'], `${field}.recording`, itemNames),
    mix: reader
      .list(row['mix'], `${field}.mix`, 5)
      .map((item, index) => reader.oneOf(item, `${field}.mix[${String(index)}]`, itemNames)),
    robotCalls: reader.flag(row['robotCalls'], `${field}.robotCalls`),
  };
}

interface Placed {
  readonly rate: Rate;
  readonly field: string;
}

const nextDay = (day: string): string => printDay(readDay(day)!.fromMs + dayMs);

/** Two prices for one thing on one day, and days between two prices that have none. */
function findClashes(reader: FieldReader, placed: readonly Placed[]): void {
  const groups = Map.groupBy(
    placed.flatMap((one) =>
      (one.rate.cohorts ?? accountCohorts).map((cohort: AccountCohort) => ({ ...one, cohort })),
    ),
    ({ rate, cohort }) => [rate.item, rate.class, rate.codec, rate.region, cohort].join('/'),
  );
  const said = new Set<string>();
  for (const group of groups.values()) {
    const sorted = group.toSorted((one, other) => (one.rate.from < other.rate.from ? -1 : 1));
    for (let index = 1; index < sorted.length; index++) {
      const [before, after] = [sorted[index - 1]!, sorted[index]!];
      const { until } = before.rate;
      const next = until === null ? null : nextDay(until);
      if (next === after.rate.from || said.has(after.field)) continue;
      said.add(after.field);
      const kind = next === null || next > after.rate.from ? 'an overlap' : 'a gap';
      const allowed = `the day after ${before.field} ends (${until ?? 'never'}): this is ${kind}`;
      reader.fault(`${after.field} from`, after.rate.from, allowed);
    }
  }
}

export interface ReadBookOptions {
  /** Finds the book that another one is based on. */
  readonly findBase?: (id: string) => PriceBook | null;
}

/** The book in plain data, or BAD_INPUT with every fault and its path: nothing is taken by half. */
export function readBook(value: unknown, { findBase = () => null }: ReadBookOptions = {}): PriceBook {
  const reader = new FieldReader();
  const book = reader.object(value, '', bookFields);
  const id = reader.text(book['id'], 'id', 80);
  if (id !== '' && !idPattern.test(id))
    reader.fault('id', id, 'small letters, digits, - and .; named by its date');
  if (id === 'current') reader.fault('id', id, 'the date of its page: no book is current');
  const base = isAbsent(book['base']) ? null : findBase(reader.text(book['base'], 'base', 80));
  if (!isAbsent(book['base']) && base === null) reader.fault('base', book['base'], 'the id of a known book');
  const cards = reader.list(book['cards'], 'cards', 500);
  const placed = cards.flatMap((card, index): Placed[] => {
    const field = `cards[${String(index)}]`;
    return readCard(reader, card, field).map((rate, row) => ({
      rate,
      field: `${field}.prices[${String(row)}]`,
    }));
  });
  findClashes(reader, placed);
  const listed = <T>(name: string, inherited: readonly T[], read: (entry: unknown, field: string) => T) =>
    isAbsent(book[name])
      ? inherited
      : reader.list(book[name], name, 100).map((entry, index) => read(entry, `${name}[${String(index)}]`));
  const pagesDate = reader.day(book['pagesDate'], 'pagesDate');
  for (const { rate, field } of placed)
    if (rate.source.date > pagesDate)
      reader.fault(
        `${field} source.date`,
        rate.source.date,
        `${pagesDate}, the book’s pagesDate, or earlier`,
      );
  const own = placed.map(({ rate }) => rate);
  const replaced = new Set(own.map(({ item }) => item));
  const read: PriceBook = {
    ...{ id, pagesDate, title: reader.text(book['title'], 'title') },
    currency: reader.oneOf(book['currency'], 'currency', ['USD'] as const),
    cohorts: listed('cohorts', base?.cohorts ?? [], (row, field) => readCohort(reader, row, field)),
    rates: [...own, ...(base?.rates ?? []).filter(({ item }) => !replaced.has(item))],
    freeMinutes: listed('freeMinutes', base?.freeMinutes ?? [], (row, field) =>
      readFreeMinutes(reader, row, field),
    ),
    packages: listed('packages', base?.packages ?? [], (row, field) => readPackageKind(reader, row, field)),
  };
  for (const cohort of accountCohorts)
    if (!read.cohorts.some((row) => row.id === cohort))
      reader.fault('cohorts', `nothing for ${cohort}`, 'a row for every cohort, or a base that has them');
  refuseBook(id, reader);
  return read;
}

function refuseBook(id: string, { faults }: FieldReader): void {
  if (faults.length === 0) return;
  const count = `${String(faults.length)} fault${faults.length === 1 ? '' : 's'}`;
  throw new DomainError(
    'BAD_INPUT',
    'caller',
    `The price book ${id === '' ? 'without an id' : id} has ${count}: ${faults.map(describeFault).join('; ')}`,
    { faults },
  );
}
