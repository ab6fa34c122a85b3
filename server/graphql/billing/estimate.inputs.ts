import { Field, ID, InputType, Int } from 'type-graphql';
import { StartMixedRecordingInput } from '../mixing/mixed-recording.types.ts';
import { RecordingFormatEnum } from '../recording/recording.enums.ts';
import { StartRecordingInput } from '../recording/recording-task.types.ts';
import { OneOf } from '../relay/one-of.ts';
import { Decimal } from '../scalars/decimal.ts';
import {
  AccountCohortEnum,
  MixCodecEnum,
  PriceItemEnum,
  ScenarioMethodEnum,
  ScenarioPresetEnum,
  StorageClassEnum,
  StorageRegionEnum,
  TrafficRegionEnum,
} from './estimate.enums.ts';

@InputType({ description: 'A part of all bytes.' })
export class RegionShareInput {
  @Field(() => TrafficRegionEnum, { description: 'Where.' })
  readonly region!: string;

  @Field(() => Decimal, { description: 'Percent; all shares make a hundred.' })
  readonly percent!: string;
}

@InputType({ description: 'A currency beside USD, by a rate of some day.' })
export class ExchangeInput {
  @Field(() => String, { description: 'ISO 4217 code.' })
  readonly currency!: string;

  @Field(() => Decimal, { description: 'How much of it is one USD.' })
  readonly perUsd!: string;

  @Field(() => String, { description: 'The day of the rate, as `2026-11-27`.' })
  readonly asOf!: string;

  @Field(() => String, { description: 'Whose rate it is.' })
  readonly source!: string;
}

@InputType({ description: 'Use of one row of a book.' })
export class KnownUseInput {
  @Field(() => PriceItemEnum, { description: 'Of what.' })
  readonly item!: string;

  @Field(() => String, { nullable: true, description: 'The class, as the book names it: `HD`, `standard`.' })
  readonly class?: string;

  @Field(() => MixCodecEnum, { nullable: true, description: 'The codec, where prices differ by it.' })
  readonly codec?: string;

  @Field(() => String, { nullable: true, description: 'The region, as the book names it: `ap1`, `outside`.' })
  readonly region?: string;

  @Field(() => Decimal, { description: 'How much one use takes, in the unit of the price.' })
  readonly quantity!: string;

  @Field(() => Decimal, { nullable: true, description: 'Uses on each day; default 1.' })
  readonly usesPerDay?: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Days of such use; default 1, of peak channels the whole month.',
  })
  readonly days?: number;
}

@InputType({ description: 'A plan in the words of the business. What is left out has a sensible default.' })
export class EstimateCostInput {
  @Field(() => ID, { nullable: true, description: 'By which book; left out: the one of the newest pages.' })
  readonly book?: string;

  @Field(() => [ID], { nullable: true, description: 'Books to show beside it; left out: seed-2022.' })
  readonly beside?: readonly string[];

  @Field(() => ScenarioPresetEnum, {
    nullable: true,
    description: 'A use to begin from; other fields change it.',
  })
  readonly preset?: string;

  @Field(() => String, {
    nullable: true,
    description: 'The day whose prices hold, and whose month is estimated, as `2026-11-27`; default today.',
  })
  readonly at?: string;

