import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Charge } from '../../../domain/billing/items.ts';
import type { Comparison, ComparisonClass } from '../../../domain/billing/reconciliation/compare.ts';
import { countClasses } from '../../../domain/billing/reconciliation/compare.ts';
import type { ReconciledInvoice, ReconciledSide } from '../../ports/bill-reconciliation.ts';
import type { BillReconciliation as Found } from '../../services/bill-reconciliation.ts';
import { DateTime } from '../scalars/date-time.ts';
import { Decimal } from '../scalars/decimal.ts';
import { ChargeEnum } from './costs.types.ts';
import { EstimateCostInput } from './estimate.inputs.ts';

export const ComparisonClassEnum = {
  MATCHED: 'MATCHED',
  PROVIDER_ONLY: 'PROVIDER_ONLY',
  OURS_ONLY: 'OURS_ONLY',
  DIFFERS: 'DIFFERS',
} as const;
registerEnumType(ComparisonClassEnum, {
  name: 'ComparisonClass',
  description: 'How the two sides of a day and a charge agree.',
  valuesConfig: {
    MATCHED: { description: 'Within the tolerance.' },
    PROVIDER_ONLY: { description: 'We metered nothing of it.' },
    OURS_ONLY: { description: 'The provider has nothing of it.' },
    DIFFERS: { description: 'Both have it, and they are further apart than the tolerance.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'Both sides of a day and a charge.' })
export class CostComparison {
  @Field(() => String, {
    description: 'The day, as `2026-10-05`, or the month where the whole of it is charged at once.',
  })
  readonly period!: string;

  @Field(() => ChargeEnum, { description: 'Which charge.' })
  readonly charge!: Charge;

  @Field(() => String, { description: 'What of it: `recorded/HD`, `channels`; of an invoice `amount`.' })
  readonly of!: string;

  @Field(() => String, { description: 'The unit: seconds, minutes, bytes, channels, or a currency.' })
  readonly unit!: string;

  @Field(() => Decimal, { description: 'What was metered here.' })
  readonly ours!: string;

  @Field(() => Decimal, { description: 'What the provider says.' })
  readonly theirs!: string;

  @Field(() => Decimal, { description: 'Theirs less ours.' })
  readonly difference!: string;

  @Field(() => ComparisonClassEnum, { description: 'How they agree.' })
  readonly class!: ComparisonClass;
}

@ObjectType({ simpleResolvers: true, description: 'How many comparisons there are of each class.' })
export class ComparisonCounts {
  @Field(() => Int, { description: 'Within the tolerance.' })
  readonly matched: number;

  @Field(() => Int, { description: 'The provider’s alone.' })
  readonly providerOnly: number;

  @Field(() => Int, { description: 'Ours alone.' })
  readonly oursOnly: number;

  @Field(() => Int, { description: 'Further apart than the tolerance.' })
  readonly differs: number;

  constructor(rows: readonly Comparison[]) {
    const counts = countClasses(rows);
    this.matched = counts.MATCHED;
    this.providerOnly = counts.PROVIDER_ONLY;
    this.oursOnly = counts.OURS_ONLY;
    this.differs = counts.DIFFERS;
  }
}

@ObjectType({ simpleResolvers: true, description: 'The provider’s usage beside ours, by day and charge.' })
export class UsageReconciliation {
  @Field(() => DateTime, { description: 'When the provider was asked.' })
  readonly readAt: Date;

  @Field(() => ComparisonCounts, { description: 'How many of each class.' })
  readonly counts: ComparisonCounts;

  @Field(() => [CostComparison], { description: 'Everything that either side has anything of.' })
  readonly comparisons: readonly Comparison[];

  constructor({ readAt, comparisons }: ReconciledSide) {
    this.readAt = readAt;
    this.counts = new ComparisonCounts(comparisons);
    this.comparisons = comparisons;
  }
}

@ObjectType({ simpleResolvers: true, description: 'The provider’s invoice beside the metered bills.' })
export class InvoiceReconciliation extends UsageReconciliation {
  @Field(() => Decimal, { description: 'The sum of the invoice.' })
  readonly total: string;

  @Field(() => String, { description: 'ISO 4217 code of its amounts.' })
  readonly currency: string;

  constructor(side: ReconciledInvoice) {
    super(side);
    this.total = side.total;
    this.currency = side.currency;
  }
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A month of the whole account: what was metered, and what the provider and its invoice say of it. A locked one stays as it was.',
})
export class Reconciliation {
  @Field(() => String, { description: 'The month, as `2026-10`.' })
  readonly month: string;

  @Field(() => DateTime, {
    description: 'When both sides were compared; of a locked month before it was locked.',
  })
  readonly comparedAt: Date;

  @Field(() => UsageReconciliation, { nullable: true, description: 'Null where it was never asked for.' })
  readonly usage: UsageReconciliation | null;

  @Field(() => InvoiceReconciliation, { nullable: true, description: 'Null where none was read.' })
  readonly invoice: InvoiceReconciliation | null;

  @Field(() => DateTime, { nullable: true, description: 'Since when it is locked; null where it is not.' })
  readonly lockedAt: Date | null;

  @Field(() => String, { nullable: true, description: 'The key that locked it.' })
  readonly lockedBy: string | null;

  @Field(() => String, { nullable: true, description: 'The role of that key.' })
  readonly lockedByRole: string | null;

  constructor({ month, comparedAt, usage, invoice, lock }: Found) {
    this.month = month;
    this.comparedAt = comparedAt;
    this.usage = usage && new UsageReconciliation(usage);
    this.invoice = invoice && new InvoiceReconciliation(invoice);
    this.lockedAt = lock?.lockedAt ?? null;
    this.lockedBy = lock?.lockedBy ?? null;
    this.lockedByRole = lock?.lockedByRole ?? null;
  }
}

@InputType({ description: 'A month of the account.' })
export class ReconciliationMonthInput {
  @Field(() => String, { description: 'The month, as `2026-10`.' })
  readonly month!: string;
}

@InputType({ description: 'A month of the account, and why it is opened again.' })
export class UnlockReconciliationInput extends ReconciliationMonthInput {
  @Field(() => String, { description: 'Why; it goes into the audit log. 1 to 500 characters.' })
  readonly reason!: string;
}

@InputType({ description: 'An invoice of a month.' })
export class ImportInvoiceInput extends ReconciliationMonthInput {
  @Field(() => String, {
    description:
      'Comma-separated values with the columns `day,charge,amount,currency` and at most 1000 rows: each day of the month, and the month itself for what the whole of it is charged.',
  })
  readonly csv!: string;
}

@InputType({ description: 'A plan that a month is held against.' })
export class KeepEstimateInput extends ReconciliationMonthInput {
  @Field(() => Int, {
    nullable: true,
    description: 'Of which application; may be left out where there is one.',
  })
  readonly sdkAppId?: number;

  @Field(() => EstimateCostInput, { description: 'The plan, as `estimateCost` takes it.' })
  readonly estimate!: EstimateCostInput;
}

@ObjectType({ simpleResolvers: true, description: 'One of the three numbers of a month.' })
export class MonthNumber {
  @Field(() => Decimal, { nullable: true, description: 'The amount; null where nobody said it.' })
  readonly amount!: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217 code of it.' })
  readonly currency!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was said; of the metered one until when it was metered.',
  })
  readonly knownAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When it was last reconciled: the metered one with the provider’s usage or invoice, the billed one with the metered, the estimate when the month was locked.',
  })
  readonly reconciledAt!: Date | null;

  @Field(() => Boolean, {
    description: 'Whether it is the whole account’s, of which this application is one of several.',
  })
  readonly ofAccount!: boolean;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What a month was estimated, metered and billed at. They stay apart.',
})
export class MonthNumbers {
  @Field(() => MonthNumber, { description: 'By the plan of `keepEstimate`.' })
  readonly estimated!: MonthNumber;

  @Field(() => MonthNumber, { description: 'By what was measured: the total of this bill.' })
  readonly metered!: MonthNumber;

  @Field(() => MonthNumber, { description: 'By the provider’s invoice.' })
  readonly billed!: MonthNumber;

  @Field(() => DateTime, { nullable: true, description: 'Since when the month is locked.' })
  readonly lockedAt!: Date | null;
}

@ObjectType({ simpleResolvers: true, description: 'A plan that is kept for a month.' })
export class KeptEstimate {
  @Field(() => String, { description: 'The month, as `2026-10`.' })
  readonly month!: string;

  @Field(() => Int, { description: 'The application.' })
  readonly sdkAppId!: number;

  @Field(() => Decimal, { description: 'What the plan’s first month costs.' })
  readonly total!: string;

  @Field(() => String, { description: 'ISO 4217 code of it.' })
  readonly currency!: string;

  @Field(() => ID, { description: 'By which book.' })
  readonly bookId!: string;

  @Field(() => DateTime, { description: 'When it was kept.' })
  readonly keptAt!: Date;
}
