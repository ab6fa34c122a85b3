import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder for one test, removed by `close`. Others may pass through it, as PostgreSQL must when root runs the tests. */
export function openTemporaryFolder(): { path: string; close(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'roomtape-test-'));
  chmodSync(folder, 0o711);
  return {
    path: folder,
    close() {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
