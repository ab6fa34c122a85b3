import { registerEnumType } from 'type-graphql';
import type { LineDifference } from '../../../domain/billing/compare.ts';
import type { Knobs } from '../../../domain/billing/what-if.ts';

export const DifferenceKindEnum = {
  ...{ ADDED: 'added', GONE: 'gone', CHANGED: 'changed', SAME: 'same' },
} as const satisfies Record<string, LineDifference['kind']>;
registerEnumType(DifferenceKindEnum, {
  name: 'DifferenceKind',
  description: 'What became of one row of a book.',
  valuesConfig: {
    ADDED: { description: 'Only the other side pays for it.' },
    GONE: { description: 'Only the first side pays for it.' },
    CHANGED: { description: 'Both do, and not the same.' },
    SAME: { description: 'Both pay the same for the same quantity.' },
  },
});

export const RecordedChoiceEnum = {
  ...{ AS_IT_WAS: 'as-it-was', STREAMS: 'streams', MIXES: 'mixes' },
} as const satisfies Record<string, Knobs['recorded']>;
registerEnumType(RecordedChoiceEnum, {
  name: 'RecordedChoice',
  description: 'What would have been recorded of what was.',
  valuesConfig: {
    AS_IT_WAS: { description: 'The same.' },
    STREAMS: { description: 'No mixes: their recordings go away, and mixing.' },
    MIXES: { description: 'Mixes alone: all other recordings go away.' },
  },
});
