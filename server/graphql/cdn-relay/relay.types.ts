import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { RelayState, TargetState } from '../../../domain/relay/relay-lifecycle.ts';
import type { LiveUrls, RelayRecord } from '../../ports/relays.ts';
import { relayRanges } from '../../services/relays.ts';
import { BudgetNotice } from '../billing/budget.types.ts';
import { RunningRoomInput } from '../mixing/mixed-recording.types.ts';
import type { Plain } from '../plain.ts';
import { printGlobalId } from '../relay/global-id.ts';
import { Node } from '../relay/node.types.ts';
import { PublishedStreamTypeEnum } from '../room/room.enums.ts';
import { DateTime } from '../scalars/date-time.ts';

export const RelayStateEnum = {
  REQUESTED: 'REQUESTED',
  RUNNING: 'RUNNING',
  UNCONFIRMED: 'UNCONFIRMED',
  STOPPED: 'STOPPED',
  REFUSED: 'REFUSED',
  FAILED: 'FAILED',
} as const satisfies Record<RelayState, RelayState>;
registerEnumType(RelayStateEnum, {
  name: 'StreamRelayState',
  description: 'Where a relay stands.',
  valuesConfig: {
    REQUESTED: { description: 'The intent is stored; the provider has not answered yet.' },
    RUNNING: { description: 'The provider took it; `targets` says how each target is.' },
    UNCONFIRMED: {
      description: 'The provider did not answer in time; callbacks or a deadline will settle it.',
    },
    STOPPED: { description: 'It is over, by a command or by itself without its stream.' },
    REFUSED: { description: 'The provider refused it; `failure` says why.' },
    FAILED: { description: 'No target could be reached; `failure` says why.' },
  },
});

export const RelayTargetStateEnum = {
  IDLE: 'idle',
  CONNECTING: 'connecting',
  RUNNING: 'running',
  RECOVERING: 'recovering',
  FAILED: 'failed',
  DISCONNECTING: 'disconnecting',
} as const satisfies Record<string, TargetState>;
registerEnumType(RelayTargetStateEnum, {
  name: 'RelayTargetState',
  description: 'How one target of a relay is, in the vendor’s words.',
  valuesConfig: {
    IDLE: { description: 'Over.' },
    CONNECTING: { description: 'Not reached yet.' },
    RUNNING: { description: 'The stream goes there.' },
    RECOVERING: { description: 'It broke off, or waits for its stream, and is made again.' },
    FAILED: { description: 'Given up; `message` says why.' },
    DISCONNECTING: { description: 'Ending.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'How one target of a relay is.' })
export class RelayTarget {
  @Field(() => Int, {
    description:
      'Its place: 0 is the live network, then `pushUrls` in their order. Addresses may hold secrets and are not shown.',
  })
  readonly place!: number;

  @Field(() => RelayTargetStateEnum, {
    nullable: true,
    description: 'How it is; null while the provider told nothing.',
  })
  readonly state!: TargetState | null;

  @Field(() => String, { description: 'What is wrong; empty where nothing is.' })
  readonly message!: string;

  @Field(() => DateTime, { nullable: true, description: 'Since when; null while the provider told nothing.' })
  readonly since!: Date | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Signed addresses under which a stream is watched while it is live.',
})
export class LivePlayUrls implements LiveUrls {
  @Field(() => String, { description: 'HTTP-FLV: about a second behind.' })
  readonly flv!: string;

  @Field(() => String, { description: 'HLS: some segments behind.' })
  readonly hls!: string;

  @Field(() => DateTime, {
    description: 'When they stop opening (txTime). Who watches FLV then goes on; HLS may end.',
  })
  readonly expiresAt!: Date;
}

@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description: 'A relay that was asked for: a user’s stream, watched live by others and pushed elsewhere.',
})
export class StreamRelay extends Node {
  declare readonly id: string;

  @Field(() => Int, { description: 'The application that it belongs to.' })
  readonly sdkAppId: number;

  @Field(() => String, { description: 'Whose stream.' })
  readonly userId: string;

  @Field(() => PublishedStreamTypeEnum, { description: 'Which of the user’s streams.' })
  readonly streamType: RelayRecord['streamType'];

  @Field(() => String, { description: 'Its name on the live network.' })
  readonly streamId: string;

  @Field(() => RelayStateEnum, { description: 'Where it stands.' })
  readonly state: RelayState;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was refused, failed or is unconfirmed; null otherwise.',
  })
  readonly failure: string | null;

  @Field(() => [RelayTarget], { description: 'Its targets: the live network first.' })
  readonly targets: readonly Plain<RelayTarget>[];

  @Field(() => DateTime, { description: 'When it was asked for.' })
  readonly requestedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it runs.' })
  readonly stoppedAt: Date | null;

  readonly record: RelayRecord;

  constructor(record: RelayRecord) {
    super();
    this.id = printGlobalId('StreamRelay', record.id);
    this.sdkAppId = record.sdkAppId;
    this.userId = record.userId;
    this.streamType = record.streamType;
    this.streamId = record.streamId;
    this.state = record.state;
    this.failure = record.failure;
    this.targets = record.urls.map((url, place) => {
      const told = record.targets.find((target) => target.url === url);
      return {
        place,
        state: told?.state ?? null,
        message: told?.message ?? '',
        since: told === undefined ? null : new Date(told.atMs),
      };
    });
    this.requestedAt = record.requestedAt;
    this.stoppedAt = record.stoppedAt;
    this.record = record;
  }
}

