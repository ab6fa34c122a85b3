import { z } from 'zod';
import { comparisonClasses } from '../../domain/billing/reconciliation/compare.ts';

const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
const text = z.string();
const whole = z.number().int();

const side = z.object({
  readAt: text,
  counts: z.object({ matched: whole, providerOnly: whole, oursOnly: whole, differs: whole }),
  comparisons: z.array(
    z.object({
      ...{ period: text, charge: text, of: text, unit: text },
      ...{ ours: amount, theirs: amount, difference: amount, class: z.enum(comparisonClasses) },
    }),
  ),
});

/** The API's answer: every number is decimal text. */
export const reconciliationAnswer = z.object({
  answer: z.object({
    ...{ month: text, comparedAt: text },
    ...{ lockedAt: text.nullable(), lockedBy: text.nullable(), lockedByRole: text.nullable() },
    usage: side.nullable(),
    invoice: side.extend({ total: amount, currency: text }).nullable(),
  }),
});
export type ReconciliationAnswer = z.infer<typeof reconciliationAnswer>['answer'];
