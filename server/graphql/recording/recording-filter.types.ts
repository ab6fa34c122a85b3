import { Field, Float, ID, InputType, Int, registerEnumType } from 'type-graphql';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import type { MarkLevel } from '../../../domain/recording/facts.ts';
import type { RecordingSort } from '../../ports/recording-search.ts';
import type { RecordingRecord, RecordingState } from '../../ports/records.ts';
import { RoomNameInput } from '../room/room.types.ts';
import { DateTime } from '../scalars/date-time.ts';
import { Long } from '../scalars/long.ts';
import { MarkLevelEnum } from './mark.types.ts';
import {
  RecordedMethodEnum,
  RecordingFormatEnum,
  RecordingKindEnum,
  RecordingStateEnum,
} from './recording.enums.ts';

export const maxTextLength = 200;

const RecordingSortEnum = {
  STARTED_AT: 'STARTED_AT',
  DURATION: 'DURATION',
  SIZE: 'SIZE',
  NAME: 'NAME',
} as const satisfies Record<RecordingSort, RecordingSort>;

registerEnumType(RecordingSortEnum, {
  name: 'RecordingSort',
  description: 'By what recordings are sorted.',
  valuesConfig: {
    STARTED_AT: { description: 'When recording began.' },
    DURATION: { description: 'Length of the longest file; unknown is shortest.' },
    SIZE: { description: 'Bytes of its files that the media library has.' },
    NAME: { description: 'Name of its first file, by code points.' },
  },
});

const SortDirectionEnum = { ASC: 'ASC', DESC: 'DESC' } as const;

registerEnumType(SortDirectionEnum, {
  name: 'SortDirection',
  description: 'Which way a list is sorted.',
  valuesConfig: { ASC: { description: 'The least first.' }, DESC: { description: 'The greatest first.' } },
});

@InputType({ description: 'Which recordings to list; what is given must all match.' })
export class RecordingFilterInput {
  @Field(() => Int, { nullable: true, description: 'Of one application.' })
  readonly sdkAppId?: number | null;

  @Field(() => ID, { nullable: true, description: 'Of one room session.' })
  readonly roomId?: string | null;

  @Field(() => RoomNameInput, { nullable: true, description: 'Of all sessions of one room name.' })
  readonly roomName?: RoomNameInput | null;

  @Field(() => String, { nullable: true, description: 'Of one user.' })
  readonly userId?: string | null;

  @Field(() => String, { nullable: true, description: 'Of one stream name.' })
  readonly streamId?: string | null;

  @Field(() => RecordingKindEnum, { nullable: true, description: 'Only streams, or only mixes.' })
  readonly kind?: RecordingRecord['kind'] | null;

  @Field(() => RecordedMethodEnum, { nullable: true, description: 'That came to be in this way.' })
  readonly method?: RecordingRecord['method'];

  @Field(() => [RecordingStateEnum], { nullable: true, description: 'In any of these states.' })
  readonly states?: readonly RecordingState[] | null;

  @Field(() => RecordingFormatEnum, { nullable: true, description: 'Having a file of this format.' })
  readonly format?: RecordingFormat | null;

  @Field(() => String, { nullable: true, description: 'Having a file whose name begins so.' })
  readonly namePrefix?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Started at this instant or later.' })
  readonly startedAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Started before this instant.' })
  readonly startedBefore?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: `Anywhere in its files’ names, user, room, stream, record id, tags or description, whatever the case; 1 to ${maxTextLength} characters.`,
  })
  readonly text?: string | null;

  @Field(() => [MarkLevelEnum], {
    nullable: true,
    description: 'Having a quality mark of any of these levels.',
  })
  readonly markLevels?: readonly MarkLevel[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Having a quality mark of any of these codes, as `silence`.',
  })
  readonly markCodes?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Carrying all of these tags.' })
  readonly tags?: readonly string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Under a legal hold, or under none.' })
  readonly held?: boolean | null;

  @Field(() => Long, {
    nullable: true,
    description: 'Having a file in this sub-application of the media library.',
  })
  readonly subAppId?: number | null;

  @Field(() => Long, { nullable: true, description: 'At least this size in bytes.' })
  readonly minBytes?: number | null;

  @Field(() => Long, { nullable: true, description: 'At most this size in bytes.' })
  readonly maxBytes?: number | null;

  @Field(() => Float, { nullable: true, description: 'At least this length in seconds.' })
  readonly minDurationSeconds?: number | null;

  @Field(() => Float, { nullable: true, description: 'At most this length in seconds.' })
  readonly maxDurationSeconds?: number | null;
}

@InputType({
  description: 'How a list of recordings is sorted; of equals the id decides, so pages are stable.',
})
export class RecordingOrderInput {
  @Field(() => RecordingSortEnum, { description: 'By what.' })
  readonly field!: RecordingSort;

  @Field(() => SortDirectionEnum, { defaultValue: 'DESC', description: 'Which way; default: DESC.' })
  readonly direction!: 'ASC' | 'DESC';
}
