import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Spool } from '../../../engine/library/spool.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';

const never = new AbortController().signal;

describe('the spool', () => {
  let folder: ReturnType<typeof openTemporaryFolder>;
  beforeEach(() => {
    folder = openTemporaryFolder();
  });
  afterEach(() => {
    folder.close();
  });

  it('hands out in order what was appended, until it is forgotten', async () => {
    const spool = await Spool.open<number>(folder.path);
    await Promise.all([1, 2, 3].map((entry) => spool.append(entry)));
    expect(await spool.peek(2, never)).toEqual([1, 2]);
    await spool.forget(2);
    expect(await spool.peek(2, never)).toEqual([3]);
    await spool.close();
  });

  it('hands out after a kill what was not forgotten, and drops a torn line', async () => {
    const killed = await Spool.open<string>(folder.path);
    for (const entry of ['a', 'b', 'c']) await killed.append(entry);
    // Not closed, as after a kill; and a last line that did not come to its end.
    appendFileSync(path.join(folder.path, readdirSync(folder.path)[0]!), '"hal');
    const restarted = await Spool.open<string>(folder.path);
    expect(await restarted.peek(10, never)).toEqual(['a', 'b', 'c']);
    await restarted.append('d');
    await restarted.forget(3);
    expect(await restarted.peek(10, never)).toEqual(['d']);
    await restarted.close();
    await killed.close();
  });

  it('leaves no file behind when everything was taken', async () => {
    const spool = await Spool.open<string>(folder.path);
    for (let round = 0; round < 4; round++) {
      await spool.append('x'.repeat(40_000));
      expect(await spool.peek(1, never)).toHaveLength(1);
      await spool.forget(1);
      expect(readdirSync(folder.path)).toHaveLength(1);
    }
    await spool.close();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('wakes a waiting taker for an entry, and lets it go when it is told to', async () => {
    const spool = await Spool.open<string>(folder.path);
    const stopping = new AbortController();
    const entries = spool.peek(1, stopping.signal);
    await spool.append('late');
    expect(await entries).toEqual(['late']);
    await spool.forget(1);
    const nothing = spool.peek(1, stopping.signal);
    stopping.abort();
    expect(await nothing).toBeNull();
    await spool.close();
  });
});