  @Field(() => AccountCohortEnum, {
    nullable: true,
    description: 'Which recording price applies; default BEFORE_2020_07.',
  })
  readonly cohort?: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Rooms or classes a day; default 1, or 0 where `measures` are given.',
  })
  readonly roomsPerDay?: number;

  @Field(() => Int, { nullable: true, description: 'Days of the month with rooms; default all.' })
  readonly daysPerMonth?: number;

  @Field(() => Int, {
    nullable: true,
    description: 'The most rooms recorded at one time; default all of a day.',
  })
  readonly roomsAtOnce?: number;

  @Field(() => Decimal, { nullable: true, description: 'Minutes of one room; default 60.' })
  readonly minutesPerRoom?: string;

  @Field(() => Int, { nullable: true, description: 'People who publish in one room; default 1.' })
  readonly anchorsPerRoom?: number;

  @Field(() => Int, { nullable: true, description: 'Width of an anchor’s picture; default 1280.' })
  readonly width?: number;

  @Field(() => Int, { nullable: true, description: 'Height; default 720.' })
  readonly height?: number;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Bit rate of one anchor, sound included; default 1000, of sound alone 64.',
  })
  readonly bitrateKbps?: string;

  @Field(() => Boolean, { nullable: true, description: 'Sound alone; default false.' })
  readonly audioOnly?: boolean;

  @Field(() => MixCodecEnum, { nullable: true, description: 'Codec of mixed pictures; default H264.' })
  readonly codec?: string;

  @Field(() => [RecordingFormatEnum], {
    nullable: true,
    description: 'File formats, each a file and a channel of its own; default HLS.',
  })
  readonly formats?: readonly string[];

  @Field(() => ScenarioMethodEnum, { nullable: true, description: 'What is recorded; default EACH_STREAM.' })
  readonly method?: string;

  @Field(() => Int, { nullable: true, description: 'Width of the mix; default `width`.' })
  readonly mixWidth?: number;

  @Field(() => Int, { nullable: true, description: 'Height of the mix; default `height`.' })
  readonly mixHeight?: number;

  @Field(() => Decimal, { nullable: true, description: 'Bit rate of the mix; default `bitrateKbps`.' })
  readonly mixBitrateKbps?: string;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Minutes of mixing in one room; default `minutesPerRoom`.',
  })
  readonly mixMinutesPerRoom?: string;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Live viewers of one room through the content network; default 0.',
  })
  readonly relayViewersPerRoom?: string;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Minutes that each watches live; default `minutesPerRoom`.',
  })
  readonly relayMinutesPerViewer?: string;

  @Field(() => [RegionShareInput], { nullable: true, description: 'Where they are; default all in AP1.' })
  readonly relayRegions?: readonly RegionShareInput[];

  @Field(() => Int, {
    nullable: true,
    description: 'Days that files are kept; 0 for ever, of which a year is counted; default 30.',
  })
  readonly retentionDays?: number;

  @Field(() => StorageClassEnum, { nullable: true, description: 'How they are kept; default STANDARD.' })
  readonly storageClass?: string;

  @Field(() => StorageRegionEnum, { nullable: true, description: 'Where they are kept; default OUTSIDE.' })
  readonly storageRegion?: string;

  @Field(() => Decimal, { nullable: true, description: 'Viewers of one room’s recording; default 0.' })
  readonly viewersPerRoom?: string;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Minutes that each watches; default `minutesPerRoom`.',
  })
  readonly minutesPerViewer?: string;

  @Field(() => [RegionShareInput], { nullable: true, description: 'Where they are; default all in AP1.' })
  readonly playbackRegions?: readonly RegionShareInput[];

  @Field(() => Int, {
    nullable: true,
    description: 'Days over which the month’s views fall evenly; default `daysPerMonth`.',
  })
  readonly playbackDaysPerMonth?: number;

  @Field(() => Decimal, {
    nullable: true,
    description: 'GB (10^9 bytes) of one file where it is known; default minutes × bit rate.',
  })
  readonly fileGb?: string;

  @Field(() => Int, {
    nullable: true,
    description: 'How often each file is fetched to your own server; default 0.',
  })
  readonly ownServerDownloads?: number;

  @Field(() => Int, {
    nullable: true,
    description: 'People whose call minutes are counted too; default 0, calls left out.',
  })
  readonly callUsersPerRoom?: number;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Watched in the vendor’s mobile player; default false.',
  })
  readonly mobilePlayer?: boolean;

  @Field(() => Decimal, { nullable: true, description: 'More rooms each month, in percent; default 0.' })
  readonly growthPercentPerMonth?: string;

  @Field(() => Int, { nullable: true, description: 'Months to estimate, 1 to 36; default 1.' })
  readonly months?: number;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Take the account’s free minutes of the month off; default false.',
  })
  readonly useFreeMinutes?: boolean;

  @Field(() => [String], { nullable: true, description: 'Ids of prepaid packages, the oldest first.' })
  readonly packages?: readonly string[];

  @Field(() => ExchangeInput, { nullable: true, description: 'Another currency to show the total in.' })
  readonly exchange?: ExchangeInput;

  @Field(() => [KnownUseInput], {
    nullable: true,
    description: 'Use that is known as such, as rows of the book.',
  })
  readonly measures?: readonly KnownUseInput[];
}

@OneOf()
@InputType({ description: 'The input of the mutation that would start it. Nothing is started.' })
export class RecordingToStartInput {
  @Field(() => StartMixedRecordingInput, { nullable: true, description: 'As for startMixedRecording.' })
  readonly mixed?: StartMixedRecordingInput | null;

  @Field(() => StartRecordingInput, { nullable: true, description: 'As for startRecording.' })
  readonly task?: StartRecordingInput | null;
}

@InputType({ description: 'What a recording would cost that is about to be started.' })
export class EstimateRecordingInput {
  @Field(() => RecordingToStartInput, { description: 'What would be started.' })
  readonly start!: RecordingToStartInput;

  @Field(() => EstimateCostInput, {
    nullable: true,
    description:
      'What the start does not tell: minutes, anchors, viewers. What the start tells goes before it.',
  })
  readonly plan?: EstimateCostInput | null;
}
