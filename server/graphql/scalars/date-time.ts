import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** Dates go out in UTC with milliseconds; in, any offset is taken, a missing one is refused. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description:
    'An instant as ISO 8601 text. Answers are in UTC with milliseconds (`2026-11-24T12:00:00.000Z`); inputs may carry any offset but must carry one.',
  serialize(value) {
    if (value instanceof Date) return value.toISOString();
    throw new TypeError(`DateTime cannot print ${typeof value}`);
  },
  parseValue: parse,
  parseLiteral(node) {
    return parse(node.kind === Kind.STRING ? node.value : null);
  },
});

function parse(value: unknown): Date {
  const isText =
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(value);
  const date = new Date(isText ? value : Number.NaN);
  if (!Number.isNaN(date.getTime())) return date;
  throw new GraphQLError(
    `DateTime must be ISO 8601 with an offset, as 2026-11-24T12:00:00Z; got ${JSON.stringify(value)}`,
  );
}
