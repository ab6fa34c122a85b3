import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true, description: 'How many recordings carry a value.' })
export class FacetCount {
  @Field(() => String, { description: 'The value, as the filter takes it.' })
  readonly value!: string;

  @Field(() => Int, { description: 'How many recordings.' })
  readonly count!: number;
}
