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

  it('holds no more in memory however much waits, and keeps the order from the disk', async () => {
    const spool = await Spool.open<{ n: number; text: string }>(folder.path);
    const text = 'x'.repeat(1000);
    let appended = 0;
    const appendSome = async (count: number): Promise<void> => {
      await Promise.all(Array.from({ length: count }, () => spool.append({ n: appended++, text })));
    };
    for (let round = 0; round < 30; round++) await appendSome(300);
    expect([spool.length, spool.held <= 2000]).toEqual([9000, true]);
    expect(readdirSync(folder.path).length).toBeGreaterThan(1);
    let taken = 0;
    const takeSome = async (from: typeof spool, limit: number): Promise<void> => {
      const entries = (await from.peek(limit, never))!;
      expect(entries.map(({ n }) => n)).toEqual(entries.map((_, index) => taken + index));
      await from.forget(entries.length);
      taken += entries.length;
    };
    // Taken and appended at once, as when the database is back and things go on happening.
    for (let round = 0; round < 20; round++) await Promise.all([takeSome(spool, 200), appendSome(50)]);
    await spool.close();

    // What was forgotten in a file of which something is left is handed out again after a restart.
    const restarted = await Spool.open<{ n: number; text: string }>(folder.path);
    taken = (await restarted.peek(1, never))![0]!.n;
    expect(taken).toBeLessThanOrEqual(4000);
    while (restarted.length > 0) {
      await takeSome(restarted, 777);
      expect(restarted.held).toBeLessThanOrEqual(2000);
    }
    expect(taken).toBe(10_000);
    await restarted.close();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('takes entries longer than what it reads at once', async () => {
    const spool = await Spool.open<string>(folder.path);
    const long = 'y'.repeat(700_000);
    await spool.append(long);
    await spool.close();
    const restarted = await Spool.open<string>(folder.path);
    expect(await restarted.peek(5, never)).toEqual([long]);
    await restarted.forget(1);
    await restarted.close();
  });
});
