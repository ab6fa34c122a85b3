// Ends .ci/run: adds up what Vitest and the check wrote, in the one line that a machine reads. Arguments: their exit codes.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const house = path.resolve(import.meta.dirname, '..');
const [testCode, checkCode] = process.argv.slice(2).map(Number);
const tests = read('.cache/tests.json');
const check = read('.cache/check.json');

// A file that does not even load has no failed test in it, but failed; so did a run that ended badly with nothing to show.
const brokenFiles = (tests?.testResults ?? []).filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
).length;
const failedTests = (tests?.numFailedTests ?? 0) + brokenFiles;
const failedChecks = check?.failed ?? 0;
const failed =
  failedTests +
  (testCode !== 0 && failedTests === 0 ? 1 : 0) +
  failedChecks +
  (checkCode !== 0 && failedChecks === 0 ? 1 : 0);
const passed = (tests?.numPassedTests ?? 0) + (check?.passed ?? 0);

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

function read(file) {
  try {
    return JSON.parse(readFileSync(path.join(house, file), 'utf8'));
  } catch {
    return null;
  }
}
