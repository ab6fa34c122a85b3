import { setTimeout as delay } from 'node:timers/promises';

/** Asks every `everyMs` (500) until there is an answer; past the deadline it fails, with what was missing last. */
export async function waitUntil<T>(
  what: string,
  withinSeconds: number,
  ask: () => Promise<{ readonly answer: T } | { readonly missing: string }>,
  everyMs = 500,
): Promise<T> {
  const deadline = Date.now() + withinSeconds * 1000;
  for (;;) {
    const said = await ask();
    if ('answer' in said) return said.answer;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${withinSeconds} s (${said.missing}).`);
    await delay(everyMs);
  }
}
