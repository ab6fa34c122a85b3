import { Arg, Args, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { playbackSeconds } from '../../services/playback.ts';
import type { GraphContext } from '../context.ts';
import { addressOf, plainTerms } from './addresses.ts';
import { expiresDescription, PlaybackTermsArgs, readTerms } from './playback-terms.types.ts';
import { Playback } from './playback.types.ts';
import { RecordingFile } from './recording-file.types.ts';
import { Recording } from './recording.types.ts';

@Resolver(() => RecordingFile)
export class RecordingFileResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'A signed address to play or download it by; null unless it is READY.',
  })
  async playbackUrl(
    @Root() { record }: RecordingFile,
    @Args(() => PlaybackTermsArgs) args: PlaybackTermsArgs,
    @Ctx() context: GraphContext,
  ): Promise<string | null> {
    return (await addressOf(context, record, readTerms(args)))?.url ?? null;
  }

  @FieldResolver(() => Playback, {
    nullable: true,
    description:
      'The same address with its grant, its end and the vendor’s player signature; null unless it is READY.',
  })
  async playback(
    @Root() { record }: RecordingFile,
    @Args(() => PlaybackTermsArgs) args: PlaybackTermsArgs,
    @Ctx() context: GraphContext,
  ): Promise<Playback | null> {
    const address = await addressOf(context, record, readTerms(args));
    return address === null ? null : new Playback(address);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'A signed address of its thumbnail; null without a picture, or until one was made.',
  })
  async thumbnailUrl(
    @Root() { record }: RecordingFile,
    @Arg('expiresInSeconds', () => Int, {
      defaultValue: playbackSeconds.default,
      description: expiresDescription,
    })
    expiresInSeconds: number,
    @Ctx() context: GraphContext,
  ): Promise<string | null> {
    return (await addressOf(context, record, plainTerms(expiresInSeconds), 'cover'))?.url ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'A signed address of the WebVTT that says which part of which picture shows which time, for scrubbing; null until it was made.',
  })
  async storyboardVttUrl(
    @Root() { record }: RecordingFile,
    @Arg('expiresInSeconds', () => Int, {
      defaultValue: playbackSeconds.default,
      description: expiresDescription,
    })
    expiresInSeconds: number,
    @Ctx() context: GraphContext,
  ): Promise<string | null> {
    return (await addressOf(context, record, plainTerms(expiresInSeconds), 'storyboard'))?.url ?? null;
  }

  @FieldResolver(() => Recording, { nullable: true, description: 'The recording that it is of.' })
  recording(
    @Root() { record }: RecordingFile,
    @Ctx() { links }: GraphContext,
  ): Recording | null | Promise<Recording | null> {
    return links.recording(record.recordingId);
  }
}
