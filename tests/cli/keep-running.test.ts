import { describe, expect, it } from 'vitest';
import { keepRunning } from '../../cli/keep-running.ts';
import type { Running } from '../../cli/running.ts';
import { eventually } from '../support/eventually.ts';

/** Processes that end when told to: what is tested is when the next one is started, and nothing of an operating system. */
function workshop(failing: (start: number) => boolean = () => false) {
  const startedAtMs: number[] = [];
  let end: (how: string) => void = () => undefined;
  return {
    startedAtMs,
    end: (how: string) => {
      end(how);
    },
    start: (): Promise<Running> => {
      startedAtMs.push(performance.now());
      if (failing(startedAtMs.length)) return Promise.reject(new Error('no room'));
      const ended = new Promise<string>((resolve) => (end = resolve));
      const pid = startedAtMs.length;
      return Promise.resolve({
        pid,
        ended,
        stop: () => {
          end('was asked to end');
          return Promise.resolve();
        },
      });
    },
  };
}

describe('Keeping a process running', () => {
  it('waits longer before each restart that follows at once', async () => {
    const { start, startedAtMs, end } = workshop();
    const kept = await keepRunning({
      name: 'It',
      start,
      report: () => undefined,
      firstPauseMs: 40,
      wellAfterMs: 60_000,
    });
    for (let pid = 1; pid <= 3; pid++) {
      end('broke');
      await eventually('the next one', () => kept.pid() === pid + 1);
    }
    const pauses = startedAtMs.slice(1).map((at, index) => at - startedAtMs[index]!);
    expect(pauses[0]).toBeGreaterThanOrEqual(39);
    expect(pauses[1]).toBeGreaterThanOrEqual(79);
    expect(pauses[2]).toBeGreaterThanOrEqual(159);
    await kept.stop();
  });

  it('forgives one that ran well', async () => {
    const { start, startedAtMs, end } = workshop();
    const kept = await keepRunning({
      name: 'It',
      start,
      report: () => undefined,
      firstPauseMs: 40,
      wellAfterMs: 0,
    });
    for (let pid = 1; pid <= 4; pid++) {
      end('broke');
      await eventually('the next one', () => kept.pid() === pid + 1);
    }
    // Unforgiven the four pauses would be 40 + 80 + 160 + 320 ms.
    expect(startedAtMs.at(-1)! - startedAtMs[0]!).toBeLessThan(500);
    await kept.stop();
  });

  it('goes on trying when a restart fails, and says so', async () => {
    const said: string[] = [];
    const { start, end } = workshop((attempt) => attempt === 2);
    const kept = await keepRunning({
      name: 'It',
      start,
      report: (sentence) => said.push(sentence),
      firstPauseMs: 5,
    });
    end('broke');
    await eventually('the third start', () => kept.pid() === 3);
    expect(said).toEqual([
      'It broke; it is started again.',
      'It did not start again: no room',
      'It runs again (process 3).',
    ]);
    await kept.stop();
  });

  it('hands a first start that fails to its caller, without a second try', async () => {
    const { start, startedAtMs } = workshop(() => true);
    await expect(keepRunning({ name: 'It', start, report: () => undefined })).rejects.toThrow('no room');
    expect(startedAtMs).toHaveLength(1);
  });

  it('starts nothing any more once it is asked to stop, even between two starts', async () => {
    const { start, startedAtMs, end } = workshop();
    const kept = await keepRunning({ name: 'It', start, report: () => undefined, firstPauseMs: 60_000 });
    end('broke');
    await eventually('the pause', () => kept.pid() === null);
    await kept.stop();
    expect(startedAtMs).toHaveLength(1);
  });
});
