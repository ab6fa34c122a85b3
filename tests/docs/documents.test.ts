import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';

const house = path.resolve(import.meta.dirname, '../..');
const pages = ['README.md', 'CONTRIBUTING.md', 'docs', 'docs/decisions'].flatMap((place) =>
  place.endsWith('.md')
    ? [place]
    : readdirSync(path.join(house, place))
        .filter((name) => name.endsWith('.md'))
        .map((name) => `${place}/${name}`),
);
const textOf = (page: string): string => readFileSync(path.join(house, page), 'utf8');
const schema = buildSchema(readFileSync(path.join(house, 'schema/schema.graphql'), 'utf8'));

const documents = pages.flatMap((page) =>
  [...textOf(page).matchAll(/```graphql\n([\s\S]*?)```/g)].map(
    ([, text], index) => [`${page} ${String(index + 1)}`, text!] as const,
  ),
);
const links = pages.flatMap((page) =>
  [...textOf(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(
    ([, target]) => [page, target!] as const,
  ),
);

describe('the documentation', () => {
  it('is read at all', () => {
    expect(pages.length).toBeGreaterThan(10);
    expect(documents.length).toBeGreaterThan(3);
    expect(links.length).toBeGreaterThan(10);
  });

  it.each(documents)('asks the schema as it is: %s', (_name, text) => {
    expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
  });

  it.each(links)('%s leads to a page that is there: %s', (page, target) => {
    expect(existsSync(path.join(house, path.dirname(page), target))).toBe(true);
  });
});
