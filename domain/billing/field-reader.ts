import type { FieldFault } from '../errors.ts';
import { readDay } from './calendar.ts';

/** Plain data from outside: JSON, YAML (every scalar may be text) or an API's input. */
export type Outside = Readonly<Record<string, unknown>>;

/** Non-negative decimal text of at most 15 digits on either side of the point. */
export const decimalPattern = /^\d{1,15}(\.\d{1,15})?$/;

/** Unprinted characters but tabs and ends of lines; half a surrogate pair. */
const controls = /(?![\t\n\r])\p{Cc}|\p{Surrogate}/u;

/** What came, as text for a message: short, whatever it was. */
export function sayValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const names = Object.keys(value);
    if (names.length > 5) return `an object of ${String(names.length)} fields`;
  }
  return short(toJson(value), 60);
}

function toJson(value: unknown): string {
  try {
    // Answers undefined for functions and symbols, whatever its type says.
    const text: unknown = JSON.stringify(value);
    return typeof text === 'string' ? text : typeof value;
  } catch {
    return typeof value;
  }
}

const short = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 3)}…` : text;

/** So many faults are told; whoever has more mends these first. */
const mostFaults = 100;

/** Reads fields and keeps every fault with the path of its field; a bad field answers its fallback. */
export class FieldReader {
  readonly faults: FieldFault[] = [];

  fault(field: string, got: unknown, allowed: string): void {
    if (this.faults.length < mostFaults)
      this.faults.push({ field: short(field, 200), got: sayValue(got), allowed });
  }

  /** The object, or an empty one; fields that are not known are faults. */
  object(value: unknown, field: string, known: readonly string[]): Outside {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.fault(field === '' ? 'the whole' : field, value, `fields: ${known.join(', ')}`);
      return {};
    }
    for (const [name, found] of Object.entries(value))
      if (!known.includes(name))
        this.fault(field === '' ? name : `${field}.${name}`, found, `one of the fields ${known.join(', ')}`);
    return value as Outside;
  }

  list(value: unknown, field: string, most: number): readonly unknown[] {
    if (Array.isArray(value) && value.length <= most) return value;
    this.fault(
      field,
      Array.isArray(value) ? `${String(value.length)} entries` : value,
      `a list of at most ${String(most)}`,
    );
    return [];
  }

  text(value: unknown, field: string, most = 500): string {
    if (typeof value === 'string' && value !== '' && value.length <= most && !controls.test(value))
      return value;
    this.fault(field, value, `text of 1 to ${String(most)} characters, none of them a control character`);
    return '';
  }

  oneOf<T extends string>(value: unknown, field: string, allowed: readonly T[]): T {
    const found = allowed.find((name) => name === value);
    if (found !== undefined) return found;
    this.fault(field, value, allowed.join(', '));
    return allowed[0]!;
  }

  day(value: unknown, field: string): string {
    if (typeof value === 'string' && readDay(value) !== null) return value;
    this.fault(field, value, 'a day like 2026-02-28');
    return '1970-01-01';
  }

  /** Decimal text; a whole number is taken too, a float never. */
  decimal(value: unknown, field: string, most = 1e12): string {
    const text = Number.isSafeInteger(value) ? String(value) : value;
    if (typeof text === 'string' && decimalPattern.test(text) && Number(text) <= most) return text;
    this.fault(field, value, `decimal text from "0" to "${String(most)}"`);
    return '0';
  }

  whole(value: unknown, field: string, least: number, most: number): number {
    const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= least && number <= most)
      return number;
    this.fault(field, value, `a whole number from ${String(least)} to ${String(most)}`);
    return least;
  }

  flag(value: unknown, field: string): boolean {
    if (value === true || value === 'true') return true;
    if (value !== false && value !== 'false') this.fault(field, value, 'true or false');
    return false;
  }
}

/** Text of absence in YAML read as text. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === 'null';
}
