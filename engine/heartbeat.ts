import { mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

const beatMs = 1000;

/** Keeps the time of a file current, so that the next process knows until when this one lived. */
export async function startHeartbeat(
  folder: string,
): Promise<{ readonly lastAliveMs: number | null; stop(): void }> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'alive');
  const lastAliveMs = await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
  await writeFile(file, '');
  const timer = setInterval(() => {
    const now = new Date();
    // A disk that refuses shows in everything that matters; the time is only less exact.
    utimes(file, now, now).catch(() => undefined);
  }, beatMs);
  return {
    lastAliveMs,
    stop: () => {
      clearInterval(timer);
    },
  };
}
