import { Field, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true, description: 'Where a page lies in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there is more after endCursor.' })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, {
    description: 'Whether the page began after a cursor. Lists are read one way, newest first.',
  })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row; null on an empty page.' })
  readonly startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last row, to be given as `after`; null on an empty page.',
  })
  readonly endCursor!: string | null;
}
