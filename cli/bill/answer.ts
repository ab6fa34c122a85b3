import { z } from 'zod';
import { charges } from '../../domain/billing/items.ts';

const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
const text = z.string();
const charge = z.enum(charges);

/** The API's answer: every number is decimal text. */
export const billAnswer = z.object({
  bill: z.object({
    book: z.object({ id: text, title: text, pagesDate: text }),
    bookAgeDays: z.number(),
    currency: text,
    total: amount,
    complete: z.boolean(),
    provisional: z.boolean(),
    measuredUntil: text.nullable(),
    subtotals: z.array(z.object({ charge, amount })),
    lines: z.array(
      z.object({
        ...{ charge, item: text, class: text.nullable(), region: text.nullable(), description: text },
        ...{ period: text, quantity: amount, unit: text, unitPrice: amount, amount, sharePercent: amount },
        ...{ origin: text, why: text, tierWalk: text.nullable(), rounding: text.nullable() },
        ...{ priceFrom: text, source: text, pageDate: text },
      }),
    ),
    warnings: z.array(z.object({ code: text, message: text })),
    corrections: z.array(
      z.object({
        ...{ day: text, use: text, before: amount, after: amount, madeAt: text, afterClose: z.boolean() },
      }),
    ),
  }),
});
export type BillAnswer = z.infer<typeof billAnswer>['bill'];
