// Runs before start, dev, demo, test and bench, on whatever Node the machine has (20 is enough): looks for what they
// need, brings what it may, and otherwise says the one thing to type.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { buildIfStale } from './build.mjs';
import { provideTools, purposes } from './tools.mjs';

const house = path.resolve(import.meta.dirname, '..');

try {
  const purpose = process.argv[2] ?? '';
  if (!purposes.includes(purpose)) throw new Error(`node scripts/setup.mjs <${purposes.join('|')}>`);
  requireNode();
  // Whoever pulled without installing anew has the driver as it was published.
  execFileSync(process.execPath, [path.join(house, 'scripts/mend-postgres.mjs')], { stdio: 'inherit' });
  provideTools(purpose);
  // The launcher takes what is built: tests of a build from other sources would tell nothing.
  if (['start', 'demo', 'test', 'harness'].includes(purpose)) buildIfStale();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (!existsSync(path.join(house, 'node_modules'))) throw new Error('Run "npm install" first.');
  if (major > 22 || (major === 22 && minor >= 18)) return;
  if (!existsSync(path.join(house, 'node_modules/.bin/node'))) {
    throw new Error(
      `This is Node ${process.versions.node}, Roomtape needs 22.18 or newer, and the one that npm brings is not there: run "npm install" without --omit=optional, or install a newer Node.`,
    );
  }
}
