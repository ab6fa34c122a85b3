import type {
  AccountCohort,
  MixCodec,
  RecordingFormat,
  ScenarioMethod,
  ScenarioPreset,
  StorageClass,
  StorageRegion,
  TrafficRegion,
} from '../../../client/generated/graphql.ts';

/** What each choice of a plan is called, in the order in which it is offered. */
export const presetNames: Readonly<Record<ScenarioPreset, string>> = {
  REMOTE_CLASS: 'Remote class',
  LIVE_COMMERCE: 'Live commerce',
  VIDEO_CONFERENCE: 'Video conference',
  REMOTE_CLAIMS: 'Remote claims adjustment',
  FINANCIAL_RECORDING: 'Financial double recording',
  ONLINE_CONSULTATION: 'Online consultation',
};

export const methodNames: Readonly<Record<ScenarioMethod, string>> = {
  EACH_STREAM: 'a file of every anchor',
  MIXED: 'one file of all, mixed',
  BOTH: 'every anchor and the mix',
};

export const formatNames: readonly RecordingFormat[] = ['HLS', 'MP4', 'FLV', 'AAC'];

export const codecNames: Readonly<Record<MixCodec, string>> = {
  H264: 'H.264',
  H265: 'H.265',
  TSC_H264: 'H.264, top speed codec',
  TSC_H265: 'H.265, top speed codec',
};

export const cohortNames: Readonly<Record<AccountCohort, string>> = {
  BEFORE_2020_07: 'first application before July 2020: peak channels',
  FROM_2020_07: 'from July 2020: minutes of files',
  FROM_2022_08: 'application from August 2022: minutes of tasks',
};

export const storageClassNames: Readonly<Record<StorageClass, string>> = {
  STANDARD: 'standard, at hand',
  INFREQUENT: 'infrequent, at least 30 days',
  ARCHIVE: 'archive, at least 90 days',
  DEEP_ARCHIVE: 'deep archive, at least 180 days',
};

export const storageRegionNames: Readonly<Record<StorageRegion, string>> = {
  OUTSIDE: 'outside the mainland',
  MAINLAND: 'the Chinese mainland',
};

export const regionNames: Readonly<Record<TrafficRegion, string>> = {
  AP1: 'Asia-Pacific 1: Hong Kong, Singapore …',
  AP2: 'Asia-Pacific 2: Japan, South Korea …',
  AP3: 'Asia-Pacific 3: India, Australia …',
  EUROPE: 'Europe',
  NORTH_AMERICA: 'North America',
  SOUTH_AMERICA: 'South America',
  MIDDLE_EAST: 'Middle East',
  AFRICA: 'South Africa',
  MAINLAND: 'Chinese mainland',
};

export function optionsOf<T extends string>(
  names: Readonly<Record<T, string>>,
): { value: T; label: string }[] {
  return (Object.keys(names) as T[]).map((value) => ({ value, label: names[value] }));
}

/** Pictures that are usual, as width × height. */
export const sizes: readonly string[] = [
  ...['320 × 240', '640 × 360', '640 × 480', '960 × 540', '1280 × 720', '1920 × 1080', '2560 × 1440'],
];
