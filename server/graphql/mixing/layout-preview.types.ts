import { Field, InputType, Int, ObjectType } from 'type-graphql';
import type { RenderMode, WhyUnplaced } from '../../../domain/mixing/layout.ts';
import type { StreamType } from '../../../domain/room/room-key.ts';
import { defaultEncode } from '../../services/mixing.ts';
import { PublishedStreamTypeEnum } from '../room/room.enums.ts';
import { MixRenderModeEnum, MixUnplacedReasonEnum } from './mix-layout.enums.ts';
import { MixLayoutInput, MixPictureInput } from './mix-layout.types.ts';

@InputType({ description: 'A stream that would be in the room.' })
export class PreviewStreamInput extends MixPictureInput {
  @Field(() => Boolean, { defaultValue: true, description: 'It sends pictures; false is sound alone.' })
  readonly hasPicture!: boolean;
}

@InputType({ description: 'A layout, a canvas and who would be there.' })
export class LayoutPreviewInput {
  @Field(() => MixLayoutInput, { description: 'The layout.' })
  readonly layout!: MixLayoutInput;

  @Field(() => [PreviewStreamInput], { description: 'At most 100 streams, in the order of entry.' })
  readonly streams!: readonly PreviewStreamInput[];

  @Field(() => Int, { defaultValue: defaultEncode.width, description: 'Canvas width, even, 2 to 1920.' })
  readonly width!: number;

  @Field(() => Int, { defaultValue: defaultEncode.height, description: 'Canvas height, even, 2 to 1080.' })
  readonly height!: number;

  @Field(() => Int, { defaultValue: 0, description: 'Background as a 24-bit RGB number.' })
  readonly backgroundColor!: number;
}

@ObjectType({ simpleResolvers: true, description: 'A picture’s place, in pixels of the canvas.' })
export class LayoutPlacement {
  @Field(() => String, { description: 'The user.' })
  readonly userId!: string;

  @Field(() => PublishedStreamTypeEnum, { description: 'Camera or screen.' })
  readonly streamType!: StreamType;

  @Field(() => Int, { description: 'From the left edge; even, like the other three.' })
  readonly x!: number;

  @Field(() => Int, { description: 'From the top edge.' })
  readonly y!: number;

  @Field(() => Int, { description: 'Width.' })
  readonly width!: number;

  @Field(() => Int, { description: 'Height.' })
  readonly height!: number;

  @Field(() => Int, { description: 'Higher is in front.' })
  readonly zOrder!: number;

  @Field(() => MixRenderModeEnum, { description: 'For a picture of another shape.' })
  readonly renderMode!: RenderMode;
}

@ObjectType({ simpleResolvers: true, description: 'A stream without a place in the picture.' })
export class UnplacedStream {
  @Field(() => String, { description: 'The user.' })
  readonly userId!: string;

  @Field(() => PublishedStreamTypeEnum, { description: 'Camera or screen.' })
  readonly streamType!: StreamType;

  @Field(() => MixUnplacedReasonEnum, { description: 'Why.' })
  readonly why!: WhyUnplaced;

  @Field(() => Boolean, { description: 'It is heard all the same.' })
  readonly isHeard!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'What a mix would look like.' })
export class LayoutPreview {
  @Field(() => [LayoutPlacement], { description: 'Who is seen where, back to front.' })
  readonly placements!: readonly LayoutPlacement[];

  @Field(() => [UnplacedStream], { description: 'Who is not seen, and why.' })
  readonly unplaced!: readonly UnplacedStream[];

  @Field(() => String, { description: 'The same as a drawing of the canvas’s size.' })
  readonly svg!: string;

  @Field(() => Boolean, {
    description:
      'The film of this cloud is laid out so. False where only the vendor’s own engine knows the pixels: it publishes those of FLOAT, GRID and SCREEN_SHARE for its newer recording only.',
  })
  readonly isExact!: boolean;
}
