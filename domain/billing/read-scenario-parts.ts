import { Decimal } from '../money.ts';
import type { FieldReader } from './field-reader.ts';
import { isAbsent } from './field-reader.ts';
import { codecs, itemNames, regions, trafficRegions } from './items.ts';
import type { Exchange, KnownUse, RegionShare } from './scenario.ts';

const useFields = ['item', 'class', 'codec', 'region', 'quantity', 'usesPerDay', 'days'];

export function readKnownUse(reader: FieldReader, value: unknown, field: string): KnownUse {
  const use = reader.object(value, field, useFields);
  const named = <T extends string>(name: string, allowed: readonly T[]): T | null =>
    isAbsent(use[name]) ? null : reader.oneOf(spell(use[name]), `${field}.${name}`, allowed);
  return {
    item: reader.oneOf(use['item'], `${field}.item`, itemNames),
    class: isAbsent(use['class']) ? null : reader.text(use['class'], `${field}.class`, 40),
    codec: named('codec', codecs),
    region: named('region', regions),
    quantity: reader.decimal(use['quantity'], `${field}.quantity`),
    usesPerDay: isAbsent(use['usesPerDay'])
      ? '1'
      : reader.decimal(use['usesPerDay'], `${field}.usesPerDay`, 1e9),
    days: isAbsent(use['days']) ? null : reader.whole(use['days'], `${field}.days`, 1, 3650),
  };
}

/** `MIXED` and `each_stream` as the domain spells them. */
export function spell(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase().replaceAll('_', '-') : value;
}

/** Regions and their percent of the bytes, which make a hundred together. */
export function readShares(reader: FieldReader, value: unknown, field: string): readonly RegionShare[] {
  const shares = reader.list(value, field, trafficRegions.length).map((entry, index): RegionShare => {
    const at = `${field}[${String(index)}]`;
    const share = reader.object(entry, at, ['region', 'percent']);
    return {
      region: reader.oneOf(spell(share['region']), `${at}.region`, trafficRegions),
      percent: reader.decimal(share['percent'], `${at}.percent`, 100),
    };
  });
  const sum = Decimal.sum(0, ...shares.map(({ percent }) => percent));
  if (!sum.equals(100)) reader.fault(field, `${sum.toFixed()} percent together`, 'shares that sum to 100');
  if (new Set(shares.map(({ region }) => region)).size < shares.length)
    reader.fault(field, value, 'each region once');
  return shares;
}

export function readExchange(reader: FieldReader, value: unknown, field: string): Exchange {
  const found = reader.object(value, field, ['currency', 'perUsd', 'asOf', 'source']);
  const currency = reader.text(found['currency'], `${field}.currency`, 3);
  if (currency !== '' && !/^[A-Z]{3}$/.test(currency))
    reader.fault(`${field}.currency`, currency, 'an ISO 4217 code like KRW');
  return {
    currency,
    perUsd: reader.decimal(found['perUsd'], `${field}.perUsd`, 1e9),
    asOf: reader.day(found['asOf'], `${field}.asOf`),
    source: reader.text(found['source'], `${field}.source`),
  };
}
