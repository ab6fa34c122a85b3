/**
 * Resolves at the first request to stop: Ctrl-C, SIGTERM, a closed terminal, or the end of the launcher that started us.
 * From the call on these no longer end the process by themselves.
 */
export function stopRequested(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve(signal);
      });
    }
    process.once('disconnect', () => {
      resolve('the launcher ended');
    });
  });
}
