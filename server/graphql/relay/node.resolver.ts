import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { requireAction } from '../../services/access/principal.ts';
import { Application } from '../application/application.types.ts';
import type { GraphContext } from '../context.ts';
import { StreamRelay } from '../cdn-relay/relay.types.ts';
import { Mix } from '../mixing/mix.types.ts';
import { RecordingMarker } from '../recording/marker.types.ts';
import { RecordingFile } from '../recording/recording-file.types.ts';
import { parseGlobalId, type NodeType } from './global-id.ts';
import { Node } from './node.types.ts';

type Find = (key: string, context: GraphContext) => Node | null | Promise<Node | null>;

const finders: Readonly<Record<NodeType, Find>> = {
  Application: (key, { principal, services }) => {
    const record = services.applications.find(Number(key), principal.scope);
    return record === null ? null : new Application(record);
  },
  Room: (key, { links }) => links.room(key),
  Stream: (key, { links }) => links.stream(key),
  Recording: (key, { links }) => links.recording(key),
  RecordingFile: async (key, { services, links }) => {
    const [file] = await services.records.filesByIds([key]);
    // A file is visible exactly when its recording is.
    const recording = file === undefined ? null : await links.recording(file.recordingId);
    return file === undefined || recording === null ? null : new RecordingFile(file);
  },
  RecordingMarker: async (key, { principal, services }) => {
    const record = await services.marks.markerById(key, principal.scope);
    return record === null ? null : new RecordingMarker(record);
  },
  Mix: async (key, { principal, services }) => {
    const record = await services.records.mixById(key, principal.scope);
    return record === null ? null : new Mix(record);
  },
  StreamRelay: async (key, { principal, services }) => {
    const record = await services.relays.find(principal, key);
    return record === null ? null : new StreamRelay(record);
  },
};

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'Anything by its id; null when there is nothing that the caller may see.',
  })
  node(
    @Arg('id', () => ID, { description: 'An id as this API gave it.' }) id: string,
    @Ctx() context: GraphContext,
  ): ReturnType<Find> {
    requireAction(context.principal, 'READ');
    const parsed = parseGlobalId(id);
    return parsed === null ? null : finders[parsed.type](parsed.key, context);
  }
}
