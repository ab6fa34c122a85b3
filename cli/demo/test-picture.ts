import { spawn } from 'node:child_process';

/** A person that does not exist: a test picture with a running clock, and a beep at the beginning of each second. */
export interface TestPicture {
  readonly width: number;
  readonly height: number;
  /** Turns the colours of the picture, in degrees, so that two pictures are told apart. */
  readonly hueDegrees: number;
  readonly beepHz: number;
  readonly seconds: number;
}

export interface Publishing {
  /** Resolves when all was sent; rejects with what ffmpeg said when it was refused or broke off. */
  readonly done: Promise<void>;
  cancel(): void;
}

/** Publishes the picture in real time by RTMP: H.264 without B-frames and AAC, a key frame every 2 s, as the vendor asks. */
export function publishTestPicture(ffmpeg: string, picture: TestPicture, rtmpUrl: string): Publishing {
  const { width, height, hueDegrees, beepHz, seconds } = picture;
  const frameRate = 25;
  const child = spawn(
    ffmpeg,
    [
      ...['-hide_banner', '-loglevel', 'error', '-nostdin'],
      ...[
        '-re',
        '-f',
        'lavfi',
        '-i',
        `testsrc=size=${width}x${height}:rate=${frameRate},hue=h=${hueDegrees}`,
      ],
      ...['-re', '-f', 'lavfi', '-i', `aevalsrc=0.5*sin(2*PI*${beepHz}*t)*lt(mod(t\\,1)\\,0.1):s=48000`],
      ...['-t', String(seconds)],
      ...[
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
        '-tune',
        'zerolatency',
        '-profile:v',
        'baseline',
        '-pix_fmt',
        'yuv420p',
      ],
      ...[
        '-g',
        String(2 * frameRate),
        '-sc_threshold',
        '0',
        '-b:v',
        '800k',
        '-maxrate',
        '800k',
        '-bufsize',
        '800k',
      ],
      ...['-c:a', 'aac', '-b:a', '96k', '-ac', '2'],
      ...['-f', 'flv', rtmpUrl],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const done = new Promise<void>((resolve, reject) => {
    child.once('error', (error) => {
      reject(new Error(`ffmpeg could not be started: ${error.message}`));
    });
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`ffmpeg stopped publishing (${signal ?? `code ${code ?? 0}`}): ${said.trim()}`));
    });
  });
  return {
    done,
    cancel() {
      child.kill('SIGKILL');
    },
  };
}
