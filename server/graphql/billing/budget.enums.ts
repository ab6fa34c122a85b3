import { registerEnumType } from 'type-graphql';
import type { BudgetTerms, BudgetThreshold } from '../../../domain/billing/budget.ts';

export const BudgetBasisEnum = {
  ...{ ACTUAL: 'actual', FORECAST: 'forecast' },
} as const satisfies Record<string, BudgetThreshold['basis']>;
registerEnumType(BudgetBasisEnum, {
  name: 'BudgetBasis',
  description: 'What is held against a budget.',
  valuesConfig: {
    ACTUAL: { description: 'What the month has cost so far.' },
    FORECAST: {
      description: 'What it will have cost at its end; crossed by nothing while that cannot be told.',
    },
  },
});

export const BudgetActionEnum = {
  ...{ NONE: 'none', WARN: 'warn', DOWNGRADE: 'downgrade', REFUSE: 'refuse' },
} as const satisfies Record<string, BudgetThreshold['action']>;
registerEnumType(BudgetActionEnum, {
  name: 'BudgetAction',
  description:
    'What happens at the start of a task, a mix or a relay once a threshold is crossed; the gravest of those crossed. What the vendor records by itself, by settings or its own console, is not stopped.',
  valuesConfig: {
    NONE: { description: 'The event alone.' },
    WARN: { description: 'The answer has a notice.' },
    DOWNGRADE: { description: 'Something is taken away, and a notice says what.' },
    REFUSE: { description: 'Nothing is started: BUDGET_EXCEEDED.' },
  },
});

export const BudgetTakeAwayEnum = {
  ...{ MIX: 'mix', HLS: 'hls', MP4: 'mp4', FLV: 'flv', AAC: 'aac' },
} as const satisfies Record<string, NonNullable<BudgetTerms['takeAway']>>;
registerEnumType(BudgetTakeAwayEnum, {
  name: 'BudgetTakeAway',
  description: 'What a downgrade takes away.',
  valuesConfig: {
    MIX: {
      description: 'Mixing: a mix is not started (BUDGET_EXCEEDED), and streams are recorded as before.',
    },
    HLS: { description: 'HLS, where a task asks for another format too.' },
    MP4: { description: 'MP4, where a task asks for another format too.' },
    FLV: { description: 'FLV, where a task asks for another format too.' },
    AAC: { description: 'AAC, where a task asks for another format too.' },
  },
});
