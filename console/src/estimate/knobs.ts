import type { KnobsInput } from '../../../client/generated/graphql.ts';
import { formatNames, regionNames, storageClassNames, storageRegionNames } from './choices.ts';

/** What is turned in a month that was, as it stands in the address. */
export type Knobs = Readonly<KnobsInput>;

export const recordedNames = {
  AS_IT_WAS: 'as it was',
  STREAMS: 'streams, no mixes',
  MIXES: 'mixes alone',
} as const;

const tests: Readonly<Record<string, (value: unknown) => boolean>> = {
  usagePercent: (value) => typeof value === 'string',
  sidePercent: (value) => typeof value === 'string',
  bitratePercent: (value) => typeof value === 'string',
  retentionDays: (value) => Number.isSafeInteger(value),
  formats: (value) =>
    Array.isArray(value) && value.every((one) => (formatNames as readonly unknown[]).includes(one)),
  recorded: (value) => typeof value === 'string' && value in recordedNames,
  storageClass: (value) => typeof value === 'string' && value in storageClassNames,
  storageRegion: (value) => typeof value === 'string' && value in storageRegionNames,
  playbackRegion: (value) => typeof value === 'string' && value in regionNames,
};

/** Knobs of what came in an address; whatever is none is left out. */
export function readKnobs(found: unknown): Knobs | undefined {
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined;
  return Object.fromEntries(Object.entries(found).filter(([name, value]) => tests[name]?.(value) === true));
}
