import { spawn } from 'node:child_process';

export interface Published {
  readonly code: number | null;
  /** Everything the program wrote. */
  readonly said: string;
}

/** Runs a publishing program to its end. */
export function publishBy(program: string, args: readonly string[]): Promise<Published> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, said });
    });
  });
}
