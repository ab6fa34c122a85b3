import { Field, ObjectType } from 'type-graphql';
import { printUse } from '../../../domain/billing/use.ts';
import type { UsageCorrection as Correction } from '../../ports/ledger.ts';
import type { BookedBill } from '../../services/billing.ts';
import { DateTime } from '../scalars/date-time.ts';
import { Decimal } from '../scalars/decimal.ts';
import { PackageBalance } from './book.types.ts';
import { Costs, printCosts } from './costs.types.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'Usage that became known after its day was over: what a row of the ledger was and is.',
})
export class UsageCorrection {
  @Field(() => String, { description: 'The day, as `2026-06-01`.' })
  readonly day: string;

  @Field(() => String, { description: 'What was used, as the ledger calls it: `files/1280x720`.' })
  readonly use: string;

  @Field(() => Decimal, { description: 'What it was: channels, milliseconds or bytes.' })
  readonly before: string;

  @Field(() => Decimal, { description: 'What it is, in the same.' })
  readonly after: string;

  @Field(() => DateTime, { description: 'When it became known.' })
  readonly madeAt: Date;

  @Field(() => Boolean, {
    description: 'Whether the month was closed: the bill then has a line for it, and its other lines stay.',
  })
  readonly afterClose: boolean;

  constructor({ before, after, madeAt, afterClose }: Correction) {
    this.day = after.day;
    this.use = printUse(after.use);
    this.before = before.toString();
    this.after = after.quantity.toString();
    this.madeAt = madeAt;
    this.afterClose = afterClose;
  }
}

@ObjectType({
  implements: Costs,
  simpleResolvers: true,
  description: 'What was used in some time costs, by what was measured.',
})
export class CostBreakdown extends Costs {
  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when usage was metered; null where there never was any.',
  })
  readonly measuredUntil: Date | null;

  @Field(() => Boolean, {
    description:
      'Whether it may still change. A month closes on the sixth day of the next one, and keeps its book.',
  })
  readonly provisional: boolean;

  @Field(() => [UsageCorrection], {
    description: 'Usage of its time that became known late, the oldest first.',
  })
  readonly corrections: readonly UsageCorrection[];

  @Field(() => [PackageBalance], {
    description: 'What is left in prepaid packages as the last month of its time ends, or until now.',
  })
  readonly packagesLeft: readonly PackageBalance[];

  /** The month and application whose recordings share it; null of a part. */
  readonly shared: {
    readonly month: string;
    readonly sdkAppId: number | null;
    readonly bookId: string | null;
  } | null;

  constructor(booked: BookedBill, shared: CostBreakdown['shared'] = null) {
    super();
    Object.assign(this, printCosts(booked.bill, booked));
    this.measuredUntil = booked.measuredUntil;
    this.provisional = booked.provisional;
    this.corrections = booked.corrections.map((correction) => new UsageCorrection(correction));
    this.packagesLeft = booked.packagesLeft.map((balance) => new PackageBalance(balance));
    this.shared = shared;
  }
}
