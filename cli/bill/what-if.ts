import { z } from 'zod';
import { charges } from '../../domain/billing/items.ts';
import { drawDifferenceRows, drawDifferences } from '../estimate/print-comparison.ts';
import { readDataFile } from '../estimate/read-file.ts';
import { sayIncomplete, unpricedOf } from '../../domain/billing/incomplete.ts';
import { billDocuments } from './documents.ts';
import type { Drawn } from './print.ts';
import type { GraphqlClient } from '../demo/graphql-client.ts';

const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
const text = z.string();
const side = z.object({ quantity: amount, amount }).nullable();
const whatIfAnswer = z.object({
  whatIf: z.object({
    before: z.object({ total: amount, complete: z.boolean(), currency: text }),
    after: z.object({
      ...{ total: amount, complete: z.boolean() },
      warnings: z.array(z.object({ code: text, message: text })),
    }),
    difference: amount,
    subtotals: z.array(z.object({ charge: z.enum(charges), amount })),
    lines: z.array(
      z.object({
        ...{
          kind: text,
          charge: z.enum(charges),
          item: text,
          class: text.nullable(),
          region: text.nullable(),
        },
        ...{ description: text, unit: text, before: side, after: side, difference: amount },
        ...{ quantityEffect: amount, priceEffect: amount },
      }),
    ),
    assumptions: z.array(text),
  }),
});

export interface WhatIfOptions {
  /** `2026-10`. */
  readonly month: string;
  /** A YAML or JSON file with the API's knobs; choices in small letters or as in the API. */
  readonly file: string;
  readonly book: string | undefined;
  readonly sdkAppId: number;
  readonly format: string;
}

const wholes = new Set(['retentionDays']);
const choices = new Set(['recorded', 'storageClass', 'storageRegion', 'playbackRegion']);

/** A file has text alone, and the API numbers and names of choices. */
function asInput(file: string, read: unknown): unknown {
  if (typeof read !== 'object' || read === null || Array.isArray(read))
    throw new Error(`${file} holds no knobs; allowed: fields like "formats: [hls]" or "retentionDays: 30".`);
  const spell = (value: unknown): unknown =>
    typeof value === 'string' ? value.toUpperCase().replaceAll('-', '_') : value;
  return Object.fromEntries(
    Object.entries(read).map(([name, value]: [string, unknown]) => [
      name,
      wholes.has(name) && typeof value === 'string' && /^\d{1,9}$/.test(value)
        ? Number(value)
        : choices.has(name)
          ? spell(value)
          : name === 'formats' && Array.isArray(value)
            ? value.map(spell)
            : value,
    ]),
  );
}

/** `roomtape bill 2026-10 --what-if knobs.yaml`: what the running house answers to `whatIf`, printed. */
export async function whatIf(house: GraphqlClient, options: WhatIfOptions): Promise<Drawn> {
  const { month, file, book, sdkAppId, format } = options;
  const input = { month, sdkAppId, book: book ?? null, knobs: asInput(file, readDataFile(file)) };
  const { whatIf: found } = await house.ask(billDocuments.whatIf, { input }, whatIfAnswer);
  if (format === 'json') return { content: JSON.stringify(found, null, 2), besides: null };
  const plain = { ...found, before: month, after: file, currency: found.before.currency };
  if (format === 'csv')
    return { content: drawDifferenceRows(plain), besides: sayIncomplete(unpricedOf(found.after.warnings)) };
  const content = [
    `${month} was ${found.before.total} ${found.before.currency}; with ${file} it would have been ${found.after.total}.${found.after.complete ? '' : ' INCOMPLETE: something has no price.'}`,
    drawDifferences(plain),
    ...found.after.warnings.map(({ code, message }) => `${code}: ${message}`),
    ...found.assumptions,
  ].join('\n');
  return { content, besides: null };
}
