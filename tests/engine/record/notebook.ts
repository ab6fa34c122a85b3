import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import { parsePlaylist } from '../../../engine/containers/hls-playlist.ts';
import type {
  RecordedFile,
  RecordingListener,
  RecordingPlan,
  RecordingRules,
  RecordingWarning,
} from '../../../engine/record/recorded-file.ts';

/** Ends and failures of a recorder's log are asked of the listener: its lines matter to nobody here. */
export const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface Notebook {
  readonly told: string[];
  readonly files: RecordedFile[];
  readonly warnings: RecordingWarning[];
  readonly pauses: {
    readonly what: 'paused' | 'resumed';
    readonly format: string;
    readonly mediaMs: number;
  }[];
  /** When what was told happened. */
  readonly moments: { readonly what: 'started' | 'paused' | 'resumed' | 'ended'; readonly atMs: number }[];
  readonly listener: RecordingListener;
  readonly of: (format: RecordingFormat) => readonly RecordedFile[];
}

/** Writes down what a recorder tells. */
export function openNotebook(
  acknowledge: (file: RecordedFile) => Promise<void> = () => Promise.resolve(),
): Notebook {
  const told: string[] = [];
  const files: RecordedFile[] = [];
  const warnings: RecordingWarning[] = [];
  const pauses: Notebook['pauses'][number][] = [];
  const moments: Notebook['moments'][number][] = [];
  const listener: RecordingListener = {
    started: (_, format, atMs) => {
      told.push(`started ${format}`);
      moments.push({ what: 'started', atMs });
    },
    async fileClosed(_, file) {
      await acknowledge(file);
      files.push(file);
      told.push(`file ${file.format}`);
    },
    paused: (_, format, atMs, reason, mediaMs) => {
      moments.push({ what: 'paused', atMs });
      told.push(`paused ${format} ${reason}`);
      pauses.push({ what: 'paused', format, mediaMs });
    },
    resumed: (_, format, atMs, mediaMs) => {
      moments.push({ what: 'resumed', atMs });
      told.push(`resumed ${format}`);
      pauses.push({ what: 'resumed', format, mediaMs });
    },
    warned: (_, warning) => warnings.push(warning),
    ended: (_, format, atMs) => {
      told.push(`ended ${format}`);
      moments.push({ what: 'ended', atMs });
      return Promise.resolve();
    },
    failed: (_, format, reason) => told.push(`failed ${format}: ${reason}`),
  };
  const of = (format: RecordingFormat): readonly RecordedFile[] =>
    files.filter((file) => file.format === format);
  return { told, files, warnings, pauses, moments, listener, of };
}

export const allFormats: readonly RecordingFormat[] = ['hls', 'mp4', 'flv', 'aac'];

export function makePlan(
  sessionId: string,
  rules: Partial<RecordingRules> = {},
  formats: readonly RecordingFormat[] = allFormats,
): RecordingPlan {
  return {
    sessionId,
    formats,
    rules: {
      maxFileSeconds: null,
      resumeTimeoutSeconds: 0,
      hlsSegments: 'fmp4',
      retentionDays: 0,
      subAppId: null,
      ...rules,
    },
    context: {
      sdkAppId: 1400000123,
      room: { kind: 'int', value: 1001 },
      userId: 'u1',
      streamType: 'main',
      streamId: 's1',
      pushSequence: '1',
      nameHead: 'u1_main',
      streamParam: null,
    },
  };
}

export function place(
  root: string,
  name: string,
): { readonly mediaFolder: string; readonly journalFolder: string } {
  const at = path.join(root, name);
  return { mediaFolder: path.join(at, 'media'), journalFolder: path.join(at, 'journal') };
}

function ffprobe(file: string, args: readonly string[]): string {
  return execFileSync('ffprobe', ['-v', 'error', ...args, '-of', 'csv=p=0', file], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
}

function numbers(text: string): number[] {
  return text
    .split('\n')
    .map((line) => Number.parseFloat(line))
    .filter((value) => !Number.isNaN(value));
}

/** Pictures and sounds that decoding a file gives, and what is strange in its times. */
export interface Decoded {
  readonly pictures: number;
  /** Coded frames of sound. */
  readonly sounds: number;
  /** Presentation times of the decoded pictures, in seconds. */
  readonly pictureTimes: readonly number[];
  /** Decoding times, a list for each track, as they stand in the file. */
  readonly decodeTimes: readonly (readonly number[])[];
  /** What ffmpeg complains of when it decodes everything. */
  readonly complaints: string;
}

export function decode(file: string): Decoded {
  const times = (track: string): number[] =>
    numbers(ffprobe(file, ['-select_streams', track, '-show_entries', 'packet=dts_time']));
  const pictureTimes = numbers(ffprobe(file, ['-select_streams', 'v', '-show_entries', 'frame=pts_time']));
  const video = times('v');
  const audio = times('a');
  const complaints = execFileSync('sh', ['-c', 'ffmpeg -v error -i "$0" -f null - 2>&1', file], {
    encoding: 'utf8',
  });
  return {
    pictures: pictureTimes.length,
    sounds: audio.length,
    pictureTimes,
    decodeTimes: [video, audio].filter((list) => list.length > 0),
    complaints,
  };
}

/**
 * Pictures that each initialisation segment of a playlist decodes to with its segments, in order; anything strange throws.
 * ffmpeg reads a whole playlist with its first one only, which hls.js does not.
 */
export function decodeByMap(playlist: string): readonly number[] {
  const folder = path.dirname(playlist);
  const { segments } = parsePlaylist(readFileSync(playlist, 'utf8'));
  const groups: string[][] = [];
  for (const { uri, map } of segments) {
    if (map !== undefined) groups.push([map]);
    groups.at(-1)!.push(uri);
  }
  return groups.map((names, at) => {
    const file = path.join(folder, `decoded-${String(at)}.mp4`);
    writeFileSync(file, Buffer.concat(names.map((name) => readFileSync(path.join(folder, name)))));
    const { pictures, complaints } = decode(file);
    if (complaints !== '') throw new Error(complaints);
    return pictures;
  });
}

/** True when every list of times only grows. */
export function onlyGrows(lists: readonly (readonly number[])[]): boolean {
  return lists.every((times) => times.every((time, at) => at === 0 || time > times[at - 1]!));
}
