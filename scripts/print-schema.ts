import { readFileSync, writeFileSync } from 'node:fs';
import { printContract } from '../server/graphql/schema.ts';

/** Prints schema/schema.graphql from the classes; with `--check`, fails where the file has drifted from them. */
const file = new URL('../schema/schema.graphql', import.meta.url);
const now = printContract();

if (!process.argv.includes('--check')) {
  writeFileSync(file, now);
} else if (readIfThere() !== now) {
  console.error(
    'schema/schema.graphql does not agree with server/graphql: run `npm run schema` and commit it.',
  );
  process.exitCode = 1;
}

function readIfThere(): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
