import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { defaultEncode } from '../../services/mixing.ts';
import { OneOf } from '../relay/one-of.ts';
import { RoomNameInput } from '../room/room.types.ts';
import { BudgetNotice } from '../billing/budget.types.ts';
import { Mix } from './mix.types.ts';
import { MixLayoutInput } from './mix-layout.types.ts';

@OneOf()
@InputType({ description: 'Which running room is meant.' })
export class RunningRoomInput {
  @Field(() => ID, { nullable: true, description: 'A room session by its id; refused when it has ended.' })
  readonly id?: string | null;

  @Field(() => RoomNameInput, {
    nullable: true,
    description: 'The session of this name that is going on now.',
  })
  readonly name?: RoomNameInput | null;
}

@InputType({ description: 'The form of the mixed stream. Ranges are the vendor’s.' })
export class MixEncodeInput {
  @Field(() => Int, {
    nullable: true,
    description: `Width in pixels, even, up to 1920; default ${defaultEncode.width}.`,
  })
  readonly width?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `Height in pixels, even, up to 1080; default ${defaultEncode.height}.`,
  })
  readonly height?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `Frames per second, 1 to 60; default ${defaultEncode.frameRate}.`,
  })
  readonly frameRate?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `Seconds between key frames, 1 to 5; default ${defaultEncode.gopSeconds}.`,
  })
  readonly gopSeconds?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `Picture bit rate in kbps, 1 to 10000; default ${defaultEncode.videoBitrateKbps}.`,
  })
  readonly videoBitrateKbps?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `Samples per second: 48000, 44100, 32000, 24000, 16000 or 8000; default ${defaultEncode.audioSampleRate}.`,
  })
  readonly audioSampleRate?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `Sound bit rate in kbps, 8 to 500; default ${defaultEncode.audioBitrateKbps}.`,
  })
  readonly audioBitrateKbps?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `1 or 2 channels of sound; default ${defaultEncode.audioChannels}.`,
  })
  readonly audioChannels?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Colour behind the pictures as a 24-bit RGB number; default 0, black.',
  })
  readonly backgroundColor?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Public http or https address of a png, jpg or bmp of at most 2 MB, cut to fill the canvas behind the pictures.',
  })
  readonly backgroundImageUrl?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Sound alone: nothing of the picture is used. Default false.',
  })
  readonly soundOnly?: boolean | null;
}

@InputType({ description: 'What to mix and record.' })
export class StartMixedRecordingInput {
  @Field(() => Int, {
    nullable: true,
    description: 'The application; may be left out where there is only one, or with a room id.',
  })
  readonly sdkAppId?: number | null;

  @Field(() => RunningRoomInput, { description: 'The room. Somebody must be in it.' })
  readonly room!: RunningRoomInput;

  @Field(() => String, {
    description: 'What the files’ names begin with: 1 to 64 of letters, digits, _ and -.',
  })
  readonly recordId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The mixed stream’s name on the live network, other than any user’s stream; left out, one is made.',
  })
  readonly streamId?: string | null;

  @Field(() => MixLayoutInput, {
    nullable: true,
    description: 'How the pictures are laid out; left out, a GRID of everybody.',
  })
  readonly layout?: MixLayoutInput | null;

  @Field(() => MixEncodeInput, {
    nullable: true,
    description: 'The form of the mix; what is left out has its default.',
  })
  readonly encode?: MixEncodeInput | null;

  @Field(() => String, {
    description: 'Your own key for this command; a repeat with it answers the same and starts nothing more.',
  })
  readonly idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Answer of startMixedRecording.' })
export class StartMixedRecordingPayload {
  @Field(() => Mix, {
    description: 'The mix: RUNNING, or UNCONFIRMED when the provider did not answer in time.',
  })
  readonly mix!: Mix;

  @Field(() => [BudgetNotice], { description: 'What budgets say to it; none on a repeat.' })
  readonly budgetNotices!: readonly BudgetNotice[];
}

@InputType({ description: 'Which mix to stop.' })
export class StopMixedRecordingInput {
  @Field(() => ID, {
    description: 'The mix. One that has ended is refused, so a late stop ends no later mix.',
  })
  readonly mixId!: string;

  @Field(() => String, { description: 'Your own key for this command; a repeat with it answers the same.' })
  readonly idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Answer of stopMixedRecording.' })
export class StopMixedRecordingPayload {
  @Field(() => Mix, {
    description: 'The mix: STOPPED, or UNCONFIRMED when the provider did not answer in time.',
  })
  readonly mix!: Mix;
}
