import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { documents } from '../../../cli/demo/documents.ts';

const schema = buildSchema(
  readFileSync(path.resolve(import.meta.dirname, '../../../schema/schema.graphql'), 'utf8'),
);

describe('The demo’s documents', () => {
  it.each(Object.entries(documents))('%s asks only what the schema has', (_name, document) => {
    expect(validate(schema, parse(document)).map((error) => error.message)).toEqual([]);
  });
});
