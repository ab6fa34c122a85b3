import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType({ description: 'Anything that has an id and can be fetched again by it.' })
export abstract class Node {
  @Field(() => ID, { description: 'Opaque and unique across all types.' })
  readonly id!: string;
}
