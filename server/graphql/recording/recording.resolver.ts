import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { newestFirst } from '../../ports/recording-search.ts';
import type { RecordingRecord } from '../../ports/records.ts';
import { requireAction } from '../../services/access/principal.ts';
import { Application } from '../application/application.types.ts';
import type { GraphContext } from '../context.ts';
import { selectedUnder } from '../loading/selection.ts';
import {
  afterDescription,
  connect,
  type Connection,
  defaultFirst,
  firstDescription,
} from '../relay/connection.ts';
import { keyOf } from '../relay/global-id.ts';
import { Room } from '../room/room.types.ts';
import { Stream } from '../room/stream.types.ts';
import { RecordingFile } from './recording-file.types.ts';
import { readRecordingFilter, readSearchPage, searchWindow } from './recording-filter.ts';
import { RecordingFilterInput, RecordingOrderInput } from './recording-filter.types.ts';
import type { Filtered } from './recording-facets.resolver.ts';
import { Recording, RecordingConnection } from './recording.types.ts';

@Resolver(() => Recording)
export class RecordingResolver {
  @Query(() => Recording, {
    nullable: true,
    description: 'One recording; null when there is none that the caller may see.',
  })
  recording(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() { principal, links }: GraphContext,
  ): Recording | null | Promise<Recording | null> {
    requireAction(principal, 'READ');
    return links.recording(keyOf('Recording', id, 'id'));
  }

  @Query(() => RecordingConnection, { description: 'Recordings, newest first unless ordered otherwise.' })
  async recordings(
    @Arg('first', () => Int, { defaultValue: defaultFirst, description: firstDescription }) first: number,
    @Arg('after', () => String, { nullable: true, description: afterDescription }) after: string | null,
    @Arg('filter', () => RecordingFilterInput, { nullable: true, description: 'Which recordings.' })
    input: RecordingFilterInput | null,
    @Arg('orderBy', () => RecordingOrderInput, {
      nullable: true,
      description: 'How to sort; left out: newest first. A cursor is good for the order that it came with.',
    })
    orderBy: RecordingOrderInput | null,
    @Arg('offset', () => Int, {
      nullable: true,
      description: `Rows to skip instead of \`after\`, as the vendor’s search does; with \`first\` at most ${searchWindow}. Rows that come in between shift such pages; cursors do not.`,
    })
    offset: number | null,
    @Ctx() { principal, services, links }: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Recording> & Filtered> {
    requireAction(principal, 'READ');
    const filter = readRecordingFilter(input);
    const page = await services.search.search(
      filter,
      orderBy ?? newestFirst,
      principal.scope,
      readSearchPage(first, after, offset),
    );
    await loadAhead(
      page.rows.map(({ row }) => row),
      selectedUnder(info, ['edges', 'node']),
      links,
    );
    return { ...connect(page, after, (row) => new Recording(row)), filter };
  }

  @FieldResolver(() => Application, {
    nullable: true,
    description: 'The application; null where it is no longer configured.',
  })
  application(
    @Root() { sdkAppId }: Recording,
    @Ctx() { principal, services }: GraphContext,
  ): Application | null {
    const record = services.applications.find(sdkAppId, principal.scope);
    return record === null ? null : new Application(record);
  }

  @FieldResolver(() => Room, {
    nullable: true,
    description: 'The room session; null where it is in none that is known or visible.',
  })
  room(@Root() { record }: Recording, @Ctx() { links }: GraphContext): Room | null | Promise<Room | null> {
    return record.roomId === null ? null : links.room(record.roomId);
  }

  @FieldResolver(() => Stream, {
    nullable: true,
    description: 'The stream recorded; null when only files are known.',
  })
  stream(
    @Root() { record }: Recording,
    @Ctx() { links }: GraphContext,
  ): Stream | null | Promise<Stream | null> {
    return record.streamRecordId === null ? null : links.stream(record.streamRecordId);
  }

  @FieldResolver(() => Recording, {
    nullable: true,
    description:
      'The earlier recording of the same stream at the same time, as another task makes: both are charged, each format as a channel of its own. Null where there is none.',
  })
  duplicateOf(
    @Root() { record }: Recording,
    @Ctx() { links }: GraphContext,
  ): Recording | null | Promise<Recording | null> {
    return record.duplicateOf === null ? null : links.recording(record.duplicateOf);
  }

  @FieldResolver(() => [RecordingFile], {
    description: 'Its files: one for each format, more where a recording was split.',
  })
  files(
    @Root() { record }: Recording,
    @Ctx() { links }: GraphContext,
  ): readonly RecordingFile[] | Promise<readonly RecordingFile[]> {
    return links.filesOfRecordings.load(record.id);
  }
}

/** Fields that are answered from the files. */
const fieldsOfFiles = [
  ...['files', 'playbackUrl', 'playback', 'thumbnailUrl', 'storyboardVttUrl'],
  ...['purgeAt', 'expiresAt'],
];

/** One statement for each kind of child that the query asks for, however long the list. */
async function loadAhead(
  rows: readonly RecordingRecord[],
  wanted: ReadonlySet<string>,
  links: GraphContext['links'],
): Promise<void> {
  const needsFiles = fieldsOfFiles.some((name) => wanted.has(name));
  await Promise.all([
    wanted.has('room') ? links.rooms.prefetch(rows.map(({ roomId }) => roomId)) : undefined,
    wanted.has('stream')
      ? links.streams.prefetch(rows.map(({ streamRecordId }) => streamRecordId))
      : undefined,
    wanted.has('duplicateOf')
      ? links.recordings.prefetch(rows.map(({ duplicateOf }) => duplicateOf))
      : undefined,
    wanted.has('marks') ? links.marksOfRecordings.prefetch(rows.map(({ id }) => id)) : undefined,
    wanted.has('markers') ? links.markersOfRecordings.prefetch(rows.map(({ id }) => id)) : undefined,
    needsFiles ? links.filesOfRecordings.prefetch(rows.map(({ id }) => id)) : undefined,
    wanted.has('legalHolds') || wanted.has('isHeld')
      ? links.holdsOfRecordings.prefetch(rows.map(({ id }) => id))
      : undefined,
    wanted.has('retainedUntil') ? links.endsOfRetention.prefetch(rows.map(({ id }) => id)) : undefined,
  ]);
}
