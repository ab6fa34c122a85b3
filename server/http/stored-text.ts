import { GraphQLError, type ValidationRule } from 'graphql';
import { badInput } from '../../domain/errors.ts';

const allowed = 'well-formed Unicode without the character U+0000';

const canBeStored = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

const refusal = (field: string, text: string): GraphQLError => {
  const originalError = badInput({ field, got: JSON.stringify(text), allowed });
  // A request that a plugin refuses is answered 500 where it says nothing else.
  return new GraphQLError(originalError.message, { originalError, extensions: { http: { status: 400 } } });
};

/** No database keeps U+0000 or half a surrogate pair: text in a document that holds one is refused. */
export const storedTextRule: ValidationRule = (context) => ({
  StringValue({ value }) {
    if (!canBeStored(value)) context.reportError(refusal('the document’s text', value));
  },
});

/** The same of variables: the first value, however deep, that cannot be kept. */
export function findUnstorable(value: unknown, field = ''): GraphQLError | null {
  if (typeof value === 'string') return canBeStored(value) ? null : refusal(field, value);
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
    const path = Array.isArray(value) ? `${field}[${name}]` : field === '' ? name : `${field}.${name}`;
    const found = canBeStored(name) ? findUnstorable(inner, path) : refusal(`a name in ${field}`, name);
    if (found !== null) return found;
  }
  return null;
}