@InputType({ description: 'What to relay, and where to.' })
export class StartRelayInput {
  @Field(() => Int, {
    nullable: true,
    description: 'The application; may be left out where there is only one, or with a room id.',
  })
  readonly sdkAppId?: number | null;

  @Field(() => RunningRoomInput, { description: 'The room. Somebody must be in it.' })
  readonly room!: RunningRoomInput;

  @Field(() => String, { description: 'Whose stream. The user may come later, or go and come back.' })
  readonly userId!: string;

  @Field(() => PublishedStreamTypeEnum, {
    nullable: true,
    description: 'Which of the user’s streams; default MAIN.',
  })
  readonly streamType?: RelayRecord['streamType'] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name on the live network, 1 to 64 of letters, digits, _ and -; left out, one is made.',
  })
  readonly streamId?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: `Public rtmp:// or rtmps:// addresses that it is pushed to as well, at most ${relayRanges.pushUrls.max}; their keys are shown to nobody.`,
  })
  readonly pushUrls?: readonly string[] | null;

  @Field(() => Int, {
    defaultValue: relayRanges.maxIdleSeconds.default,
    description: `Seconds without its stream after which it ends by itself, ${relayRanges.maxIdleSeconds.min} to ${relayRanges.maxIdleSeconds.max}.`,
  })
  readonly maxIdleSeconds!: number;

  @Field(() => String, {
    description: 'Your own key for this command; a repeat with it answers the same and starts nothing more.',
  })
  readonly idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Answer of startRelay.' })
export class StartRelayPayload {
  @Field(() => StreamRelay, {
    description: 'The relay: RUNNING, or UNCONFIRMED when the provider did not answer in time.',
  })
  readonly relay!: StreamRelay;

  @Field(() => [BudgetNotice], { description: 'What budgets say to it; none on a repeat.' })
  readonly budgetNotices!: readonly BudgetNotice[];
}

@InputType({ description: 'Which relay to stop.' })
export class StopRelayInput {
  @Field(() => ID, {
    description: 'The relay. One that is over is refused, so a late stop ends no later relay.',
  })
  readonly relayId!: string;

  @Field(() => String, { description: 'Your own key for this command; a repeat with it answers the same.' })
  readonly idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Answer of stopRelay.' })
export class StopRelayPayload {
  @Field(() => StreamRelay, {
    description: 'The relay: STOPPED, or UNCONFIRMED when the provider did not answer in time.',
  })
  readonly relay!: StreamRelay;
}
