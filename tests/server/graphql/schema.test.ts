import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLNamedType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../domain/errors.ts';
import { EventTypeEnum } from '../../../server/graphql/events/event.types.ts';
import { makeSchema, printContract } from '../../../server/graphql/schema.ts';
import { eventTypes } from '../../../server/ports/event-log.ts';

const schema = makeSchema();
const ours = Object.values(schema.getTypeMap()).filter(
  (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
);

/** Every describable thing as `Type.field(argument)`, with its description. */
function* describables(type: GraphQLNamedType): Generator<readonly [string, string | null | undefined]> {
  if (!['Query', 'Mutation', 'Subscription'].includes(type.name)) yield [type.name, type.description];
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      yield [`${type.name}.${field.name}`, field.description];
      for (const argument of field.args) {
        yield [`${type.name}.${field.name}(${argument.name})`, argument.description];
      }
    }
  } else if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields()))
      yield [`${type.name}.${field.name}`, field.description];
  } else if (isEnumType(type)) {
    for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value.description];
  }
}

describe('the schema', () => {
  it('describes every type, field, argument and value in a sentence', () => {
    const silent = ours
      .flatMap((type) => [...describables(type)])
      .filter(([, description]) => !/^[\p{Lu}\d].*[.)]$/su.test(description ?? ''))
      .map(([name, description]) => `${name}: ${description ?? 'nothing'}`);
    expect(silent).toEqual([]);
  });

  it('is what schema/schema.graphql holds', () => {
    const committed = readFileSync(new URL('../../../schema/schema.graphql', import.meta.url), 'utf8');
    expect(committed).toBe(printContract());
  });

  it('marks inputs of which exactly one field is given', () => {
    const marked = ours.filter((type) => isInputObjectType(type) && type.isOneOf).map(({ name }) => name);
    expect(marked).toEqual(
      expect.arrayContaining(['RoomByInput', 'RoomNameInput', 'RunningRoomInput', 'ViewerScopeInput']),
    );
  });

  it('knows every error code and every event type of the house', () => {
    const valuesOf = (name: string): string[] => {
      const type = schema.getType(name);
      return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
    };
    expect(valuesOf('ErrorCode')).toEqual([...errorCodes]);
    expect(Object.values(EventTypeEnum)).toEqual([...eventTypes]);
    expect(valuesOf('EventType')).toHaveLength(eventTypes.length);
  });
});
