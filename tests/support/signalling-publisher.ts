import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';

export interface Signals {
  /** Of the picture, which turns white for the first tenth of each second. */
  readonly color: string;
  /** Sounds while the picture is white. */
  readonly beepHz: number;
  /** Sounds all the time, half as loud. */
  readonly humHz: number;
}

/** A real publisher in real time whose pictures and sound can be told from others' in a mix, and found again in time. */
export function startSignallingPublisher(address: string, { color, beepHz, humHz }: Signals): ChildProcess {
  const beep = String.raw`0.2*sin(2*PI*${String(beepHz)}*t)*lt(mod(t\,1)\,0.1)`;
  return spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-re', '-f', 'lavfi', '-i'],
      `color=c=${color}:s=320x180:r=15,drawbox=color=white:t=fill:enable='lt(mod(t,1),0.1)'`,
      ...['-re', '-f', 'lavfi', '-i', `aevalsrc=exprs='${beep}+0.1*sin(2*PI*${String(humHz)}*t)':s=48000`],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '15'],
      ...['-c:a', 'aac', '-b:a', '96k', '-t', '300', '-f', 'flv', address],
    ],
    { stdio: 'ignore' },
  );
}
