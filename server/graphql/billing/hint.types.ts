import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { CostHint as Hint } from '../../../domain/billing/hints.ts';
import { hintKinds } from '../../../domain/billing/hints.ts';
import type { MonthHint } from '../../../domain/billing/month-hints.ts';
import { printDecimal } from '../../../domain/money.ts';
import type { Plain } from '../plain.ts';
import { Decimal } from '../scalars/decimal.ts';

const CostHintKindEnum = Object.fromEntries(hintKinds.map((kind) => [kind, kind])) as Readonly<
  Record<Hint['kind'], Hint['kind']>
>;
registerEnumType(CostHintKindEnum, {
  name: 'CostHintKind',
  description: 'What could be otherwise.',
  valuesConfig: {
    ONE_FORMAT_LESS: { description: 'A format less is recorded.' },
    FEWER_FORMATS: { description: 'Of all that a month recorded, these formats alone.' },
    SHORTER_RETENTION: { description: 'Files are kept for fewer days.' },
    COLDER_STORAGE: { description: 'Files are kept in a colder class.' },
    RECORD_MIXES_ONLY: { description: 'Mixes instead of streams.' },
    RECORD_STREAMS_ONLY: { description: 'Streams instead of mixes.' },
    LOWER_BITRATE: { description: 'A lower bit rate.' },
    SMALLER_PICTURES: { description: 'Smaller pictures.' },
    PREPAID_PACKAGE: { description: 'A package paid before.' },
    NEWER_APPLICATION: { description: 'An application that is recorded by tasks.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'A field of the plan, or a knob of the month, as it would be.',
})
export class HintedChange {
  @Field(() => String, { description: 'The field.' })
  readonly field!: string;

  @Field(() => String, { description: 'Its value as JSON.' })
  readonly value!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'A cheaper configuration of a plan, or of a month that was; rated as one of its own.',
})
export class CostHint {
  @Field(() => CostHintKindEnum, { description: 'What could be otherwise.' })
  readonly kind: Hint['kind'];

  @Field(() => String, { description: 'In a sentence.' })
  readonly message: string;

  @Field(() => Decimal, {
    description: 'What it saves in the month, the first of a plan; always above zero.',
  })
  readonly saving: string;

  @Field(() => Decimal, { description: 'What the plan or the month then costs.' })
  readonly total: string;

  @Field(() => Boolean, {
    description: 'False where something used then has no price: the saving is that much too high.',
  })
  readonly complete: boolean;

  @Field(() => String, { description: 'What speaks against it.' })
  readonly caveat: string;

  @Field(() => [HintedChange], {
    description: 'The fields of the plan, or the knobs of the month, that change.',
  })
  readonly change: readonly Plain<HintedChange>[];

  constructor({ kind, message, saving, total, complete, caveat, change }: Hint | MonthHint) {
    this.kind = kind;
    this.message = message;
    this.saving = printDecimal(saving);
    this.total = printDecimal(total);
    this.complete = complete;
    this.caveat = caveat;
    this.change = Object.entries(change).map(([field, value]) => ({ field, value: JSON.stringify(value) }));
  }
}
