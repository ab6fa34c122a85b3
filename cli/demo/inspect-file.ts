import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const probed = z.object({
  streams: z.array(
    z.object({ codec_name: z.string(), width: z.number().optional(), height: z.number().optional() }),
  ),
  format: z.object({ duration: z.string().optional() }),
});

/** What an independent reader says of a file at its address: codecs, picture size, length. */
export interface Inspection {
  readonly codecs: string;
  readonly picture: string;
  readonly seconds: number;
}

export async function inspectFile(ffmpeg: string, address: string): Promise<Inspection> {
  const ffprobe = path.join(path.dirname(ffmpeg), 'ffprobe');
  const { stdout } = await promisify(execFile)(
    ffprobe,
    [
      '-v',
      'error',
      '-show_entries',
      'stream=codec_name,width,height:format=duration',
      '-of',
      'json',
      address,
    ],
    { timeout: 30_000 },
  );
  const { streams, format } = probed.parse(JSON.parse(stdout));
  const video = streams.find((stream) => stream.width !== undefined);
  return {
    codecs: streams.map((stream) => stream.codec_name).join('+'),
    picture: video === undefined ? 'audio only' : `${video.width ?? 0}×${video.height ?? 0}`,
    seconds: Number(format.duration ?? Number.NaN),
  };
}
