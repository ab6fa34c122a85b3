import type { FieldReader, Outside } from './field-reader.ts';
import { isAbsent } from './field-reader.ts';
import { codecs, itemNames, regions } from './items.ts';
import type { FreeMinutes, PackageKind, Subject } from './price-book.ts';
import { maybeOneOf, readSource } from './read-card.ts';

const subjectFields = ['item', 'class', 'codec', 'region'];

function readSubject(reader: FieldReader, row: Outside, field: string): Subject {
  return {
    item: reader.oneOf(row['item'], `${field}.item`, itemNames),
    class: isAbsent(row['class']) ? null : reader.text(row['class'], `${field}.class`, 40),
    codec: maybeOneOf(reader, row['codec'], `${field}.codec`, codecs),
    region: maybeOneOf(reader, row['region'], `${field}.region`, regions),
  };
}

export function readFreeMinutes(reader: FieldReader, value: unknown, field: string): FreeMinutes {
  const row = reader.object(value, field, ['id', 'minutes', 'from', 'until', 'order', 'source']);
  return {
    id: reader.text(row['id'], `${field}.id`, 80),
    minutes: reader.decimal(row['minutes'], `${field}.minutes`),
    from: reader.day(row['from'], `${field}.from`),
    until: isAbsent(row['until']) ? null : reader.day(row['until'], `${field}.until`),
    source: readSource(reader, row['source'], `${field}.source`),
    order: reader.list(row['order'], `${field}.order`, 100).map((subject, index) => {
      const at = `${field}.order[${String(index)}]`;
      return readSubject(reader, reader.object(subject, at, subjectFields), at);
    }),
  };
}

export function readPackageKind(reader: FieldReader, value: unknown, field: string): PackageKind {
  const row = reader.object(value, field, [
    ...['kind', 'unit', 'months', 'source', 'notes', 'ratios', 'packages'],
  ]);
  const each = <T>(name: string, most: number, read: (entry: unknown, at: string) => T): readonly T[] =>
    reader
      .list(row[name], `${field}.${name}`, most)
      .map((entry, index) => read(entry, `${field}.${name}[${String(index)}]`));
  return {
    kind: reader.text(row['kind'], `${field}.kind`, 80),
    unit: reader.text(row['unit'], `${field}.unit`, 80),
    months: reader.whole(row['months'], `${field}.months`, 1, 120),
    source: readSource(reader, row['source'], `${field}.source`),
    notes: isAbsent(row['notes']) ? [] : each('notes', 20, (note, at) => reader.text(note, at)),
    ratios: each('ratios', 200, (entry, at) => {
      const ratio = reader.object(entry, at, [...subjectFields, 'ratio']);
      return {
        ...readSubject(reader, ratio, at),
        ratio: reader.decimal(ratio['ratio'], `${at}.ratio`, 1000),
      };
    }),
    packages: each('packages', 100, (entry, at) => {
      const found = reader.object(entry, at, ['id', 'holds', 'price']);
      return {
        id: reader.text(found['id'], `${at}.id`, 80),
        holds: reader.decimal(found['holds'], `${at}.holds`),
        price: reader.decimal(found['price'], `${at}.price`, 1e9),
      };
    }),
  };
}
