import type { ChildProcess } from 'node:child_process';

/** The next message of a child; its end before that is an error, not a wait without end. */
export function nextMessage<T>(child: ChildProcess, name: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown): void => {
      child.off('exit', onExit);
      resolve(message as T);
    };
    const onExit = (code: number | null, signal: string | null): void => {
      child.off('message', onMessage);
      reject(new Error(`${name} ended (${signal ?? `code ${String(code)}`}) before it answered`));
    };
    child.once('message', onMessage);
    child.once('exit', onExit);
  });
}

/** Waits for a child to end by itself, and no longer than it may. */
export async function endChild(child: ChildProcess, patienceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await new Promise((resolve) => child.once('exit', resolve));
  clearTimeout(timer);
}
