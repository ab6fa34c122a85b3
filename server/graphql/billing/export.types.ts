import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { BillExportFormat, BillExportRecord, BillExportState } from '../../ports/bill-exports.ts';
import { exportKeptMs } from '../../services/exports/run-exports.ts';
import { DateTime } from '../scalars/date-time.ts';
import { Decimal } from '../scalars/decimal.ts';

export const BillExportFormatEnum = { CSV: 'CSV', FOCUS: 'FOCUS', XLSX: 'XLSX' } as const;
registerEnumType(BillExportFormatEnum, {
  name: 'BillExportFormat',
  description: 'The form of an exported bill.',
  valuesConfig: {
    CSV: { description: 'Comma-separated values, a row for each line.' },
    FOCUS: { description: 'The FinOps Open Cost and Usage Specification 1.2, as comma-separated values.' },
    XLSX: { description: 'A workbook: the lines, and the total of each month.' },
  },
});

export const BillExportStateEnum = {
  ...{ QUEUED: 'QUEUED', RUNNING: 'RUNNING', READY: 'READY', FAILED: 'FAILED', CANCELLED: 'CANCELLED' },
} as const;
registerEnumType(BillExportStateEnum, {
  name: 'BillExportState',
  description: 'How far an export is.',
  valuesConfig: {
    QUEUED: { description: 'It waits for its turn.' },
    RUNNING: { description: 'Its months are being written.' },
    READY: { description: 'Its file can be fetched.' },
    FAILED: { description: 'It could not be made; `error` says why.' },
    CANCELLED: { description: 'Somebody stopped it.' },
  },
});

@InputType({ description: 'What is to be exported.' })
export class StartBillExportInput {
  @Field(() => String, { description: 'The first month of UTC+8, as `2026-10`.' })
  readonly fromMonth!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The last month; left out: the first alone. At most 36 months in all.',
  })
  readonly untilMonth?: string;

  @Field(() => BillExportFormatEnum, { description: 'In which form.' })
  readonly format!: BillExportFormat;

  @Field(() => Int, {
    nullable: true,
    description: 'Decimals of amounts, 0 to 10, cut so that they sum to the cut sum; left out: every digit.',
  })
  readonly digits?: number;

  @Field(() => ID, { nullable: true, description: 'By which book; left out: as `bill` chooses.' })
  readonly book?: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Of which application; may be left out where there is one.',
  })
  readonly sdkAppId?: number;

  @Field(() => String, { description: 'A repeat with the same key answers the same export.' })
  readonly idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true, description: 'An export of bills, made in the background.' })
export class BillExport {
  @Field(() => ID, { description: 'Its id.' })
  readonly id: string;

  @Field(() => BillExportStateEnum, { description: 'How far it is.' })
  readonly state: BillExportState;

  @Field(() => BillExportFormatEnum, { description: 'Its form.' })
  readonly format: BillExportFormat;

  @Field(() => [String], { description: 'Its months, in order.' })
  readonly months: readonly string[];

  @Field(() => Int, { description: 'How many of them are done.' })
  readonly monthsDone: number;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  readonly createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was over.' })
  readonly finishedAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it will be forgotten: a day after it was over.',
  })
  readonly forgottenAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  readonly error: string | null;

  @Field(() => Int, { nullable: true, description: 'Bytes of its file.' })
  readonly sizeBytes: number | null;

  @Field(() => Decimal, { nullable: true, description: 'What its amounts sum to.' })
  readonly total: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'False where something used has no price: the total then lacks it. Null until it is ready.',
  })
  readonly complete: boolean | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Its months in which something used has no price. Rows of CSV and XLSX name it; FOCUS has no column for it, `warnings` of the month’s `bill` name it. Null until it is ready.',
  })
  readonly incompleteMonths: readonly string[] | null;

  constructor(record: BillExportRecord) {
    this.id = record.id;
    this.state = record.state;
    this.format = record.format;
    this.months = record.months;
    this.monthsDone = record.monthsDone;
    this.createdAt = record.createdAt;
    this.finishedAt = record.finishedAt;
    this.forgottenAt =
      record.finishedAt === null ? null : new Date(record.finishedAt.getTime() + exportKeptMs);
    this.error = record.error;
    this.sizeBytes = record.bytes;
    this.total = record.total;
    this.complete = record.incompleteMonths && record.incompleteMonths.length === 0;
    this.incompleteMonths = record.incompleteMonths;
  }
}
