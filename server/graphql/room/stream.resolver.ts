import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../context.ts';
import { StreamInterruption } from './interruption.types.ts';
import { Room } from './room.types.ts';
import { Stream } from './stream.types.ts';

@Resolver(() => Stream)
export class StreamResolver {
  @FieldResolver(() => Room, {
    nullable: true,
    description: 'The room session; null where the stream is in none that is known.',
  })
  room(@Root() { record }: Stream, @Ctx() { links }: GraphContext): Room | null | Promise<Room | null> {
    return record.roomId === null ? null : links.room(record.roomId);
  }

  @FieldResolver(() => [StreamInterruption], {
    description: 'Times in which it was away and its recording waited for it, oldest first.',
  })
  interruptions(@Root() { record }: Stream): readonly StreamInterruption[] {
    return record.interruptions.map((interruption) => new StreamInterruption(interruption));
  }
}
