import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { LayoutOrder, RenderMode, SoundPlaces, Template } from '../../../domain/mixing/layout.ts';
import type { MixLayoutInput as LayoutInput } from '../../../domain/mixing/read-layout.ts';
import type { StreamType } from '../../../domain/room/room-key.ts';
import { PublishedStreamTypeEnum } from '../room/room.enums.ts';
import { Mix } from './mix.types.ts';
import {
  MixOrderEnum,
  MixRegionMediaEnum,
  MixRenderModeEnum,
  MixSoundPlacesEnum,
  MixTemplateEnum,
} from './mix-layout.enums.ts';

@InputType({ description: 'A stream by its user.' })
export class MixPictureInput {
  @Field(() => String, { description: 'The user: 1 to 32 of letters, digits, _ and -.' })
  readonly userId!: string;

  @Field(() => PublishedStreamTypeEnum, { defaultValue: 'main', description: 'Camera or screen.' })
  readonly streamType!: StreamType;
}

@InputType({ description: 'A stream and where its picture goes, in pixels of the canvas.' })
export class MixSmallPictureInput extends MixPictureInput {
  @Field(() => Int, { description: 'From the left edge.' })
  readonly x!: number;

  @Field(() => Int, { description: 'From the top edge.' })
  readonly y!: number;

  @Field(() => Int, { description: 'At least 2; x + width at most the canvas’s width.' })
  readonly width!: number;

  @Field(() => Int, { description: 'At least 2; y + height at most the canvas’s height.' })
  readonly height!: number;
}

@InputType({ description: 'A rectangle of a custom layout, in pixels of the canvas.' })
export class MixRegionInput {
  @Field(() => String, {
    nullable: true,
    description: 'Keeps the region for this user; left out, it is filled in the order of entry.',
  })
  readonly userId?: string | null;

  @Field(() => PublishedStreamTypeEnum, {
    defaultValue: 'main',
    description: 'Which of the user’s streams; without a user any.',
  })
  readonly streamType!: StreamType;

  @Field(() => Int, { description: 'From the left edge.' })
  readonly x!: number;

  @Field(() => Int, { description: 'From the top edge.' })
  readonly y!: number;

  @Field(() => Int, { description: 'At least 2; x + width at most the canvas’s width.' })
  readonly width!: number;

  @Field(() => Int, { description: 'At least 2; y + height at most the canvas’s height.' })
  readonly height!: number;

  @Field(() => Int, { defaultValue: 0, description: '0 to 255; higher is in front.' })
  readonly zOrder!: number;

  @Field(() => MixRenderModeEnum, { defaultValue: 'crop', description: 'For a picture of another shape.' })
  readonly renderMode!: RenderMode;

  @Field(() => MixRegionMediaEnum, { defaultValue: 'both', description: 'What of the stream is taken.' })
  readonly media!: 'both' | 'video' | 'audio';
}

@InputType({ description: 'A picture over everything, stretched to its rectangle.' })
export class MixWatermarkInput {
  @Field(() => String, { description: 'Public http or https address of a png, jpg or bmp of at most 2 MB.' })
  readonly url!: string;

  @Field(() => Int, { description: 'From the left edge, in pixels of the canvas.' })
  readonly x!: number;

  @Field(() => Int, { description: 'From the top edge.' })
  readonly y!: number;

  @Field(() => Int, { description: 'At least 2; x + width at most the canvas’s width.' })
  readonly width!: number;

  @Field(() => Int, { description: 'At least 2; y + height at most the canvas’s height.' })
  readonly height!: number;
}

@InputType({
  description:
    'A template and its parameters. What belongs to another template is refused; every fault is listed at once.',
})
export class MixLayoutInput implements LayoutInput {
  @Field(() => MixTemplateEnum, { description: 'How the pictures are laid out.' })
  readonly template!: Template;

  @Field(() => MixPictureInput, {
    nullable: true,
    description: 'FLOAT, SCREEN_SHARE, PICTURE_IN_PICTURE: the big one; left out or absent, the first.',
  })
  readonly main?: MixPictureInput | null;

  @Field(() => Boolean, { nullable: true, description: 'SCREEN_SHARE: the big one on the right.' })
  readonly mainOnRight?: boolean | null;

  @Field(() => MixSmallPictureInput, {
    nullable: true,
    description: 'PICTURE_IN_PICTURE, needed: the small one.',
  })
  readonly small?: MixSmallPictureInput | null;

  @Field(() => [MixRegionInput], { nullable: true, description: 'CUSTOM, needed: 1 to 16 regions.' })
  readonly regions?: readonly MixRegionInput[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'CUSTOM: regions without a picture show a place holder; default false, the background.',
  })
  readonly placeHolders?: boolean | null;

  @Field(() => [String], {
    nullable: true,
    description: 'FLOAT, GRID, SCREEN_SHARE, AUTO: 1 to 16 users who are seen; the others are heard only.',
  })
  readonly videoUserIds?: readonly string[] | null;

  @Field(() => MixRenderModeEnum, {
    nullable: true,
    description: 'For all pictures; left out, the big one of SCREEN_SHARE is SCALE and all others CROP.',
  })
  readonly renderMode?: RenderMode | null;

  @Field(() => MixSoundPlacesEnum, {
    nullable: true,
    description: 'Whether who sends sound alone takes a place; default DEFAULT.',
  })
  readonly soundPlaces?: SoundPlaces | null;

  @Field(() => MixOrderEnum, { nullable: true, description: 'Who comes first; default ENTRY.' })
  readonly order?: LayoutOrder | null;

  @Field(() => MixWatermarkInput, { nullable: true, description: 'A picture over everything.' })
  readonly watermark?: MixWatermarkInput | null;
}

@InputType({ description: 'Which mix, and how it is to be laid out from now on.' })
export class UpdateMixLayoutInput {
  @Field(() => ID, { description: 'A running mix; one that has ended is refused.' })
  readonly mixId!: string;

  @Field(() => MixLayoutInput, { description: 'The whole layout: it takes the place of the one before.' })
  readonly layout!: MixLayoutInput;

  @Field(() => String, { description: 'Your own key for this command; a repeat with it answers the same.' })
  readonly idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Answer of updateMixLayout.' })
export class UpdateMixLayoutPayload {
  @Field(() => Mix, {
    description: 'The mix; layoutState is APPLIED, or UNCONFIRMED when the provider did not answer in time.',
  })
  readonly mix!: Mix;
}
