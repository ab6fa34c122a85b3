import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { playbackSeconds } from '../../services/playback.ts';
import type { GraphContext } from '../context.ts';
import { RecordingFile } from './recording-file.types.ts';
import { expiresDescription } from './recording.resolver.ts';
import { Recording } from './recording.types.ts';

@Resolver(() => RecordingFile)
export class RecordingFileResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'A signed address to play or download it by; null unless it is READY.',
  })
  playbackUrl(
    @Root() { record }: RecordingFile,
    @Arg('expiresInSeconds', () => Int, {
      defaultValue: playbackSeconds.default,
      description: expiresDescription,
    })
    expiresInSeconds: number,
    @Ctx() { principal, services }: GraphContext,
  ): string | null {
    return services.playback.ofFile(principal, record, expiresInSeconds)?.url ?? null;
  }

  @FieldResolver(() => Recording, { nullable: true, description: 'The recording that it is of.' })
  recording(
    @Root() { record }: RecordingFile,
    @Ctx() { links }: GraphContext,
  ): Recording | null | Promise<Recording | null> {
    return links.recording(record.recordingId);
  }
}
