import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { DomainError } from '../../../domain/errors.ts';
import type { MarkLevel } from '../../../domain/recording/facts.ts';
import { requireAction } from '../../services/access/principal.ts';
import { playbackSeconds } from '../../services/playback.ts';
import type { GraphContext } from '../context.ts';
import { afterDescription, type Connection, defaultFirst, firstDescription } from '../relay/connection.ts';
import { connect, readPage } from '../relay/connection.ts';
import { keyOf } from '../relay/global-id.ts';
import { JsonObject } from '../scalars/json-object.ts';
import { MarkLevelEnum, RecordingMark } from './mark.types.ts';
import type { RecordingMarker } from './marker.types.ts';
import { RecordingMarkerConnection } from './marker.types.ts';
import { Recording } from './recording.types.ts';

const fileDescription = 'One file of a split recording: the times are then its own. Left out: all of it.';

function fileKey(file: string | null | undefined): string | null {
  return typeof file === 'string' ? keyOf('RecordingFile', file, 'file') : null;
}

@Resolver(() => Recording)
export class RecordingMarksResolver {
  @FieldResolver(() => [RecordingMark], {
    description: 'What was not as it should be with it, by the time at which it began.',
  })
  async marks(
    @Root() { record }: Recording,
    @Arg('levels', () => [MarkLevelEnum], { nullable: true, description: 'Only of these levels.' })
    levels: readonly MarkLevel[] | null | undefined,
    @Ctx() { links }: GraphContext,
  ): Promise<readonly RecordingMark[]> {
    const marks = await links.marksOfRecordings.load(record.id);
    return levels === null || levels === undefined
      ? marks
      : marks.filter(({ level }) => levels.includes(level));
  }

  @FieldResolver(() => RecordingMarkerConnection, {
    description: 'Places that somebody named, in the order of the media.',
  })
  async markers(
    @Root() { record }: Recording,
    @Arg('first', () => Int, { defaultValue: defaultFirst, description: firstDescription }) first: number,
    @Arg('after', () => String, { nullable: true, description: afterDescription }) after: string | null,
    @Ctx() { links }: GraphContext,
  ): Promise<Connection<RecordingMarker>> {
    const page = readPage(first, after);
    const all = await links.markersOfRecordings.load(record.id);
    const begin = page.after === null ? 0 : all.findIndex(({ id }) => id === page.after) + 1;
    if (page.after !== null && begin === 0)
      throw new DomainError('BAD_INPUT', 'caller', 'after is the cursor of no marker of this recording', {
        field: 'after',
      });
    const rows = all.slice(begin, begin + page.first).map((row) => ({ cursor: row.id, row }));
    const hasNextPage = begin + page.first < all.length;
    return connect({ rows, hasNextPage, totalCount: all.length }, after, (row) => row);
  }

  @FieldResolver(() => String, { description: 'The markers as chapters in WebVTT, in media time.' })
  chaptersVtt(
    @Root() { record }: Recording,
    @Arg('file', () => ID, { nullable: true, description: fileDescription }) file: string | null,
    @Ctx() { services }: GraphContext,
  ): Promise<string> {
    return services.chapters.vtt(record, fileKey(file));
  }

  @FieldResolver(() => JsonObject, {
    description:
      'The same with everything: `markers` {id, seconds, at, label, kind, data} and `quality` {code, level, seconds, startedAt, endedAt, detail}.',
  })
  async markersJson(
    @Root() { record }: Recording,
    @Arg('file', () => ID, { nullable: true, description: fileDescription }) file: string | null,
    @Ctx() { services }: GraphContext,
  ): Promise<object> {
    return services.chapters.json(record, fileKey(file));
  }

  @FieldResolver(() => String, {
    description:
      'A path on this server, signed, for the `<track kind="chapters">` of a player, which can send no header.',
  })
  chaptersPath(
    @Root() { id }: Recording,
    @Arg('file', () => ID, { nullable: true, description: fileDescription }) file: string | null,
    @Arg('expiresInSeconds', () => Int, {
      defaultValue: playbackSeconds.default,
      description: `How long it works, in seconds, ${playbackSeconds.min} to ${playbackSeconds.max}; never longer than the viewer token.`,
    })
    expiresInSeconds: number,
    @Ctx() { principal, services }: GraphContext,
  ): string {
    requireAction(principal, 'READ');
    const { min, max } = playbackSeconds;
    if (expiresInSeconds < min || expiresInSeconds > max)
      throw new DomainError(
        'BAD_INPUT',
        'caller',
        `expiresInSeconds is ${expiresInSeconds}; allowed: ${min} to ${max}`,
        { field: 'expiresInSeconds' },
      );
    const key = fileKey(file);
    const path = `/recordings/${id}/chapters.vtt`;
    const asked = services.clock().getTime() + expiresInSeconds * 1000;
    const expiresAt = new Date(Math.min(asked, principal.expiresAt?.getTime() ?? asked));
    const query = key === null ? '' : `file=${file!}&`;
    return `${path}?${query}${services.chapterGrants.sign(`${path} ${key ?? ''}`, expiresAt)}`;
  }
}
