import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checksumOf, checksumOfFile, requireSame } from './checksum.ts';
import type { StorageSetting } from './destination.ts';
import { openDestination } from './open-destination.ts';

const probeKey = 'roomtape-probe/probe.txt';
const patienceMs = 20_000;

/** Writes, reads and removes a few bytes at the destination; rejects with what does not work. */
export async function probeStorage(setting: StorageSetting): Promise<void> {
  const destination = await openDestination(setting);
  if (destination === null) return;
  const folder = await mkdtemp(path.join(tmpdir(), 'roomtape-probe-'));
  try {
    const file = path.join(folder, 'probe.txt');
    await writeFile(file, `written by roomtape at ${new Date().toISOString()}\n`);
    const expected = await checksumOfFile(file);
    await destination.put(probeKey, file, expected, AbortSignal.timeout(patienceMs));
    const found = await checksumOf(await destination.read(probeKey, { start: 0, end: expected.bytes - 1 }));
    requireSame(found, expected, 'what came back');
    await destination.remove([probeKey]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
