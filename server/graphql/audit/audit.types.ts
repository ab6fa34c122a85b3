import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { auditActions, type AuditAction } from '../../ports/audit.ts';
import { PageInfo } from '../relay/page-info.types.ts';
import { DateTime } from '../scalars/date-time.ts';
import { JsonObject } from '../scalars/json-object.ts';
import { Long } from '../scalars/long.ts';

const sentences: Readonly<Record<AuditAction, string>> = {
  'recording.update': 'Tags or the description were changed.',
  'recording.trash': 'Files were put into the trash.',
  'recording.restore': 'Files were taken out of the trash.',
  'recording.delete': 'Files were deleted at once and for good.',
  'recording.purge': 'The trash was emptied of a file.',
  'recording.expire': 'Retention deleted a recording.',
  'recording.deliver': 'A delivery policy fetched a file and deleted it from the media library.',
  'recording.loss': 'A file was found gone that nobody here had deleted.',
  'hold.put': 'A legal hold was put on.',
  'hold.refuse': 'A legal hold was asked for and could not be put on; nothing is recorded as held.',
  'hold.release': 'A legal hold was taken off.',
  'retention.set': 'The retention of a recording was set.',
  'retention.policy': 'A retention policy was set or removed.',
  'delivery.policy': 'A delivery policy was set or removed.',
  'sub_application.create': 'A sub-application was made.',
  'sub_application.status': 'A sub-application was opened or closed.',
  'playback.grant': 'Somebody was given a right to play.',
  'playback.renew': 'A right to play was prolonged.',
  'playback.revoke': 'A right to play was taken back.',
  'price_book.import': 'A price book was imported.',
  'billing.terms': 'It was set what applications are billed by.',
  'budget.set': 'It was set what a month of an application may cost.',
  'budget.remove': 'A budget was removed.',
  'reconciliation.usage': 'The provider’s usage of a month was read.',
  'reconciliation.invoice': 'The provider’s invoice of a month was read.',
  'reconciliation.lock': 'The reconciliation of a month was locked.',
  'reconciliation.unlock': 'The reconciliation of a month was unlocked.',
};

const nameOf = (action: AuditAction): string => action.toUpperCase().replace('.', '_');

export const AuditActionEnum: Readonly<Record<string, AuditAction>> = Object.fromEntries(
  auditActions.map((action) => [nameOf(action), action]),
);

registerEnumType(AuditActionEnum, {
  name: 'AuditAction',
  description: 'What was done. Values are only ever added.',
  valuesConfig: Object.fromEntries(
    auditActions.map((action) => [nameOf(action), { description: sentences[action] }]),
  ),
});

@ObjectType({
  simpleResolvers: true,
  description: 'One row of the audit log. The database refuses the server every change and deletion of it.',
})
export class AuditEntry {
  @Field(() => ID, { description: 'Unique, and later rows have greater ones.' })
  readonly id!: string;

  @Field(() => DateTime, { description: 'When, by the database’s clock.' })
  readonly at!: Date;

  @Field(() => AuditActionEnum, { description: 'What.' })
  readonly action!: AuditAction;

  @Field(() => String, {
    nullable: true,
    description: 'The key or token that did it; null = the service itself.',
  })
  readonly principal!: string | null;

  @Field(() => String, { nullable: true, description: 'The role of its key.' })
  readonly role!: string | null;

  @Field(() => Int, { nullable: true, description: 'The application; null = none in particular.' })
  readonly sdkAppId!: number | null;

  @Field(() => ID, { nullable: true, description: 'The recording.' })
  readonly recordingId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The room session.' })
  readonly roomId!: string | null;

  @Field(() => String, { nullable: true, description: 'The user whom it is about.' })
  readonly userId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The media library’s id of the file.' })
  readonly fileId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The playback grant.' })
  readonly grantId!: string | null;

  @Field(() => JsonObject, { description: 'What more there is to say: reasons, terms, before and after.' })
  readonly detail!: Readonly<Record<string, unknown>>;
}

@ObjectType({ simpleResolvers: true, description: 'A row and its place in the log.' })
export class AuditEdge {
  @Field(() => String, { description: 'To be given as `after`.' })
  readonly cursor!: string;

  @Field(() => AuditEntry, { description: 'The row.' })
  readonly node!: AuditEntry;
}

@ObjectType({ simpleResolvers: true, description: 'A page of the audit log, newest first.' })
export class AuditConnection {
  @Field(() => [AuditEdge], { description: 'The rows.' })
  readonly edges!: readonly AuditEdge[];

  @Field(() => PageInfo, { description: 'Where the page lies.' })
  readonly pageInfo!: PageInfo;

  @Field(() => Int, { description: 'How many rows match in all.' })
  readonly totalCount!: number;
}

@InputType({ description: 'Which rows of the audit log; what is given must all match.' })
export class AuditFilterInput {
  @Field(() => Int, { nullable: true, description: 'Of one application.' })
  readonly sdkAppId?: number | null;

  @Field(() => ID, { nullable: true, description: 'About one recording.' })
  readonly recordingId?: string | null;

  @Field(() => String, { nullable: true, description: 'About one user.' })
  readonly userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'About one playback grant.' })
  readonly grantId?: string | null;

  @Field(() => String, { nullable: true, description: 'By one key or token.' })
  readonly principal?: string | null;

  @Field(() => [AuditActionEnum], { nullable: true, description: 'Of any of these kinds.' })
  readonly actions?: readonly AuditAction[] | null;

  @Field(() => DateTime, { nullable: true, description: 'At this instant or later.' })
  readonly after?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Before this instant.' })
  readonly before?: Date | null;
}

@ObjectType({ simpleResolvers: true, description: 'What was served of one file under one grant.' })
export class Viewing {
  @Field(() => ID, {
    description: 'The grant that its addresses carried; the audit log says to whom it was given.',
  })
  readonly grantId!: string;

  @Field(() => ID, { description: 'The media library’s id of the file.' })
  readonly fileId!: string;

  @Field(() => Long, { description: 'Bytes that left.' })
  readonly bytes!: number;

  @Field(() => Int, { description: 'Requests that were answered with media.' })
  readonly requests!: number;

  @Field(() => DateTime, { description: 'The first of them.' })
  readonly firstAt!: Date;

  @Field(() => DateTime, { description: 'The last of them.' })
  readonly lastAt!: Date;
}
