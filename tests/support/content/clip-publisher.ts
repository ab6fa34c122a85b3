import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { picturesPerSecond } from './picture-code.ts';

/** A real publisher of a clip: ffmpeg in real time, without coding anything anew. */
export interface ClipPublisher {
  readonly process: ChildProcess;
  /** What has been handed to the connection so far, by ffmpeg's own count, which is up to a tenth of a second old. */
  readonly sent: { readonly pictures: number; readonly seconds: number };
  /** Resolves when so much has been sent; rejects when the publisher ends before. */
  reached(seconds: number): Promise<void>;
  /** Resolves with the exit code and what ffmpeg said. */
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
  /** Ends the connection in the middle, as a lost network does: without a word. */
  cut(): void;
}

export function publishClip(address: string, clip: string): ClipPublisher {
  const child = spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-stats_period', '0.1', '-progress', 'pipe:1'],
      ...['-re', '-i', clip, '-c', 'copy', '-f', 'flv', address],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const sent = { pictures: 0, seconds: 0 };
  const waiting = new Set<{ seconds: number; resolve: () => void; reject: (error: Error) => void }>();
  child.stdout.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString('latin1').split('\n')) {
      const [key, value] = line.split('=');
      if (key === 'frame') sent.pictures = Number(value);
      if (key === 'out_time_us' && Number.isFinite(Number(value))) sent.seconds = Number(value) / 1e6;
    }
    const seconds = Math.max(sent.seconds, sent.pictures / picturesPerSecond);
    for (const waiter of waiting) {
      if (seconds < waiter.seconds) continue;
      waiting.delete(waiter);
      waiter.resolve();
    }
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.once('close', (code) => {
      for (const { reject } of waiting) reject(new Error(`the publisher ended too early: ${said}`));
      resolve({ code, said });
    });
  });
  return {
    process: child,
    sent,
    reached: (seconds) =>
      new Promise((resolve, reject) => {
        if (Math.max(sent.seconds, sent.pictures / picturesPerSecond) >= seconds) resolve();
        else if (child.exitCode !== null) reject(new Error(`the publisher has ended: ${said}`));
        else waiting.add({ seconds, resolve, reject });
      }),
    ended,
    cut() {
      child.kill('SIGKILL');
    },
  };
}
