import { GraphQLError, GraphQLScalarType, valueFromASTUntyped } from 'graphql';

/** As an answer, a snapshot whose fields the type around it decides; as an input, whatever object the caller keeps. */
export const JsonObject = new GraphQLScalarType<unknown, unknown>({
  name: 'JSONObject',
  description:
    'A JSON object. Its fields depend on what it belongs to; fields are added, never changed, within a schemaVersion.',
  serialize: (value) => value,
  parseValue: readObject,
  parseLiteral: (node, variables) => readObject(valueFromASTUntyped(node, variables)),
});

function readObject(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new GraphQLError('JSONObject is an object with named fields');
}
