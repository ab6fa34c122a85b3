import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** What comes in has a bound; what is reckoned from it may have more digits. */
const pattern = /^-?\d{1,30}(\.\d{1,30})?$/;
const printed = /^-?\d{1,60}(\.\d{1,60})?$/;

/** Money and quantities: text all the way, since a float would lose the last digits. */
export const Decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description:
    'A decimal number as text (`"0.005700"`), exact to its last digit; never a float, so that money adds up.',
  serialize(value) {
    const text = typeof value === 'string' ? value : hasToFixed(value) ? value.toFixed() : '';
    if (printed.test(text)) return text;
    throw new TypeError('Decimal prints decimal text or a Decimal only');
  },
  parseValue: parse,
  parseLiteral(node) {
    return parse(
      node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT ? node.value : null,
    );
  },
});

/** decimal.js prints without an exponent by toFixed(); a plain number is refused because it is a float. */
function hasToFixed(value: unknown): value is { toFixed(): string } {
  return (
    typeof value === 'object' && value !== null && 'toFixed' in value && typeof value.toFixed === 'function'
  );
}

function parse(value: unknown): string {
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw new GraphQLError(`Decimal must be decimal text, as "0.0057"; got ${JSON.stringify(value)}`);
}
