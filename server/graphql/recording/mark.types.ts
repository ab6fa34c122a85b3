import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import type { MarkLevel } from '../../../domain/recording/facts.ts';
import type { MarkRecord } from '../../ports/marks.ts';
import { DateTime } from '../scalars/date-time.ts';

export const MarkLevelEnum = {
  INFO: 'info',
  WARNING: 'warning',
  ERROR: 'error',
} as const satisfies Record<Uppercase<MarkLevel>, MarkLevel>;

registerEnumType(MarkLevelEnum, {
  name: 'MarkLevel',
  description: 'How bad it is.',
  valuesConfig: {
    INFO: { description: 'Worth knowing, and perhaps as it should be: a screen share that stands still.' },
    WARNING: { description: 'Somebody should look: it may be heard or seen in the recording.' },
    ERROR: { description: 'Media is being lost.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'A stretch of a recording, or a moment, at which something was not as it should be.',
})
export class RecordingMark {
  @Field(() => String, {
    description:
      'What it was: `silence`, `black`, `frozen`, `stall`, `no-sound`, `no-picture`, `bitrate-low`, `frame-rate-low`, `drift`, `length-off`, `media-lost`, `timestamps-jumped`, `disk-low`, `fragments-dropped`, `codecs-unstable`, `upload-failed`, or a code of the provider’s. Codes are only ever added.',
  })
  readonly code: string;

  @Field(() => MarkLevelEnum, { description: 'How bad it was.' })
  readonly level: MarkLevel;

  @Field(() => DateTime, { description: 'When it began: the cause, not the telling.' })
  readonly startedAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it ended; null while it lasts. One that never ended closes with its recording.',
  })
  readonly endedAt: Date | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Where it began in the media, in seconds; null where it has no place in it.',
  })
  readonly mediaSeconds: number | null;

  @Field(() => Boolean, {
    description: 'Whether it ended by itself, and did not merely stop with its recording.',
  })
  readonly healed: boolean;

  @Field(() => String, { description: 'A sentence with what was seen.' })
  readonly detail: string;

  constructor(record: MarkRecord) {
    this.code = record.code;
    this.level = record.level;
    this.startedAt = record.startedAt;
    this.endedAt = record.endedAt;
    this.mediaSeconds = record.mediaMs === null ? null : record.mediaMs / 1000;
    this.healed = record.healed;
    this.detail = record.detail;
  }
}
