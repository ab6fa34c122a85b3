import { Field, ObjectType } from 'type-graphql';
import type { Interruption } from '../../../domain/recording/pushes.ts';
import { DateTime } from '../scalars/date-time.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'Time in which a stream was away and its recording waited for it.',
})
export class StreamInterruption {
  @Field(() => DateTime, { description: 'When the stream ended.' })
  readonly startedAt: Date;

  @Field(() => DateTime, { description: 'When it came back.' })
  readonly endedAt: Date;

  constructor({ startMs, endMs }: Interruption) {
    this.startedAt = new Date(startMs);
    this.endedAt = new Date(endMs);
  }
}
