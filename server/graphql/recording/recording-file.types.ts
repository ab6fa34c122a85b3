import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import type { RecordingFileRecord } from '../../ports/records.ts';
import { printGlobalId } from '../relay/global-id.ts';
import { Node } from '../relay/node.types.ts';
import { DateTime } from '../scalars/date-time.ts';
import { Long } from '../scalars/long.ts';
import { GoneBecauseEnum, RecordingFileStateEnum, RecordingFormatEnum } from './recording.enums.ts';

@ObjectType({ simpleResolvers: true, implements: Node, description: 'One media file of a recording.' })
export class RecordingFile extends Node {
  declare readonly id: string;

  @Field(() => ID, { description: 'The media library’s id of the file (the vendor’s FileId).' })
  readonly fileId: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its name in the media library; null until it is confirmed.',
  })
  readonly name: string | null;

  @Field(() => RecordingFormatEnum, { description: 'Its format.' })
  readonly format: RecordingFormat;

  @Field(() => Int, {
    description: 'Its place among the files of its format: 1, and 2, 3 … where the recording was split.',
  })
  readonly part: number;

  @Field(() => RecordingFileStateEnum, { description: 'Where it stands.' })
  readonly state: RecordingFileRecord['state'];

  @Field(() => Long, {
    nullable: true,
    description: 'Size in bytes, of an HLS file with all its segments; null until it is known.',
  })
  readonly sizeBytes: number | null;

  @Field(() => Float, { nullable: true, description: 'Length in seconds; null until it is known.' })
  readonly durationSeconds: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Width of the picture in pixels; null without one or until it is known.',
  })
  readonly width: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Height of the picture in pixels; null without one or until it is known.',
  })
  readonly height: number | null;

  @Field(() => DateTime, { description: 'When the media in it begins.' })
  readonly startedAt: Date;

  @Field(() => DateTime, { description: 'When the media in it ends.' })
  readonly endedAt: Date;

  @Field(() => DateTime, { description: 'When it came into the media library.' })
  readonly createdAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was gone from the media library, for whatever reason; null while it exists.',
  })
  readonly deletedAt: Date | null;

  @Field(() => GoneBecauseEnum, { nullable: true, description: 'Why it is gone; null while it exists.' })
  readonly goneBecause: RecordingFileRecord['goneBecause'];

  @Field(() => Long, {
    nullable: true,
    description: 'The sub-application of the media library that it lies in; null = the account’s main one.',
  })
  readonly subAppId: number | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the media library deletes it by its own setting; null = never, or not looked up yet.',
  })
  readonly expiresAt: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its MD5 as the media library states it, in hex; null where it states none.',
  })
  readonly md5: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When it is deleted for good out of the trash; null while it is not in it. It is charged until then.',
  })
  readonly purgeAt: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where a delivery policy put it, below the delivery folder; null unless it is DELIVERED.',
  })
  readonly deliveredPath: string | null;

  readonly record: RecordingFileRecord;

  constructor(record: RecordingFileRecord) {
    super();
    this.id = printGlobalId('RecordingFile', record.id);
    this.fileId = record.fileId;
    this.name = record.name;
    this.format = record.format;
    this.part = record.part;
    this.state = record.state;
    this.sizeBytes = record.bytes;
    this.durationSeconds = record.durationMs === null ? null : record.durationMs / 1000;
    this.width = record.width;
    this.height = record.height;
    this.startedAt = record.startedAt;
    this.endedAt = record.endedAt;
    this.createdAt = record.createdAt;
    this.deletedAt = record.deletedAt;
    this.goneBecause = record.goneBecause;
    this.subAppId = record.subAppId;
    this.expiresAt = record.expiresAt;
    this.md5 = record.md5;
    this.purgeAt = record.purgeAt;
    this.deliveredPath = record.deliveredPath;
    this.record = record;
  }
}
