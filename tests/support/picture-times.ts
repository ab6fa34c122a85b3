import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface DecodedPicture {
  readonly seconds: number;
  /** Mean brightness, 0 to 255. */
  readonly brightness: number;
}

/** Every picture of a file or an address, decoded; what the decoder had to say against it goes to `complaints`. */
export async function decodePictures(
  source: string,
): Promise<{ readonly pictures: readonly DecodedPicture[]; readonly complaints: string }> {
  const { stdout, stderr } = await run(
    'ffmpeg',
    [
      ...[
        '-v',
        'error',
        '-i',
        source,
        '-map',
        '0:v',
        '-fps_mode',
        'passthrough',
        '-enc_time_base',
        '1:90000',
      ],
      ...['-vf', 'signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-', '-f', 'null', '-'],
    ],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  const pictures = [...stdout.matchAll(/pts_time:([\d.]+)\s+lavfi\.signalstats\.YAVG=([\d.]+)/g)].map(
    ([, seconds, brightness]) => ({ seconds: Number(seconds), brightness: Number(brightness) }),
  );
  return { pictures, complaints: stderr };
}

/** When the picture turns white after it was not. */
export function flashOnsets(pictures: readonly DecodedPicture[]): readonly number[] {
  return pictures
    .filter(({ brightness }, index) => brightness > 180 && (pictures[index - 1]?.brightness ?? 255) <= 180)
    .map(({ seconds }) => seconds);
}
