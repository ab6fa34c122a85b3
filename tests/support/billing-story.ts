import fc from 'fast-check';
import { dayMs, readDay } from '../../domain/billing/calendar.ts';
import { scenarioMethods } from '../../domain/billing/scenario.ts';
import type { Usage } from '../../domain/billing/usage.ts';
import { recordingFormats } from '../../domain/recording/formats.ts';

/** The month in which stories happen. */
export const june = readDay('2026-06-01')!.fromMs;
const minuteMs = 60_000;

/** A plan in numbers from which what happens can be written down without looking at any of our own counting. */
export interface Story {
  readonly rooms: number;
  readonly days: number;
  readonly minutes: number;
  readonly anchors: number;
  readonly size: { readonly width: number; readonly height: number };
  readonly mixSize: { readonly width: number; readonly height: number };
  readonly formats: readonly (typeof recordingFormats)[number][];
  readonly method: (typeof scenarioMethods)[number];
  readonly keptDays: number;
  readonly viewers: number;
}

export const kbps = 800;
/** `kbps` ÷ 8 × seconds, and 64 kbps of a file of sound. */
const bytesOf = (minutes: number, format: string): number =>
  ((format === 'aac' ? 64 : kbps) * 1000 * 60 * minutes) / 8;

/** All rooms of a day begin at noon; files are put in at midnight and kept whole days; who watches does so on every day. */
export function happen({
  rooms,
  days,
  minutes,
  anchors,
  size,
  mixSize,
  formats,
  method,
  keptDays,
  viewers,
}: Story): Usage {
  const all: { -readonly [Kind in keyof Usage]: Usage[Kind][number][] } = {
    ...{ channels: [], tasks: [], mixes: [], files: [], playback: [] },
  };
  for (let day = 0; day < days; day++)
    for (let room = 0; room < rooms; room++) {
      const startMs = june + day * dayMs + dayMs / 2;
      const span = { startMs, endMs: startMs + minutes * minuteMs };
      const own = Array.from({ length: anchors }, (_, anchor) => ({
        recordingId: `${String(day)}/${String(room)}/${String(anchor)}`,
        ...size,
      }));
      const mix = { recordingId: `${String(day)}/${String(room)}/mix`, ...mixSize };
      const tasks = method === 'both' ? ['1', '2'] : ['1'];
      for (const number of tasks)
        all.tasks.push({ taskId: `${String(day)}/${String(room)}/${number}`, ...span });
      const recorded = [...(method === 'mixed' ? [] : own), ...(method === 'each-stream' ? [] : [mix])];
      for (const format of formats)
        for (const stream of recorded) all.channels.push({ ...stream, taskId: null, format, ...span });
      if (method !== 'each-stream')
        all.mixes.push({
          mixId: mix.recordingId,
          ...mix,
          ...span,
          inputs: own.map((input) => ({ ...input, ...span })),
        });
      const fromMs = june + day * dayMs;
      for (const format of formats)
        for (const { recordingId } of recorded)
          all.files.push({
            ...{ fileId: `${recordingId}.${format}`, recordingId, format, bytes: bytesOf(minutes, format) },
            ...{ fromMs, untilMs: fromMs + keptDays * dayMs },
          });
      const watched = { fileId: 'f', recordingId: mix.recordingId, slotStartMs: startMs };
      for (let viewer = 0; viewer < viewers; viewer++)
        all.playback.push({ ...watched, bytes: bytesOf(minutes, 'hls') });
    }
  return all;
}

const sizes = fc.constantFrom(
  { width: 320, height: 240 },
  { width: 640, height: 480 },
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
);
export const stories: fc.Arbitrary<Story> = fc.record({
  rooms: fc.integer({ min: 1, max: 4 }),
  days: fc.integer({ min: 1, max: 30 }),
  minutes: fc.integer({ min: 1, max: 20 }),
  anchors: fc.integer({ min: 1, max: 3 }),
  ...{ size: sizes, mixSize: sizes },
  formats: fc.subarray([...recordingFormats], { minLength: 1 }),
  method: fc.constantFrom(...scenarioMethods),
  keptDays: fc.integer({ min: 1, max: 40 }),
  viewers: fc.integer({ min: 0, max: 2 }),
});
