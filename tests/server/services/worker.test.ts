import { describe, expect, it } from 'vitest';
import { startWorker } from '../../../server/services/worker.ts';
import { eventually } from '../../support/eventually.ts';

describe('a worker', () => {
  const keepLog = () => {
    const lines: { level: string; message: string; fields: Readonly<Record<string, unknown>> }[] = [];
    const at = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) => {
      lines.push({ level, message, fields });
    };
    return { lines, error: at('error'), info: at('info') };
  };

  it('tells a row of failures once, and that it is over, however often it fails between', async () => {
    const log = keepLog();
    let runs = 0;
    const work = (): Promise<void> =>
      ++runs < 8 ? Promise.reject(new Error('no provider')) : Promise.resolve();
    const worker = startWorker('listen', 1, work, log);
    await eventually('it has worked again', () => Promise.resolve(runs > 9 ? runs : null), 60_000);
    await worker.close();
    expect(log.lines.map(({ level, message }) => [level, message])).toEqual([
      ['error', 'a worker failed; it tries again'],
      ['info', 'a worker that failed works again'],
    ]);
    expect(log.lines[1]!.fields).toEqual({ worker: 'listen', failures: 7 });
  });

  it('runs at once when it is woken, also while it rests after failures', async () => {
    const log = keepLog();
    let runs = 0;
    const worker = startWorker('listen', 3_600_000, () => Promise.reject(new Error(String(++runs))), log);
    for (let woken = 1; woken < 5; woken++) {
      await eventually('it has run', () => Promise.resolve(runs >= woken ? runs : null), 60_000);
      worker.wake();
    }
    await eventually('it has run', () => Promise.resolve(runs >= 5 ? runs : null), 60_000);
    await worker.close();
    expect(runs).toBe(5);
  });
});
