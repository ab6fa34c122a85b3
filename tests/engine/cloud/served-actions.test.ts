import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { everyAction } from '../../../engine/cloud/api/every-action.ts';
import { roomtapeVersion } from '../../../wire/own-actions.ts';

/** Actions only name themselves here; what they need to run is never touched. */
const nothing = { library: {}, desk: { library: {} } } as never;

/**
 * It reads the tests, and cannot tell a good one from a bad one; but an action that is added without any is found. Methods
 * of the SDK's clients are the only things that have these names.
 */
it('every action of the vendor’s that is served is called through its SDK in a test of the engine', () => {
  const folder = path.resolve(import.meta.dirname, '..');
  const tests = globSync('**/*.test.ts', { cwd: folder }).map((file) =>
    readFileSync(path.join(folder, file), 'utf8'),
  );
  const vendors = everyAction(nothing)
    .filter(({ version }) => version !== roomtapeVersion)
    .map(({ name }) => name);
  expect(vendors.length).toBeGreaterThan(50);
  const calls = (name: string): boolean =>
    tests.some((text) => text.includes(`.${name}(`) || text.includes(`.request('${name}'`));
  const uncalled = vendors.filter((name) => !calls(name));
  expect(uncalled).toEqual([]);
});
