import type { Outside, FieldReader } from './field-reader.ts';
import { isAbsent } from './field-reader.ts';
import { codecs, itemNames, regions, units } from './items.ts';
import type { Rate, SizeTable, Source } from './price-book.ts';
import { accountCohorts } from './price-book.ts';

const cardFields = [
  ...['item', 'unit', 'from', 'until', 'basis', 'source', 'cohorts', 'priceFor', 'per', 'walk', 'tierFrom'],
  ...['boundIn', 'roundUp', 'sizes', 'byValidDays', 'overhead', 'loneAnchorFree', 'bigOutputCounts'],
  ...['notes', 'prices'],
];
const priceFields = ['class', 'codec', 'region', 'price', 'prices', 'minimumDays'];

export function readSource(reader: FieldReader, value: unknown, field: string): Source {
  const { page, date } = reader.object(value, field, ['page', 'date']);
  const address = reader.text(page, `${field}.page`, 2000);
  if (address !== '' && !/^https?:\/\/\S+$/.test(address))
    reader.fault(`${field}.page`, page, 'an http or https address');
  return { page: address, date: reader.day(date, `${field}.date`) };
}

/** A name of the list, or null where it is absent. */
export function maybeOneOf<T extends string>(
  reader: FieldReader,
  value: unknown,
  field: string,
  allowed: readonly T[],
): T | null {
  return isAbsent(value) ? null : reader.oneOf(value, field, allowed);
}

function readSizes(reader: FieldReader, value: unknown, field: string): SizeTable | null {
  if (isAbsent(value)) return null;
  const table = reader.object(value, field, ['by', 'classes']);
  const by = reader.oneOf(table['by'], `${field}.by`, ['area', 'sides', 'short-side'] as const);
  const rows = reader.list(table['classes'], `${field}.classes`, 20).map((row, index) => {
    const at = `${field}.classes[${String(index)}]`;
    const [name, ...bounds] = reader.list(row, at, 3);
    const numbers = bounds.map((bound) => (isAbsent(bound) ? null : reader.whole(bound, at, 1, 1e9)));
    return { name: reader.text(name, at, 40), numbers };
  });
  let before = 0;
  rows.forEach(({ numbers: [first = null] }, index) => {
    if ((first ?? Infinity) <= before)
      reader.fault(`${field}.classes[${String(index)}]`, first, `a bound above ${String(before)}`);
    before = first ?? Infinity;
  });
  if (by === 'sides')
    return { by, classes: rows.map(({ name, numbers: [long = null, short = null] }) => [name, long, short]) };
  return { by, classes: rows.map(({ name, numbers: [most = null] }) => [name, most]) };
}

function readTiers(reader: FieldReader, card: Outside, field: string): readonly string[] {
  if (isAbsent(card['tierFrom'])) return ['0'];
  const bounds = reader
    .list(card['tierFrom'], `${field}.tierFrom`, 50)
    .map((bound, index) => reader.decimal(bound, `${field}.tierFrom[${String(index)}]`));
  if (bounds[0] !== undefined && Number(bounds[0]) !== 0)
    reader.fault(`${field}.tierFrom[0]`, bounds[0], '0, or there is a gap below it');
  bounds.forEach((bound, index) => {
    if (index > 0 && Number(bound) <= Number(bounds[index - 1]))
      reader.fault(`${field}.tierFrom[${String(index)}]`, bound, `more than ${bounds[index - 1]!}`);
  });
  return bounds;
}

type Common = Omit<Rate, 'class' | 'codec' | 'region' | 'prices' | 'minimumDays'>;

