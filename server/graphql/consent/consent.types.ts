import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { ConsentOutcome, ConsentRecord } from '../../ports/consents.ts';
import { maxEvidence } from '../../services/consents.ts';
import { PageInfo } from '../relay/page-info.types.ts';
import { RoomNameInput } from '../room/room.types.ts';
import { DateTime } from '../scalars/date-time.ts';

export const ConsentOutcomeEnum = {
  PENDING: 'PENDING',
  APPLIED: 'APPLIED',
  UNCONFIRMED: 'UNCONFIRMED',
  REFUSED: 'REFUSED',
} as const;

registerEnumType(ConsentOutcomeEnum, {
  name: 'ConsentOutcome',
  description: 'What the recording service made of an answer.',
  valuesConfig: {
    PENDING: { description: 'It is being told.' },
    APPLIED: { description: 'It holds in everything that is recorded from then on.' },
    UNCONFIRMED: { description: 'The service did not answer; it is told again until it does.' },
    REFUSED: { description: 'The service refused it; `failure` says why.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'One answer to whether somebody may be recorded. The log of them only grows.',
})
export class ConsentEntry {
  @Field(() => ID, { description: 'Unique.' })
  readonly id: string;

  @Field(() => Int, { description: 'The application.' })
  readonly sdkAppId: number;

  @Field(() => String, { nullable: true, description: 'The room’s name; null where it holds in every room.' })
  readonly room: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The user; null for the application’s default, which counts for all of whom nothing is known.',
  })
  readonly userId: string | null;

  @Field(() => Boolean, { description: 'Whether recording is allowed.' })
  readonly allowed: boolean;

  @Field(() => String, { nullable: true, description: 'What was kept as proof, in words.' })
  readonly evidence: string | null;

  @Field(() => String, { nullable: true, description: 'SHA-256 of the evidence in UTF-8, hexadecimal.' })
  readonly evidenceSha256: string | null;

  @Field(() => String, { description: 'The key or token that gave the answer.' })
  readonly givenBy: string;

  @Field(() => DateTime, { description: 'When it was given.' })
  readonly givenAt: Date;

  @Field(() => ConsentOutcomeEnum, { description: 'What the recording service made of it.' })
  readonly outcome: ConsentOutcome;

  @Field(() => String, { nullable: true, description: 'Why it is not applied; null where it is.' })
  readonly failure: string | null;

  constructor(record: ConsentRecord) {
    this.id = record.id;
    this.sdkAppId = record.sdkAppId;
    this.room = record.room === null ? null : String(record.room.value);
    this.userId = record.userId;
    this.allowed = record.allowed;
    this.evidence = record.evidence;
    this.evidenceSha256 = record.evidenceSha256;
    this.givenBy = record.principal;
    this.givenAt = record.at;
    this.outcome = record.outcome;
    this.failure = record.failure;
  }
}

@ObjectType({ simpleResolvers: true, description: 'An answer and its place in the list.' })
export class ConsentEdge {
  @Field(() => String, { description: 'To be given as `after`.' })
  readonly cursor!: string;

  @Field(() => ConsentEntry, { description: 'The answer.' })
  readonly node!: ConsentEntry;
}

@ObjectType({ simpleResolvers: true, description: 'A page of answers, newest first.' })
export class ConsentConnection {
  @Field(() => [ConsentEdge], { description: 'The rows.' })
  readonly edges!: readonly ConsentEdge[];

  @Field(() => PageInfo, { description: 'Where the page lies.' })
  readonly pageInfo!: PageInfo;

  @Field(() => Int, { description: 'How many answers match in all.' })
  readonly totalCount!: number;
}

@InputType({ description: 'Which answers to list; what is given must all match.' })
export class ConsentFilterInput {
  @Field(() => Int, {
    nullable: true,
    description: 'The application; may be left out where there is only one.',
  })
  readonly sdkAppId?: number | null;

  @Field(() => String, { nullable: true, description: 'Of one user.' })
  readonly userId?: string | null;

  @Field(() => RoomNameInput, { nullable: true, description: 'Of one room.' })
  readonly room?: RoomNameInput | null;
}

@InputType({ description: 'Who may be recorded, or may not.' })
export class SetConsentInput {
  @Field(() => Int, {
    nullable: true,
    description: 'The application; may be left out where there is only one.',
  })
  readonly sdkAppId?: number | null;

  @Field(() => RoomNameInput, { nullable: true, description: 'Only in this room; left out, in every one.' })
  readonly room?: RoomNameInput | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The user; left out, the application’s default for all of whom nothing is known (at first: allowed).',
  })
  readonly userId?: string | null;

  @Field(() => Boolean, {
    description: 'False leaves the user out of every recording and mix from this moment on.',
  })
  readonly allowed!: boolean;

  @Field(() => String, {
    nullable: true,
    description: `What proves the answer, in words, at most ${maxEvidence} characters; it is logged with its SHA-256.`,
  })
  readonly evidence?: string | null;

  @Field(() => String, { description: 'Your own key for this command; a repeat with it answers the same.' })
  readonly idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Answer of setConsent.' })
export class SetConsentPayload {
  @Field(() => ConsentEntry, {
    description: 'The answer as logged: APPLIED, or UNCONFIRMED when the service did not answer in time.',
  })
  readonly consent!: ConsentEntry;
}
