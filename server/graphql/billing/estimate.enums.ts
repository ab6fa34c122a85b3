import { registerEnumType } from 'type-graphql';
import {
  codecs,
  itemNames,
  itemTitles,
  storageClasses,
  storageRegions,
  trafficRegions,
} from '../../../domain/billing/items.ts';
import { warningCodes } from '../../../domain/billing/warning.ts';
import { presetNames } from '../../../domain/billing/presets.ts';
import { accountCohorts } from '../../../domain/billing/price-book.ts';
import { scenarioMethods } from '../../../domain/billing/scenario.ts';

/** `STORAGE_VOD` for `storage.vod`. */
const spell = (value: string): string => value.toUpperCase().replaceAll(/[.-]/g, '_');

function enumOf<T extends string>(values: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(values.map((value) => [spell(value), value]));
}

function describe(values: readonly string[], sentences: Readonly<Record<string, string>>) {
  return Object.fromEntries(values.map((value) => [spell(value), { description: sentences[value]! }]));
}

export const PriceItemEnum = enumOf(itemNames);
registerEnumType(PriceItemEnum, {
  name: 'PriceItem',
  description: 'What a price book can have a price for.',
  valuesConfig: describe(
    itemNames,
    Object.fromEntries(itemNames.map((item) => [item, `${itemTitles[item]}.`])),
  ),
});

export const AccountCohortEnum = enumOf(accountCohorts);
registerEnumType(AccountCohortEnum, {
  name: 'AccountCohort',
  description: 'Accounts and applications to which the same lines of a book apply.',
  valuesConfig: describe(accountCohorts, {
    'before-2020-07':
      'First application of the account made before 2020-07-01: recorded by the live service, by peak channels.',
    'from-2020-07': 'First application from 2020-07-01 on: recorded by TRTC, by minutes of files.',
    'from-2022-08': 'Applications made from 2022-08-01 on: recorded by tasks, by their minutes.',
  }),
});

export const ScenarioMethodEnum = enumOf(scenarioMethods);
registerEnumType(ScenarioMethodEnum, {
  name: 'ScenarioMethod',
  description: 'What is recorded of a room.',
  valuesConfig: describe(scenarioMethods, {
    'each-stream': 'A file of every anchor.',
    mixed: 'One file of all anchors mixed.',
    both: 'Every anchor’s file and the mixed one.',
  }),
});

export const ScenarioPresetEnum = enumOf(presetNames);
registerEnumType(ScenarioPresetEnum, {
  name: 'ScenarioPreset',
  description: 'The six uses that the vendor’s page names, with typical numbers of our own to change from.',
  valuesConfig: describe(presetNames, {
    'remote-class': 'Remote classes, watched again by those who learn.',
    'live-commerce': 'Live selling: relayed to many, watched again by some.',
    'video-conference': 'Video conferences of several people.',
    'remote-claims': 'Adjusting insurance claims at a distance: evidence, every stream and the mix.',
    'financial-recording': 'Sound and picture of financial advice, kept for years.',
    'online-consultation': 'Consultations with a physician.',
  }),
});

export const MixCodecEnum = enumOf(codecs);
registerEnumType(MixCodecEnum, {
  name: 'MixCodec',
  description: 'The codec of mixed pictures.',
  valuesConfig: describe(codecs, {
    h264: 'H.264.',
    h265: 'H.265.',
    'tsc-h264': 'H.264 by the vendor’s “top speed codec”.',
    'tsc-h265': 'H.265 by the vendor’s “top speed codec”.',
  }),
});

export const TrafficRegionEnum = enumOf(trafficRegions);
registerEnumType(TrafficRegionEnum, {
  name: 'TrafficRegion',
  description: 'Where viewers are, as the vendor prices traffic.',
  valuesConfig: describe(trafficRegions, {
    mainland: 'The Chinese mainland.',
    ap1: 'Hong Kong, Macao, Vietnam, Singapore, Thailand.',
    ap2: 'Taiwan, Japan, South Korea, Malaysia, Indonesia.',
    ap3: 'The Philippines, India, Australia and the rest of Asia-Pacific.',
    'middle-east': 'Saudi Arabia, the Emirates, Türkiye.',
    europe: 'Europe.',
    'north-america': 'The United States and Canada.',
    'south-america': 'Brazil.',
    africa: 'South Africa.',
  }),
});

export const StorageRegionEnum = enumOf(storageRegions);
registerEnumType(StorageRegionEnum, {
  name: 'StorageRegion',
  description: 'Where files are kept.',
  valuesConfig: describe(storageRegions, {
    mainland: 'The Chinese mainland.',
    outside: 'Anywhere else, Seoul, Singapore and Frankfurt among them.',
  }),
});

export const StorageClassEnum = enumOf(storageClasses);
registerEnumType(StorageClassEnum, {
  name: 'StorageClass',
  description: 'How files are kept: the colder, the cheaper, with a least time that is charged.',
  valuesConfig: describe(storageClasses, {
    standard: 'At hand.',
    infrequent: 'At hand, charged for at least 30 days.',
    archive: 'Fetched out before use, charged for at least 90 days.',
    'deep-archive': 'Fetched out before use, charged for at least 180 days.',
  }),
});

export const CostWarningCodeEnum = enumOf(warningCodes.map((code) => code));
registerEnumType(CostWarningCodeEnum, {
  name: 'CostWarningCode',
  description: 'What the reader of a cost must know.',
  valuesConfig: {
    NO_RATE: { description: 'Something used has no price in the book: it is left out, never guessed.' },
    TIER_EDGE: { description: 'A little more use would cost less, since volume tiers price the whole.' },
    MINIMUM_DAYS: { description: 'Files are charged for longer than they are kept.' },
    NOT_APPLIED: { description: 'Part of the plan changes nothing in the sum.' },
    UNCERTAIN: { description: 'The vendor’s pages are not clear on a rule.' },
  },
});

export const InputOriginEnum = { GIVEN: 'given', PRESET: 'preset', DEFAULT: 'default' } as const;
registerEnumType(InputOriginEnum, {
  name: 'InputOrigin',
  description: 'Where the value of a field came from.',
  valuesConfig: {
    GIVEN: { description: 'It was given.' },
    PRESET: { description: 'From the preset.' },
    DEFAULT: { description: 'Left out: the default.' },
  },
});
