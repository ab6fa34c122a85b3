import { GraphQLInputObjectType, type GraphQLSchema } from 'graphql';
import { Extensions } from 'type-graphql';
import { DomainError } from '../../../domain/errors.ts';

const mark = 'roomtapeOneOf';

/** Marks an input whose fields exclude each other. type-graphql does not know `@oneOf` yet; see {@link honourOneOf}. */
export function OneOf(): ClassDecorator & MethodDecorator & PropertyDecorator {
  return Extensions({ [mark]: true });
}

/** Makes the marked inputs real `@oneOf` inputs, printed and validated as such. */
export function honourOneOf(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type instanceof GraphQLInputObjectType && type.extensions[mark] === true) type.isOneOf = true;
  }
}

/** The one field that is set. Checked here too, since not every executor coerces variables by `@oneOf`. Throws BAD_INPUT. */
export function chosenOf<T extends object>(
  input: T,
  field: string,
): { [K in keyof T]-?: readonly [K, NonNullable<T[K]>] }[keyof T] {
  const set = Object.entries(input).filter(([, value]) => value !== null && value !== undefined);
  if (set.length === 1)
    return set[0] as unknown as { [K in keyof T]-?: readonly [K, NonNullable<T[K]>] }[keyof T];
  const got = set.length === 0 ? 'empty' : set.map(([name]) => name).join(' and ');
  throw new DomainError('BAD_INPUT', 'caller', `${field} is ${got}; allowed: exactly one of its fields`, {
    faults: [{ field, got, allowed: 'exactly one of its fields' }],
  });
}
