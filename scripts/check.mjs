// Everything that is checked without running the product: form, rules, types, directions, what nobody uses, and whether
// printed and generated files are in step. All steps run; each is printed with its time; one that failed shows what it
// said. The figures go to .cache/check.json for .ci/run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const house = path.resolve(import.meta.dirname, '..');
const ownNode = path.join(house, 'node_modules/.bin/node');
const node = existsSync(ownNode) ? ownNode : process.execPath;
const floors = [
  'domain',
  'wire',
  'engine',
  'server',
  'client',
  'console',
  'cli',
  'tests',
  'bench',
  'scripts',
].filter(holdsSources);
const hasFaces = ['client', 'console'].some(holdsSources);
const hasPrinter = existsSync(path.join(house, 'scripts/print-schema.ts'));
const hasOperations =
  existsSync(path.join(house, 'schema/operations')) &&
  readdirSync(path.join(house, 'schema/operations')).length > 0;

const steps = [
  ['form (prettier)', () => tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')],
  ['rules (eslint)', () => tool('eslint/bin/eslint.js', '.')],
  ['types (tsc)', () => tool('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json')],
  ...(hasFaces
    ? [
        [
          'types of the browser (tsc)',
          () => tool('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.web.json'),
        ],
      ]
    : []),
  [
    'directions (dependency-cruiser)',
    () =>
      tool('dependency-cruiser/bin/dependency-cruise.mjs', ...floors, '--config', '.dependency-cruiser.cjs'),
  ],
  ['unused (knip)', () => tool('knip/bin/knip.js', '--no-progress')],
  ...(hasPrinter
    ? [
        [
          'schema in step',
          () => inStep('schema/schema.graphql', '--import', 'tsx', 'scripts/print-schema.ts'),
        ],
      ]
    : []),
  ...(hasPrinter && hasOperations
    ? [
        [
          'generated code in step',
          () =>
            inStep(
              'client/generated',
              'node_modules/@graphql-codegen/cli/cjs/bin.js',
              '--config',
              'codegen.yml',
            ),
        ],
      ]
    : []),
];

let failed = 0;
for (const [name, step] of steps) {
  const started = performance.now();
  const { ok, said } = step();
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (ok) continue;
  failed++;
  console.log(said.trimEnd().replace(/^/gm, '       '));
}
mkdirSync(path.join(house, '.cache'), { recursive: true });
writeFileSync(
  path.join(house, '.cache/check.json'),
  JSON.stringify({ passed: steps.length - failed, failed }),
);
console.log(`check: ${steps.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function tool(file, ...args) {
  return run(path.join('node_modules', file), ...args);
}

function run(...args) {
  const done = spawnSync(node, args, { cwd: house, encoding: 'utf8', maxBuffer: 1 << 26 });
  return {
    ok: done.status === 0,
    said: `${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}`,
  };
}

/** Prints anew, compares, and puts back what was there: a check changes nothing. */
function inStep(place, ...command) {
  const target = path.join(house, place);
  const before = contents(target);
  const done = run(...command);
  const after = contents(target);
  if (!done.ok) return done;
  const differing = [...new Set([...before.keys(), ...after.keys()])].filter(
    (file) => before.get(file) !== after.get(file),
  );
  for (const file of differing) {
    if (before.has(file)) writeFileSync(file, before.get(file));
    else rmSync(file);
  }
  const names = differing.map((file) => path.relative(house, file)).join(', ');
  return {
    ok: differing.length === 0,
    said: `Not in step: ${names}. Run "npm run codegen" and commit what it writes.`,
  };
}

function contents(target) {
  if (!existsSync(target)) return new Map();
  const files = target.endsWith('.graphql')
    ? [target]
    : readdirSync(target, { recursive: true, withFileTypes: true })
        .filter((found) => found.isFile())
        .map((found) => path.join(found.parentPath ?? found.path, found.name));
  return new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
}

function holdsSources(folder) {
  const place = path.join(house, folder);
  return (
    existsSync(place) &&
    readdirSync(place, { recursive: true }).some((name) => /\.(tsx?|mjs)$/.test(String(name)))
  );
}
