import type { TaskSpans } from '../../../library/usage-store.ts';
import type { Use } from './slots.ts';

/** A use with the area of its picture: 0 for sound alone. */
export interface PicturedUse extends Use {
  readonly pixels: number;
}

/** Classes of pictures by their area, smallest first; the last has no bound. */
export interface PictureClasses {
  readonly sound: string;
  readonly pictures: readonly { readonly name: string; readonly maxPixels: number }[];
}

/** The keys of the vendor's answers. Sound and pictures received: by the areas of all of them together. */
export const receivedClasses: PictureClasses = {
  sound: 'Audio',
  pictures: [
    // Of applications before 2021-10-27 alone; nothing is counted in it here.
    { name: 'SD', maxPixels: 0 },
    { name: 'HD', maxPixels: 921_600 },
    { name: 'FullHD', maxPixels: 2_073_600 },
    { name: '2K', maxPixels: 3_686_400 },
    { name: '4K', maxPixels: Infinity },
  ],
};

/** Mixed pictures, by the area of the mix (https://www.tencentcloud.com/document/product/647/38929). H.265 is not encoded here. */
export const mixedClasses: PictureClasses = {
  sound: 'Audio',
  pictures: [
    { name: 'SDH264', maxPixels: 307_200 },
    { name: 'HDH264', maxPixels: 921_600 },
    { name: 'FullHDH264', maxPixels: 2_073_600 },
    { name: '2KH264', maxPixels: 3_686_400 },
    { name: '4KH264', maxPixels: Infinity },
  ],
};

/**
 * Legacy recordings, by the area of the file's picture. The vendor's page writes sides; areas are what its page on mixing
 * writes: uncertain.
 */
export const recordedClasses: PictureClasses = {
  sound: 'AudioTime',
  pictures: [
    { name: 'Class1VideoTime', maxPixels: 307_200 },
    { name: 'Class2VideoTime', maxPixels: 921_600 },
    { name: 'Class3VideoTime', maxPixels: Infinity },
  ],
};

export function classNames({ sound, pictures }: PictureClasses): readonly string[] {
  return [sound, ...pictures.map(({ name }) => name)];
}

export function classOf({ sound, pictures }: PictureClasses, pixels: number): string {
  return pixels === 0 ? sound : pictures.find(({ maxPixels }) => pixels <= maxPixels)!.name;
}

/** A task's time cut wherever the set of its streams changes: each part has the areas of all pictures together. */
export function usesOfTask(task: TaskSpans, nowMs: number): readonly PicturedUse[] {
  const end = (until: Date | null): number => until?.getTime() ?? nowMs;
  const [fromMs, untilMs] = [task.from.getTime(), end(task.until)];
  const streams = task.streams.map((span) => ({
    fromMs: Math.max(span.from.getTime(), fromMs),
    untilMs: Math.min(end(span.until), untilMs),
    pixels: span.pixels,
  }));
  const cuts = new Set([fromMs, untilMs, ...streams.flatMap((stream) => [stream.fromMs, stream.untilMs])]);
  const times = [...cuts].filter((ms) => ms >= fromMs && ms <= untilMs).toSorted((a, b) => a - b);
  return times.slice(1).map((partEndMs, index) => {
    const partMs = times[index]!;
    const present = streams.filter((stream) => stream.fromMs <= partMs && stream.untilMs >= partEndMs);
    const pixels = present.reduce((sum, stream) => sum + stream.pixels, 0);
    return { fromMs: partMs, untilMs: partEndMs, pixels };
  });
}
