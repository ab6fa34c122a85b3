import { GraphQLError, GraphQLScalarType } from 'graphql';

/** Only ever an answer: a snapshot whose fields the event's type and schemaVersion decide. */
export const JsonObject = new GraphQLScalarType<unknown, unknown>({
  name: 'JSONObject',
  description:
    'A JSON object. Its fields depend on what it belongs to; fields are added, never changed, within a schemaVersion.',
  serialize: (value) => value,
  parseValue: refuse,
  parseLiteral: refuse,
});

function refuse(): never {
  throw new GraphQLError('JSONObject is only ever an answer');
}
