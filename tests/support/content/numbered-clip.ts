import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import {
  FlvStreamReader,
  flvTagTypes,
  printFlvHeader,
  printFlvTag,
  type FlvTag,
} from '../../../engine/containers/flv-stream.ts';
import { maxBeeps, printBeepSecond } from './beep-code.ts';
import { grid, picturesPerSecond, printPicture } from './picture-code.ts';

export const clipSampleRate = 48_000;

export interface ClipMedia {
  readonly video: boolean;
  readonly audio: boolean;
}

export interface ClipOptions {
  readonly seconds: number;
  readonly bFrames: boolean;
  /** The numbers shown, in order, instead of 0, 1, 2 …: for clips that are wrong on purpose. */
  readonly pictures?: readonly number[];
  readonly beeps?: readonly number[];
}

/**
 * Makes a clip (FLV, H.264 320×180 at 15 pictures a second with a key frame each second, AAC) whose pictures carry their
 * numbers and whose seconds hold a flash and a numbered beep each. Written beside and moved into place, so that two makers at once do
 * no harm.
 */
export async function makeNumberedClip(file: string, options: ClipOptions): Promise<void> {
  const { seconds, bFrames } = options;
  if (seconds > maxBeeps) throw new RangeError(`a clip has at most ${maxBeeps} seconds`);
  const pictures = options.pictures ?? Array.from({ length: seconds * picturesPerSecond }, (_, at) => at);
  const beeps = options.beeps ?? Array.from({ length: seconds }, (_, at) => at);
  const unfinished = `${file}.${process.pid}`;
  const child = spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'],
      ...['-f', 'rawvideo', '-pixel_format', 'gray', '-video_size', `${grid.columns}x${grid.rows}`],
      ...['-framerate', String(picturesPerSecond), '-i', 'pipe:0'],
      ...['-f', 's16le', '-ar', String(clipSampleRate), '-ac', '1', '-i', 'pipe:3'],
      ...['-vf', 'scale=320:180:flags=neighbor:in_range=tv:out_range=tv', '-pix_fmt', 'yuv420p'],
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-g', String(picturesPerSecond), '-sc_threshold', '0'],
      ...(bFrames ? ['-bf', '2', '-b_strategy', '0'] : ['-bf', '0']),
      ...['-c:a', 'aac', '-b:a', '64k', '-f', 'flv', unfinished],
    ],
    { stdio: ['pipe', 'ignore', 'inherit', 'pipe'] },
  );
  const ended = once(child, 'exit');
  // A child that fails closes its pipes; its exit code is what tells.
  for (const [pipe, bytes] of [
    [child.stdin!, Buffer.concat(pictures.map(printPicture))],
    [child.stdio[3] as Writable, Buffer.concat(beeps.map((beep) => printBeepSecond(beep, clipSampleRate)))],
  ] as const) {
    pipe.on('error', () => undefined);
    pipe.end(bytes);
  }
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`ffmpeg made no clip: code ${String(code)}`);
  renameSync(unfinished, file);
}

/** A clip's tags: what is sent before any media, and the media in the order of sending. */
export interface ClipTags {
  readonly head: readonly FlvTag[];
  readonly media: readonly FlvTag[];
}

function isHead({ type, body }: FlvTag): boolean {
  return type === flvTagTypes.script || body[1] === 0;
}

export function readClip(file: string): ClipTags {
  const tags: FlvTag[] = [];
  new FlvStreamReader((tag) => tags.push(tag)).push(readFileSync(file));
  // The tag that ends a video stream is no picture.
  const real = tags.filter(({ type, body }) => type !== flvTagTypes.video || body[1] !== 2);
  return { head: real.filter(isHead), media: real.filter((tag) => !isHead(tag)) };
}

export function isPicture({ type }: FlvTag): boolean {
  return type === flvTagTypes.video;
}

export function isKeyPicture(tag: FlvTag): boolean {
  return isPicture(tag) && tag.body[0]! >> 4 === 1;
}

/** Writes tags as a clip of their own with the kinds of media asked for, times beginning at zero again. */
export function writeClip(file: string, { head, media }: ClipTags, kinds: ClipMedia): void {
  const isWanted = ({ type }: FlvTag): boolean =>
    type === flvTagTypes.script || (type === flvTagTypes.video ? kinds.video : kinds.audio);
  const wanted = media.filter(isWanted);
  const zero = Math.min(...wanted.map(({ timestampMs }) => timestampMs));
  const tags = [
    ...head.filter((tag) => isWanted(tag) && tag.type !== flvTagTypes.script),
    ...wanted.map((tag) => ({ ...tag, timestampMs: tag.timestampMs - zero })),
  ].flatMap((tag) => printFlvTag({ ...tag, timestampMs: isHead(tag) ? 0 : tag.timestampMs }));
  writeFileSync(file, Buffer.concat([printFlvHeader(kinds), ...tags]));
}

/** The part of a clip from one whole second to another: pictures by their groups, sound by its time. */
export function cutClip({ head, media }: ClipTags, fromSecond: number, untilSecond: number): ClipTags {
  let group = -1;
  const groups = new Map(
    media.filter(isPicture).map((tag) => {
      if (isKeyPicture(tag)) group += 1;
      return [tag, group];
    }),
  );
  // A second's sound begins where its key picture is shown, which with B-frames is later than it is sent.
  const shownMs = (tag: FlvTag): number => tag.timestampMs + tag.body.readIntBE(2, 3);
  const zeroMs = Math.min(...media.filter(isKeyPicture).map(shownMs));
  const secondOf = (tag: FlvTag): number =>
    groups.get(tag) ?? Math.floor((tag.timestampMs - zeroMs + halfSoundFrameMs) / 1000);
  return { head, media: media.filter((tag) => secondOf(tag) >= fromSecond && secondOf(tag) < untilSecond) };
}

/** Half of an AAC frame at 48 kHz: the frame that holds a beep's beginning may begin a little before it. */
const halfSoundFrameMs = 11;
