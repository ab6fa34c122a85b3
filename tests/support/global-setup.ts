import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../cli/database/embedded.ts';
import './database.ts';

/** Every run starts with the tools it needs, or with the one command that installs them, and with one PostgreSQL for all. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  for (const tool of ['ffmpeg', 'ffprobe', 'chromium']) {
    try {
      execFileSync(tool, [tool === 'chromium' ? '--version' : '-version'], { stdio: 'ignore' });
    } catch {
      throw new Error(
        `${tool} is missing: install it with "apt-get install -y ffmpeg chromium" and run the tests again.`,
      );
    }
  }
  // As every install does it; a checkout may be newer than its last install.
  const mend = path.join(import.meta.dirname, '../../scripts/mend-postgres.mjs');
  execFileSync(process.execPath, [mend], { stdio: 'inherit' });
  const folder = mkdtempSync(path.join(tmpdir(), 'roomtape-tests-'));
  // Started by root, PostgreSQL runs under another account, which must be able to enter.
  chmodSync(folder, 0o711);
  const cluster = await startEmbedded(folder, randomBytes(12).toString('hex'));
  project.provide('clusterUrl', cluster.adminUrl);
  return async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
