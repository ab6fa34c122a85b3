import { Arg, Args, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import type { RecordingFileRecord } from '../../ports/records.ts';
import {
  chooseFile,
  type PlaybackAddress,
  type PlaybackPart,
  playbackSeconds,
} from '../../services/playback.ts';
import type { GraphContext } from '../context.ts';
import { recordsOf } from '../loading/links.ts';
import { addressOf, checkTerms, plainTerms } from './addresses.ts';
import { expiresDescription, PlaybackTermsArgs, readTerms } from './playback-terms.types.ts';
import { Playback } from './playback.types.ts';
import { RecordingFormatEnum } from './recording.enums.ts';
import { Recording } from './recording.types.ts';

const formatDescription = 'The format wanted; left out, the best there is: HLS, MP4, FLV, AAC.';

@Resolver(() => Recording)
export class PlaybackResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'A signed address to play it by, of its first file in the best format; null while no file is ready.',
  })
  async playbackUrl(
    @Root() recording: Recording,
    @Args(() => PlaybackTermsArgs) args: PlaybackTermsArgs,
    @Arg('format', () => RecordingFormatEnum, { nullable: true, description: formatDescription })
    format: RecordingFormat | null,
    @Ctx() context: GraphContext,
  ): Promise<string | null> {
    return (await addressOfRecording(recording, args, format, context))?.url ?? null;
  }

  @FieldResolver(() => Playback, {
    nullable: true,
    description:
      'The same address with what it plays, when it expires, and its grant; null while no file is ready.',
  })
  async playback(
    @Root() recording: Recording,
    @Args(() => PlaybackTermsArgs) args: PlaybackTermsArgs,
    @Arg('format', () => RecordingFormatEnum, { nullable: true, description: formatDescription })
    format: RecordingFormat | null,
    @Ctx() context: GraphContext,
  ): Promise<Playback | null> {
    const address = await addressOfRecording(recording, args, format, context);
    return address === null ? null : new Playback(address);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'A signed address of a thumbnail; null without a picture, or until one was made.',
  })
  async thumbnailUrl(
    @Root() recording: Recording,
    @Arg('expiresInSeconds', () => Int, {
      defaultValue: playbackSeconds.default,
      description: expiresDescription,
    })
    expiresInSeconds: number,
    @Ctx() context: GraphContext,
  ): Promise<string | null> {
    return addressOfPart(recording, 'cover', expiresInSeconds, context);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'A signed address of the WebVTT of a storyboard, for scrubbing through the file that playbackUrl gives; null until it was made.',
  })
  async storyboardVttUrl(
    @Root() recording: Recording,
    @Arg('expiresInSeconds', () => Int, {
      defaultValue: playbackSeconds.default,
      description: expiresDescription,
    })
    expiresInSeconds: number,
    @Ctx() context: GraphContext,
  ): Promise<string | null> {
    return addressOfPart(recording, 'storyboard', expiresInSeconds, context);
  }
}

async function filesOf(
  { record }: Recording,
  { links }: GraphContext,
): Promise<readonly RecordingFileRecord[]> {
  return recordsOf(await links.filesOfRecordings.load(record.id));
}

async function addressOfRecording(
  recording: Recording,
  args: PlaybackTermsArgs,
  format: RecordingFormat | null,
  context: GraphContext,
): Promise<PlaybackAddress | null> {
  const terms = readTerms(args);
  checkTerms(context, terms);
  return addressOf(context, chooseFile(await filesOf(recording, context), format ?? null), terms);
}

async function addressOfPart(
  recording: Recording,
  part: Exclude<PlaybackPart, 'media'>,
  expiresInSeconds: number,
  context: GraphContext,
): Promise<string | null> {
  const terms = plainTerms(expiresInSeconds);
  checkTerms(context, terms);
  const files = (await filesOf(recording, context)).filter(
    ({ coverUrl, spriteVttUrl }) => (part === 'cover' ? coverUrl : spriteVttUrl) !== null,
  );
  return (await addressOf(context, chooseFile(files, null), terms, part))?.url ?? null;
}

@Resolver(() => Playback)
export class PlayerSignatureResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The signature that the vendor’s player asks for (psign), with the same grant and end; null where the player key of the sub-application is not known.',
  })
  psign(@Root() { address }: Playback): Promise<string | null> {
    return address.psign();
  }
}
