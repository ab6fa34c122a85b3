import type { EstimateCostInput } from '../../../client/generated/graphql.ts';
import {
  codecNames,
  cohortNames,
  formatNames,
  methodNames,
  presetNames,
  regionNames,
  storageClassNames,
  storageRegionNames,
} from './choices.ts';

/** A plan as it stands in the address: what is left out has its preset’s value or its default. */
export type Plan = Readonly<
  Omit<EstimateCostInput, 'beside' | 'exchange' | 'measures' | 'packages' | 'book'> & { book?: string }
>;
export type PlanField = keyof Plan;

const wholes = [
  ...(['roomsPerDay', 'daysPerMonth', 'roomsAtOnce', 'anchorsPerRoom', 'width', 'height'] as const),
  ...(['mixWidth', 'mixHeight', 'retentionDays', 'ownServerDownloads', 'callUsersPerRoom'] as const),
  ...(['months', 'playbackDaysPerMonth'] as const),
];
const decimals = [
  ...([
    'minutesPerRoom',
    'bitrateKbps',
    'mixBitrateKbps',
    'mixMinutesPerRoom',
    'relayViewersPerRoom',
  ] as const),
  ...(['relayMinutesPerViewer', 'viewersPerRoom', 'minutesPerViewer', 'growthPercentPerMonth'] as const),
  'fileGb' as const,
];
const flags = ['audioOnly', 'mobilePlayer', 'useFreeMinutes'] as const;
const choices: Readonly<Record<string, object>> = {
  ...{ preset: presetNames, method: methodNames, codec: codecNames, cohort: cohortNames },
  ...{ storageClass: storageClassNames, storageRegion: storageRegionNames },
};
export type WholeField = (typeof wholes)[number];
export type DecimalField = (typeof decimals)[number];
export type FlagField = (typeof flags)[number];

const isRegion = (found: unknown): boolean =>
  typeof found === 'object' &&
  found !== null &&
  'region' in found &&
  'percent' in found &&
  typeof found.percent === 'string' &&
  typeof found.region === 'string' &&
  found.region in regionNames;

function takes(field: string, value: unknown): boolean {
  if ((wholes as readonly string[]).includes(field)) return Number.isSafeInteger(value);
  if ((decimals as readonly string[]).includes(field)) return typeof value === 'string';
  if ((flags as readonly string[]).includes(field)) return typeof value === 'boolean';
  const names = choices[field];
  if (names !== undefined) return typeof value === 'string' && value in names;
  if (field === 'formats')
    return Array.isArray(value) && value.every((one) => (formatNames as readonly unknown[]).includes(one));
  if (field === 'relayRegions' || field === 'playbackRegions')
    return Array.isArray(value) && value.every(isRegion);
  return (field === 'at' || field === 'book') && typeof value === 'string';
}

/** A plan of what came in an address; whatever is none is left out. Ranges are the server’s to judge. */
export function readPlan(found: unknown): Plan | undefined {
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined;
  return Object.fromEntries(Object.entries(found).filter(([field, value]) => takes(field, value)));
}

/** A plan with some fields otherwise; undefined leaves a field to its preset or default. */
export function changePlan(plan: Plan, change: Readonly<Record<string, unknown>>): Plan {
  return Object.fromEntries(
    Object.entries({ ...plan, ...change }).filter(([, value]) => value !== undefined),
  );
}
