import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MediaObject } from '../library/media-objects.ts';
import type { FileWithoutStills, Stills } from '../library/stills-store.ts';
import type { ProcessRoom } from '../process/process-room.ts';
import { checksumOfFile } from '../storage/checksum.ts';
import { planSprite, printSpriteVtt, spriteName } from './sprite-plan.ts';

const coverName = 'cover.jpg';
const vttName = 'sprite.vtt';
const coverWidth = 1280;
/** Key frames only: two hours take well under a minute. What takes longer makes no progress. */
const patienceMs = 600_000;

export interface MakeStillsOptions {
  readonly ffmpegPath: string;
  readonly processes: ProcessRoom;
  readonly mediaFolder: string;
}

function argumentsFor(
  source: string,
  folder: string,
  plan: ReturnType<typeof planSprite>,
): readonly string[] {
  const { intervalSeconds, width, height, columns, rows } = plan;
  return [
    ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', '-threads', '1', '-skip_frame', 'nokey'],
    ...['-i', source],
    ...['-map', '0:v:0', '-frames:v', '1', '-vf', `scale='min(${String(coverWidth)},iw)':-2`, '-q:v', '4'],
    path.join(folder, coverName),
    ...['-map', '0:v:0', '-vf'],
    `fps=1/${String(intervalSeconds)},scale=${String(width)}:${String(height)},tile=${String(columns)}x${String(rows)}`,
    ...['-q:v', '6', '-f', 'image2', '-start_number', '1', path.join(folder, 'sprite-%d.jpg')],
  ];
}

/** Makes the pictures beside their place and moves them there whole. Rejects with what ffmpeg said. */
export async function makeStills(
  file: FileWithoutStills,
  { ffmpegPath, processes, mediaFolder }: MakeStillsOptions,
  signal: AbortSignal,
): Promise<{ readonly stills: Stills; readonly objects: readonly MediaObject[] }> {
  const folder = path.join(mediaFolder, file.fileId);
  const beside = path.join(folder, 'stills.new');
  await rm(beside, { recursive: true, force: true });
  // Not with its parents: where the file was deleted meanwhile, nothing of it is to come back.
  await mkdir(beside);
  try {
    const plan = planSprite(file.durationMs, file);
    const source = path.join(mediaFolder, file.path);
    const child = processes.start({
      name: `stills of ${file.fileId}`,
      program: ffmpegPath,
      args: argumentsFor(source, beside, plan),
      extraPipes: 0,
    });
    const end = (): void => {
      child.kill();
    };
    const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
    patience.addEventListener('abort', end, { once: true });
    child.input.end();
    child.output.resume();
    const exit = await child.exited;
    patience.removeEventListener('abort', end);
    if (exit.code !== 0)
      throw new Error(
        `ffmpeg ${exit.signal === null ? `ended with ${String(exit.code)}` : `was ended by ${exit.signal}`}: ${exit.errors}`,
      );
    const made = new Set(await readdir(beside));
    const sprites = Array.from({ length: made.size }, (_, index) => spriteName(index)).filter((name) =>
      made.has(name),
    );
    if (!made.has(coverName) || sprites.length === 0)
      throw new Error(`ffmpeg made no picture: ${exit.errors}`);
    // What was planned beyond the last key frame was not drawn.
    const count = Math.min(plan.count, sprites.length * plan.columns * plan.rows);
    await writeFile(path.join(beside, vttName), printSpriteVtt({ ...plan, count }, file.durationMs));
    const names = [coverName, ...sprites, vttName];
    const objects: MediaObject[] = [];
    for (const name of names) {
      objects.push({ name, ...(await checksumOfFile(path.join(beside, name))) });
      await rename(path.join(beside, name), path.join(folder, name));
    }
    const { width, height } = plan;
    return { stills: { cover: coverName, vtt: vttName, sprites, width, height, count }, objects };
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}
