import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';

export interface Publisher {
  /** Resolves with the exit code and what ffmpeg said. */
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
  readonly process: ChildProcess;
}

/** A tenth of a second of sound at the beginning of each second, silence between. */
const beeps = String.raw`aevalsrc=0.5*sin(2*PI*880*t)*lt(mod(t\,1)\,0.1):s=48000`;

/** A real publisher in real time: ffmpeg with a test picture and a beep at the beginning of each second. */
export function startPublisher(address: string, seconds: number, size = '320x180'): Publisher {
  const child = spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'error', '-nostdin'],
      ...['-re', '-f', 'lavfi', '-i', `testsrc=size=${size}:rate=15:duration=${String(seconds)}`],
      ...['-re', '-f', 'lavfi', '-i', `${beeps}:duration=${String(seconds)}`],
      ...[
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
        '-tune',
        'zerolatency',
        '-g',
        '15',
        '-pix_fmt',
        'yuv420p',
      ],
      ...['-c:a', 'aac', '-b:a', '64k', '-f', 'flv', address],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.once('close', (code) => {
      resolve({ code, said });
    });
  });
  return { process: child, ended };
}
