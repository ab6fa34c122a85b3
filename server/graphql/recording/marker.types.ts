import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { defaultMarkerKind, markerLimits } from '../../../domain/recording/markers.ts';
import type { MarkerRecord } from '../../ports/marks.ts';
import { idempotencyKeyRule } from '../../services/once.ts';
import { printGlobalId } from '../relay/global-id.ts';
import { Node } from '../relay/node.types.ts';
import { PageInfo } from '../relay/page-info.types.ts';
import { DateTime } from '../scalars/date-time.ts';
import { JsonObject } from '../scalars/json-object.ts';
import { Recording } from './recording.types.ts';

const labelRule = `1 to ${markerLimits.labelLength} characters, none of them a control character.`;
const kindRule = '1 to 32 lower-case letters, digits, _ or -';
const dataRule = `Whatever belongs to it, at most ${markerLimits.dataBytes} characters of JSON.`;
const atDescription =
  'A moment of the day while it was recorded. Its place in the media follows, gaps left out.';
const mediaDescription = 'A place in the media, in seconds from its beginning.';

@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description: 'A place in a recording that somebody named.',
})
export class RecordingMarker extends Node {
  declare readonly id: string;

  @Field(() => Float, { description: 'Where in the media, in seconds; split files follow each other.' })
  readonly mediaSeconds: number;

  @Field(() => DateTime, { description: 'The moment at which that was recorded.' })
  readonly at: Date;

  @Field(() => String, { description: 'What it is called; the chapter’s title.' })
  readonly label: string;

  @Field(() => String, { description: 'What sort of place it is, in words of the application’s own.' })
  readonly kind: string;

  @Field(() => JsonObject, { description: 'Whatever the application keeps with it.' })
  readonly data: Readonly<Record<string, unknown>>;

  @Field(() => DateTime, { description: 'When it was added.' })
  readonly createdAt: Date;

  @Field(() => DateTime, { description: 'When it was last changed.' })
  readonly updatedAt: Date;

  readonly recordingId: string;

  constructor(record: MarkerRecord) {
    super();
    this.id = printGlobalId('RecordingMarker', record.id);
    this.mediaSeconds = record.mediaMs / 1000;
    this.at = record.at;
    this.label = record.label;
    this.kind = record.kind;
    this.data = record.data;
    this.createdAt = record.createdAt;
    this.updatedAt = record.updatedAt;
    this.recordingId = record.recordingId;
  }
}

@ObjectType({ simpleResolvers: true, description: 'A marker and its place in the list.' })
export class RecordingMarkerEdge {
  @Field(() => String, { description: 'To be given as `after`.' })
  readonly cursor!: string;

  @Field(() => RecordingMarker, { description: 'The marker.' })
  readonly node!: RecordingMarker;
}

@ObjectType({ simpleResolvers: true, description: 'A page of markers, in the order of the media.' })
export class RecordingMarkerConnection {
  @Field(() => [RecordingMarkerEdge], { description: 'The rows.' })
  readonly edges!: readonly RecordingMarkerEdge[];

  @Field(() => PageInfo, { description: 'Where the page lies.' })
  readonly pageInfo!: PageInfo;

  @Field(() => Int, { description: 'How many markers the recording has.' })
  readonly totalCount!: number;
}

@InputType({
  description: 'Where a marker goes. Name the recording, or the room and user of one that runs.',
})
export class AddMarkerInput {
  @Field(() => ID, { nullable: true, description: 'The recording.' })
  readonly recordingId?: string | null;

  @Field(() => ID, { nullable: true, description: 'With userId: the room session of a running recording.' })
  readonly roomId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'With roomId: whose running recording; of two, the camera’s.',
  })
  readonly userId?: string | null;

  @Field(() => DateTime, { nullable: true, description: `${atDescription} Neither given: now.` })
  readonly at?: Date | null;

  @Field(() => Float, { nullable: true, description: mediaDescription })
  readonly mediaSeconds?: number | null;

  @Field(() => String, { description: `What it is called: ${labelRule}` })
  readonly label!: string;

  @Field(() => String, {
    nullable: true,
    description: `What sort of place it is: ${kindRule}; left out: \`${defaultMarkerKind}\`.`,
  })
  readonly kind?: string | null;

  @Field(() => JsonObject, { nullable: true, description: dataRule })
  readonly data?: Readonly<Record<string, unknown>> | null;

  @Field(() => String, {
    description: `A repeat with the same key answers the marker of the first call: ${idempotencyKeyRule}.`,
  })
  readonly idempotencyKey!: string;
}

@InputType({ description: 'What to change of a marker; what is left out stays.' })
export class UpdateMarkerInput {
  @Field(() => ID, { description: 'The marker.' })
  readonly markerId!: string;

  @Field(() => DateTime, { nullable: true, description: atDescription })
  readonly at?: Date | null;

  @Field(() => Float, { nullable: true, description: mediaDescription })
  readonly mediaSeconds?: number | null;

  @Field(() => String, { nullable: true, description: `What it is called: ${labelRule}` })
  readonly label?: string | null;

  @Field(() => String, { nullable: true, description: `What sort of place it is: ${kindRule}.` })
  readonly kind?: string | null;

  @Field(() => JsonObject, { nullable: true, description: `${dataRule} It replaces what was there.` })
  readonly data?: Readonly<Record<string, unknown>> | null;
}

@InputType({ description: 'Which marker to remove.' })
export class RemoveMarkerInput {
  @Field(() => ID, { description: 'The marker.' })
  readonly markerId!: string;
}

@ObjectType({ simpleResolvers: true, description: 'The marker as it is now.' })
export class MarkerPayload {
  @Field(() => RecordingMarker, { description: 'The marker.' })
  readonly marker!: RecordingMarker;

  @Field(() => Recording, { nullable: true, description: 'The recording that it is in.' })
  readonly recording!: Recording | null;
}

@ObjectType({ simpleResolvers: true, description: 'What the marker was removed from.' })
export class RemoveMarkerPayload {
  @Field(() => ID, { description: 'The id of the marker that is gone.' })
  readonly markerId!: string;

  @Field(() => Recording, { nullable: true, description: 'The recording that it was in.' })
  readonly recording!: Recording | null;
}
