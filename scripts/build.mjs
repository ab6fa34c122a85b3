// Builds dist/: the house by tsc, its migrations beside it, and the console by Vite. Runs on Node 20 too.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

const house = path.resolve(import.meta.dirname, '..');
const dist = path.join(house, 'dist');
const floors = ['domain', 'wire', 'engine', 'server', 'cli'];
const faces = ['client', 'console', 'schema'];
const settings = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'tsconfig.web.json'];

const stamp = path.join(dist, 'built-from');

/** Whether dist/ was built from exactly these sources. */
export function isBuilt() {
  return isFrom(fingerprintOf([...floors, ...faces], settings));
}

/** Builds unless dist/ was built from exactly these sources. */
export function buildIfStale() {
  const fingerprint = fingerprintOf([...floors, ...faces], settings);
  if (isFrom(fingerprint)) return;
  if (!existsSync(path.join(house, 'node_modules/typescript'))) {
    if (existsSync(stamp)) return; // Installed without the development tools: what is built is what there is.
    throw new Error(
      'Roomtape is not built, and its compiler is not installed: run "npm install" without --omit=dev.',
    );
  }
  build(fingerprint);
}

function isFrom(fingerprint) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint;
}

/** Into a folder of its own, then swapped: a house that runs from dist/ never sees it half written. */
function build(fingerprint) {
  const started = performance.now();
  const next = path.join(house, `.cache/dist.${process.pid}`);
  const last = path.join(house, `.cache/dist.${process.pid}.last`);
  console.log('Building …');
  try {
    run('typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', next]);
    for (const floor of floors) copySql(path.join(house, floor), path.join(next, floor));
    if (existsSync(path.join(house, 'console/index.html'))) {
      run('vite/bin/vite.js', [
        'build',
        'console',
        '--outDir',
        path.join(next, 'console'),
        '--emptyOutDir',
        '--logLevel',
        'warn',
      ]);
    }
    writeFileSync(path.join(next, 'built-from'), fingerprint);
    if (existsSync(dist)) renameSync(dist, last);
    renameSync(next, dist);
  } finally {
    rmSync(next, { recursive: true, force: true });
    rmSync(last, { recursive: true, force: true });
  }
  console.log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

/** The tool is started with the Node that npm brought, which is newer than the one that may be running this. */
function run(tool, args) {
  const own = path.join(house, 'node_modules/.bin/node');
  const done = spawnSync(
    existsSync(own) ? own : process.execPath,
    [path.join(house, 'node_modules', tool), ...args],
    {
      cwd: house,
      stdio: 'inherit',
    },
  );
  if (done.status !== 0)
    throw new Error(`The build failed (${tool.split('/')[0]}); the lines above say where.`);
}

function copySql(from, to) {
  if (!existsSync(from)) return;
  for (const name of readdirSync(from, { recursive: true }).filter((entry) => entry.endsWith('.sql'))) {
    cpSync(path.join(from, name), path.join(to, name));
  }
}

function fingerprintOf(folders, files) {
  const hash = createHash('sha256');
  const add = (file) =>
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(house, file)))
      .update('\0');
  for (const folder of folders.filter((name) => existsSync(path.join(house, name)))) {
    for (const entry of readdirSync(path.join(house, folder), { recursive: true, withFileTypes: true })
      .filter((found) => found.isFile())
      .map((found) => path.relative(house, path.join(found.parentPath ?? found.path, found.name)))
      .sort()) {
      add(entry);
    }
  }
  files.forEach(add);
  return hash.digest('hex');
}

if (process.argv[1] === import.meta.filename) {
  try {
    build(fingerprintOf([...floors, ...faces], settings));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
