import type { ProcessRoom } from '../process/process-room.ts';
import { fetchPublicFile, type FetchRules } from './fetch-picture.ts';
import { pictureBytes, type Picture } from './picture.ts';
import { readPictureFile } from './picture-file.ts';

/** A side of a picture may have this many pixels: a file of 2 MB can unfold to gigabytes. */
const maxSide = 4096;
const patienceMs = 5000;

export interface PictureSource extends FetchRules {
  readonly ffmpegPath: string;
  readonly processes: ProcessRoom;
}

export interface PictureWanted {
  readonly url: string;
  readonly width: number;
  readonly height: number;
  /** Cut to keep its shape, or stretched. */
  readonly fill: 'crop' | 'stretch';
  /** Lines of the canvas, which decide on the colour matrix. */
  readonly canvasHeight: number;
}

/** Fetches a picture and decodes it to the size in which it is drawn. Rejects with a sentence that says what was wrong. */
export async function loadPicture(wanted: PictureWanted, source: PictureSource): Promise<Picture> {
  const data = await fetchPublicFile(wanted.url, source);
  const file = readPictureFile(data);
  if (file === null) throw new Error('it is no png, jpg or bmp file');
  if (Math.min(file.width, file.height) < 1 || Math.max(file.width, file.height) > maxSide)
    throw new Error(
      `it has ${String(file.width)}×${String(file.height)} pixels; allowed: ${String(maxSide)} a side`,
    );
  const child = source.processes.start({
    name: 'mix picture decoder',
    program: source.ffmpegPath,
    args: [
      ...'-hide_banner -loglevel error -nostdin -threads 1 -protocol_whitelist pipe -f image2pipe'.split(' '),
      ...['-c:v', file.kind, '-i', 'pipe:0', '-frames:v', '1', '-vf', filterOf(wanted)],
      ...'-f rawvideo -pix_fmt yuv420p pipe:1'.split(' '),
    ],
    extraPipes: 0,
  });
  const expected = pictureBytes(wanted.width, wanted.height);
  const timer = setTimeout(child.kill, patienceMs);
  const parts: Buffer[] = [];
  child.output.on('data', (part: Buffer) => {
    parts.push(part);
  });
  child.input.end(data);
  const { errors } = await child.exited;
  clearTimeout(timer);
  const pixels = Buffer.concat(parts);
  if (pixels.length !== expected) throw new Error(`it cannot be decoded: ${errors.split('\n')[0] ?? ''}`);
  return { width: wanted.width, height: wanted.height, data: pixels };
}

/** In the matrix that players assume, as the background's plain colour is. */
function filterOf({ width, height, fill, canvasHeight }: PictureWanted): string {
  const size = `${String(width)}:${String(height)}`;
  const matrix = `out_color_matrix=${canvasHeight >= 720 ? 'bt709' : 'bt601'}:out_range=tv`;
  return fill === 'stretch'
    ? `scale=${size}:${matrix}`
    : `scale=${size}:force_original_aspect_ratio=increase:${matrix},crop=${size}`;
}
