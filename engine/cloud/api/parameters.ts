import { z } from 'zod';
import { ApiFault } from '../../../wire/api-request.ts';

/** An integer; in the query form it comes as digits. */
export function integer(low: number, high: number) {
  const range = z.int().min(low).max(high);
  return z.union(
    [
      range,
      z
        .string()
        .regex(/^-?\d{1,16}$/)
        .transform(Number)
        .pipe(range),
    ],
    {
      error: `an integer from ${String(low)} to ${String(high)}`,
    },
  );
}

/** PostgreSQL holds every text but these. */
export const isStorable = (value: string): boolean => !value.includes('\0') && value.isWellFormed();

export function text(maxLength: number) {
  return z
    .string({ error: 'text' })
    .min(1, 'not empty')
    .max(maxLength, `at most ${String(maxLength)} characters`)
    .refine(isStorable, 'whole Unicode without NUL');
}

export function textList(maxItems: number, maxLength: number) {
  return z
    .array(text(maxLength), { error: 'a list of text' })
    .min(1, 'at least one')
    .max(maxItems, `at most ${String(maxItems)}`);
}

/** Names and descriptions of templates: letters of any script, digits, _ and -. */
export function templateText(maxLength: number, minLength: number) {
  return z
    .string({ error: 'text' })
    .min(minLength, 'not empty')
    .max(maxLength, `at most ${String(maxLength)} characters`)
    .regex(/^[\p{L}\p{N}_-]*$/u, 'letters, digits, _ and -');
}

/** Templates of one kind in an account. */
export const maxTemplates = 50;

/** An http or https address of at most 2083 characters; empty means none. */
export const callbackUrl = z
  .string({ error: 'text' })
  .max(2083, 'at most 2083 characters')
  .regex(/^(https?:\/\/[^\s/?#]+\S*)?$/i, 'empty, or an http or https address');

/** The vendor's rule for keys of callbacks; empty means none. */
export const callbackKey = z
  .string({ error: 'text' })
  .regex(/^[A-Za-z0-9]{0,32}$/, 'at most 32 letters and digits');

/** ISO 8601 with a zone, as the vendor's times are. */
export const instant = z.iso
  .datetime({ offset: true, error: 'a time like 2026-01-31T16:00:00+08:00' })
  .transform((value) => new Date(value));

/** The live service's times: ISO 8601 with a zone, or `2026-01-31 16:00:00` in UTC+8. */
export const liveTime = z
  .string({ error: 'text' })
  .transform((value) => {
    const isBeijing = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value);
    return isBeijing ? `${value.replace(' ', 'T')}+08:00` : value;
  })
  .pipe(instant);

function at(parameters: unknown, path: readonly PropertyKey[]): unknown {
  let value = parameters;
  for (const part of path)
    value =
      typeof value === 'object' && value !== null
        ? (value as Readonly<Record<PropertyKey, unknown>>)[part]
        : undefined;
  return value;
}

function sayValue(value: unknown): string {
  const said = typeof value === 'string' ? value : JSON.stringify(value);
  return said.length > 80 ? `${said.slice(0, 80)}…` : said;
}

/**
 * Checks an action's parameters: the value, or the fault in the vendor's codes. `codes` gives a parameter a code of its
 * own in place of InvalidParameterValue.
 */
export function readParameters<T>(
  schema: z.ZodType<T>,
  parameters: Readonly<Record<string, unknown>>,
  codes: Readonly<Record<string, string>> = {},
): T | ApiFault {
  const read = schema.safeParse(parameters);
  if (read.success) return read.data;
  const issue = read.error.issues[0]!;
  const name = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const unknown = issue.keys.map((key) => [...issue.path, key].join('.')).join(', ');
    return new ApiFault('UnknownParameter', `The parameter ${unknown} is not known to this engine.`);
  }
  const value = at(parameters, issue.path);
  if (value === undefined) return new ApiFault('MissingParameter', `The parameter ${name} is missing.`);
  const code = codes[String(issue.path[0])] ?? 'InvalidParameterValue';
  return new ApiFault(code, `${name} is ${sayValue(value)}; allowed: ${issue.message}.`);
}
