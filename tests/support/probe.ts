import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Probed {
  readonly durationSeconds: number;
  readonly video: {
    readonly codec: string;
    readonly width: number;
    readonly height: number;
    readonly frames: number;
  } | null;
  readonly audio: { readonly codec: string; readonly sampleRate: number } | null;
}

interface ProbeAnswer {
  readonly format: { readonly format_name: string; readonly duration: string };
  readonly streams: readonly {
    readonly codec_type: string;
    readonly codec_name: string;
    readonly width?: number;
    readonly height?: number;
    readonly sample_rate?: string;
    readonly nb_read_frames?: string;
  }[];
}

/** Samples of a channel in a frame of AAC. */
const frameSamples = 1024;

/** What ffprobe says of a file or an address, every picture decoded. */
export async function probe(source: string): Promise<Probed> {
  const { stdout } = await run('ffprobe', [
    ...['-v', 'error', '-count_frames', '-show_streams', '-show_format', '-of', 'json', source],
  ]);
  const { format, streams } = JSON.parse(stdout) as ProbeAnswer;
  const video = streams.find(({ codec_type }) => codec_type === 'video');
  const audio = streams.find(({ codec_type }) => codec_type === 'audio');
  // A file of bare AAC has no times: ffprobe guesses them by the bit rate of its beginning.
  const countedSeconds = (Number(audio?.nb_read_frames) * frameSamples) / Number(audio?.sample_rate);
  return {
    durationSeconds: format.format_name === 'aac' ? countedSeconds : Number(format.duration),
    video:
      video === undefined
        ? null
        : {
            codec: video.codec_name,
            width: video.width ?? 0,
            height: video.height ?? 0,
            frames: Number(video.nb_read_frames),
          },
    audio: audio === undefined ? null : { codec: audio.codec_name, sampleRate: Number(audio.sample_rate) },
  };
}

const heardRate = 48_000;

/** When sound begins after silence, in seconds from the first picture: what a viewer would hear. */
export async function soundOnsets(source: string): Promise<readonly number[]> {
  const { stdout } = await run(
    'ffmpeg',
    [
      ...['-v', 'error', '-i', source, '-map', '0:a', '-ac', '1', '-ar', String(heardRate)],
      // Silence stands in for what is missing before the first sound, so that positions are times.
      ...['-af', 'aresample=async=1:first_pts=0', '-f', 's16le', 'pipe:1'],
    ],
    { encoding: 'buffer', maxBuffer: 256 * 1024 * 1024 },
  );
  const samples = new Int16Array(stdout.buffer, stdout.byteOffset, Math.floor(stdout.length / 2));
  const onsets: number[] = [];
  let lastLoud = -heardRate;
  for (const [index, sample] of samples.entries()) {
    if (Math.abs(sample) < 2000) continue;
    if (index - lastLoud > heardRate / 4) onsets.push(index / heardRate);
    lastLoud = index;
  }
  return onsets;
}
