import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../cli/lock.ts';
import { startOf } from '../../cli/process-table.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';

let folder: ReturnType<typeof openTemporaryFolder>;

beforeEach(() => {
  folder = openTemporaryFolder();
});
afterEach(() => {
  folder.close();
});

describe('The lock of a data folder', () => {
  it('is refused while its holder runs, and free again after it is released', () => {
    const lock = lockFolder(folder.path);
    expect(() => lockFolder(folder.path)).toThrow(`(process ${process.pid})`);
    lock.release();
    lockFolder(folder.path).release();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('is taken over from a process that is gone', () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(path.join(folder.path, 'lock'), `${gone} some-boot:1\n`);
    lockFolder(folder.path).release();
  });

  it('is taken over when its process number belongs to a process that started at another time', () => {
    expect(startOf(process.pid)).not.toBeNull();
    writeFileSync(path.join(folder.path, 'lock'), `${process.pid} some-boot:1\n`);
    lockFolder(folder.path).release();
  });

  it('is taken over when its file is empty or nonsense', () => {
    writeFileSync(path.join(folder.path, 'lock'), '');
    lockFolder(folder.path).release();
  });
});
