import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** Byte counts pass the 32 bits of Int; JavaScript's safe integers are enough for 9 petabytes. */
export const Long = new GraphQLScalarType<number, number>({
  name: 'Long',
  description:
    'An integer from -(2^53 - 1) to 2^53 - 1: byte counts and the vendor’s 32-bit unsigned numbers, which pass Int.',
  serialize(value) {
    if (Number.isSafeInteger(value)) return value as number;
    throw new TypeError('Long prints safe integers only');
  },
  parseValue: parse,
  parseLiteral(node) {
    return parse(node.kind === Kind.INT ? Number(node.value) : null);
  },
});

function parse(value: unknown): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw new GraphQLError(`Long must be an integer of at most 2^53 - 1; got ${JSON.stringify(value)}`);
}