function readCommon(reader: FieldReader, card: Outside, field: string): Common {
  const at = (name: string): string => `${field}.${name}`;
  const or = <T>(name: string, fallback: T, read: (value: unknown) => T): T =>
    isAbsent(card[name]) ? fallback : read(card[name]);
  const flag = (name: string): boolean => or(name, false, (value) => reader.flag(value, at(name)));
  const from = reader.day(card['from'], at('from'));
  const until = or<string | null>('until', null, (value) => reader.day(value, at('until')));
  if (until !== null && until < from) reader.fault(at('until'), until, `${from} or later`);
  return {
    ...{ from, until, source: readSource(reader, card['source'], at('source')) },
    item: reader.oneOf(card['item'], at('item'), itemNames),
    unit: reader.oneOf(card['unit'], at('unit'), units),
    basis: reader.oneOf(card['basis'], at('basis'), ['stated', 'seen'] as const),
    cohorts: or('cohorts', null, (value) =>
      reader
        .list(value, at('cohorts'), 3)
        .map((cohort, index) => reader.oneOf(cohort, `${at('cohorts')}[${String(index)}]`, accountCohorts)),
    ),
    priceFor: or('priceFor', 1, (value) => reader.whole(value, at('priceFor'), 1, 1_000_000)),
    per: reader.oneOf(card['per'], at('per'), ['day', 'month'] as const),
    walk: or('walk', 'flat', (value) =>
      reader.oneOf(value, at('walk'), ['flat', 'volume', 'graduated'] as const),
    ),
    tierFrom: readTiers(reader, card, field),
    boundIn: or('boundIn', 'next', (value) =>
      reader.oneOf(value, at('boundIn'), ['next', 'before'] as const),
    ),
    roundUp: or('roundUp', null, (value) => reader.oneOf(value, at('roundUp'), ['each', 'sum'] as const)),
    sizes: readSizes(reader, card['sizes'], at('sizes')),
    overhead: or('overhead', '1', (value) => reader.decimal(value, at('overhead'), 10)),
    ...{ byValidDays: flag('byValidDays'), loneAnchorFree: flag('loneAnchorFree') },
    bigOutputCounts: flag('bigOutputCounts'),
    notes: or('notes', [], (value) =>
      reader
        .list(value, at('notes'), 20)
        .map((note, index) => reader.text(note, `${at('notes')}[${String(index)}]`)),
    ),
  };
}

/** One row for each price of a card: what the rows have in common stands once on the card. */
export function readCard(reader: FieldReader, value: unknown, field: string): readonly Rate[] {
  const card = reader.object(value, field, cardFields);
  const common = readCommon(reader, card, field);
  if (common.tierFrom.length > 1 && common.walk === 'flat')
    reader.fault(`${field}.walk`, 'flat', 'volume or graduated, where there are tiers');
  const classes = common.sizes?.classes.map(([name]) => name) ?? null;
  const rates = reader.list(card['prices'], `${field}.prices`, 500).map((found, index): Rate => {
    const at = `${field}.prices[${String(index)}]`;
    const row = reader.object(found, at, priceFields);
    const printed = isAbsent(row['prices'])
      ? [reader.decimal(row['price'], `${at}.price`, 1e9)]
      : reader
          .list(row['prices'], `${at}.prices`, 50)
          .map((price, tier) => reader.decimal(price, `${at}.prices[${String(tier)}]`, 1e9));
    if (printed.length !== common.tierFrom.length)
      reader.fault(
        `${at}.prices`,
        `${String(printed.length)} prices`,
        `${String(common.tierFrom.length)}, one for each tier: otherwise there is a gap`,
      );
    return {
      ...common,
      class: isAbsent(row['class']) ? null : reader.text(row['class'], `${at}.class`, 40),
      codec: maybeOneOf(reader, row['codec'], `${at}.codec`, codecs),
      region: maybeOneOf(reader, row['region'], `${at}.region`, regions),
      minimumDays: isAbsent(row['minimumDays'])
        ? 0
        : reader.whole(row['minimumDays'], `${at}.minimumDays`, 0, 3650),
      prices: printed,
    };
  });
  if (classes !== null) findMissingClasses(reader, rates, classes, `${field}.prices`);
  return rates;
}

/** A codec or region that has a price for one class of pictures has one for each. */
function findMissingClasses(
  reader: FieldReader,
  rates: readonly Rate[],
  classes: readonly string[],
  field: string,
): void {
  const groups = Map.groupBy(
    rates.filter((rate) => rate.class !== null && classes.includes(rate.class)),
    ({ codec, region }) => `${codec ?? 'any codec'}, ${region ?? 'any region'}`,
  );
  for (const [whose, group] of groups)
    for (const name of classes)
      if (!group.some((rate) => rate.class === name))
        reader.fault(field, `nothing for ${name} (${whose})`, 'a price for every class: this is a gap');
}
