import { Field, InputType, Int, ObjectType } from 'type-graphql';
import type { Platform, PlatformRow } from '../../../domain/recording/platforms.ts';
import type { StreamType } from '../../../domain/room/room-key.ts';
import type { TicketRole } from '../../ports/provider.ts';
import { ticketSeconds, type JoinTicket as JoinTicketRecord } from '../../services/tickets.ts';
import { DateTime } from '../scalars/date-time.ts';
import { PlatformAbilities, PlatformEnum } from './platform.types.ts';
import { PublishedStreamTypeEnum, RoomKindEnum, TicketRoleEnum } from './room.enums.ts';
import { RoomNameInput } from './room.types.ts';

@InputType({ description: 'Who may publish where, and how what they publish is recorded.' })
export class CreateJoinTicketInput {
  @Field(() => Int, {
    nullable: true,
    description: 'The application; may be left out where there is only one.',
  })
  readonly sdkAppId?: number | null;

  @Field(() => RoomNameInput, {
    description: 'The room to join. It need not exist: the first to join opens it.',
  })
  readonly room!: RoomNameInput;

  @Field(() => String, { description: 'The user: 1 to 32 of letters, digits, _ and -.' })
  readonly userId!: string;

  @Field(() => PublishedStreamTypeEnum, {
    defaultValue: 'main',
    description: 'Which of the user’s two streams the address publishes.',
  })
  readonly streamType!: StreamType;

  @Field(() => String, {
    nullable: true,
    description: 'Put at the beginning of the recorded files’ names: 1 to 64 of letters, digits, _ and -.',
  })
  readonly userDefineRecordId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The stream’s name on the live network, 1 to 64 of letters, digits, _ and -; left out, the vendor’s own form is used.',
  })
  readonly streamId?: string | null;

  @Field(() => PlatformEnum, {
    nullable: true,
    description:
      'Where the user publishes from. Parameters that it cannot pass on at join are refused; left out, nothing is.',
  })
  readonly platform?: Platform | null;

  @Field(() => TicketRoleEnum, {
    defaultValue: 'publisher',
    description: 'What the user may do in the room. A viewer’s ticket has no addresses to publish to.',
  })
  readonly role!: TicketRole;

  @Field(() => Int, {
    defaultValue: ticketSeconds.default,
    description: `How long the ticket lets in, in seconds, ${ticketSeconds.min} to ${ticketSeconds.max}. Who is in stays in.`,
  })
  readonly lifetimeSeconds!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What a publisher needs to enter a room. It is a secret of that user.',
})
export class JoinTicket {
  @Field(() => Int, { description: 'The application.' })
  readonly sdkAppId: number;

  @Field(() => String, { description: 'The room’s name as text.' })
  readonly roomName: string;

  @Field(() => RoomKindEnum, { description: 'Whether the name is a number or text.' })
  readonly roomKind: JoinTicketRecord['room']['kind'];

  @Field(() => String, { description: 'The user.' })
  readonly userId: string;

  @Field(() => String, { description: 'The vendor’s user signature, for its SDKs.' })
  readonly userSig: string;

  @Field(() => String, {
    description:
      'The vendor’s proof of what the user may do in this room, for `privateMapKey` of its SDKs. It is asked for only where the application is under advanced permission control; our own addresses carry it already.',
  })
  readonly privateMapKey: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The whole address to publish to, ready for `ffmpeg -f flv`; null where RTMP cannot reach the room, and for viewers.',
  })
  readonly rtmpUrl: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The endpoint for publishing by WHIP (RFC 9725), from a browser for instance; its bearer token is `userSig`. Null on Tencent’s cloud, which does not document its own, and for viewers.',
  })
  readonly whipUrl: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Base of the publisher’s own commands (`start`, `stop`, `mix`), signed in by `userSig`; the SDK’s `createPublishing` speaks it. Null on Tencent’s cloud, where the vendor’s SDK has them.',
  })
  readonly publishingUrl: string | null;

  @Field(() => PlatformAbilities, {
    nullable: true,
    description: 'What the platform can start by itself; null where none was named.',
  })
  readonly platform: PlatformRow | null;

  @Field(() => DateTime, { description: 'Until when it lets in.' })
  readonly expiresAt: Date;

  constructor(record: JoinTicketRecord) {
    this.sdkAppId = record.sdkAppId;
    this.roomName = String(record.room.value);
    this.roomKind = record.room.kind;
    this.userId = record.userId;
    this.userSig = record.userSig;
    this.privateMapKey = record.privateMapKey;
    this.rtmpUrl = record.rtmpUrl;
    this.whipUrl = record.whipUrl;
    this.publishingUrl = record.publishingUrl;
    this.platform = record.platform;
    this.expiresAt = record.expiresAt;
  }
}

@ObjectType({ simpleResolvers: true, description: 'Answer of createJoinTicket.' })
export class CreateJoinTicketPayload {
  @Field(() => JoinTicket, { description: 'The ticket.' })
  readonly ticket!: JoinTicket;
}
