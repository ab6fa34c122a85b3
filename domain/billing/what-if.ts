import { Decimal } from '../money.ts';
import type { RecordingFormat } from '../recording/formats.ts';
import { dayMs } from './calendar.ts';
import type { DayUsage } from './day-usage.ts';
import type { StorageClass, StorageRegion, TrafficRegion } from './items.ts';
import type { ChannelUsage, CountedTime, FileUsage, Usage } from './usage.ts';
import type { Use } from './use.ts';

/** `streams`: what was recorded of mixes goes away, and mixing; `mixes`: all other recordings go away. */
export const recordedChoices = ['as-it-was', 'streams', 'mixes'] as const;

/** What is turned in a month that was. 100 percent, or null, leaves it as it was. */
export interface Knobs {
  /** Every quantity of every day. */
  readonly usagePercent: string;
  readonly formats: readonly RecordingFormat[] | null;
  readonly recorded: (typeof recordedChoices)[number];
  /** Each side of every picture, mixed ones too. */
  readonly sidePercent: string;
  /** Bytes of files and of what is watched, live streams too. */
  readonly bitratePercent: string;
  /** Days that every file is kept; 0 for ever. */
  readonly retentionDays: number | null;
  readonly storageClass: StorageClass | null;
  readonly storageRegion: StorageRegion | null;
  /** Where all players are, those of live streams too. */
  readonly playbackRegion: TrafficRegion | null;
}

export const noKnobs: Knobs = {
  ...{ usagePercent: '100', formats: null, recorded: 'as-it-was', sidePercent: '100', bitratePercent: '100' },
  ...{ retentionDays: null, storageClass: null, storageRegion: null, playbackRegion: null },
};

/** 64 kbps: what the vendor recommends for sound, in bytes of a millisecond. */
const soundBytesPerMs = 8;

const part = (value: number, percent: string): number =>
  new Decimal(value).times(percent).div(100).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();

/** Formats that are wanted: those that are there as they are, the others as copies of a film that is. */
function inFormats<T extends { readonly format?: RecordingFormat }>(
  own: readonly T[],
  wanted: readonly RecordingFormat[],
  copy: (one: T, format: RecordingFormat) => T,
): readonly T[] {
  const byFormat = Map.groupBy(own, ({ format }) => format ?? 'mp4');
  const film = [...byFormat].find(([format]) => format !== 'aac')?.[1];
  return wanted.flatMap((format) => byFormat.get(format) ?? (film ?? []).map((one) => copy(one, format)));
}

function changeFormats(usage: Usage, wanted: readonly RecordingFormat[]): Usage {
  const channelsOf = Map.groupBy(usage.channels, ({ recordingId }) => recordingId);
  const filesOf = Map.groupBy(usage.files, ({ recordingId }) => recordingId);
  const copyFile = (file: FileUsage, format: RecordingFormat): FileUsage => {
    const spans = (channelsOf.get(file.recordingId) ?? []).filter((one) => one.format === file.format);
    const ms = spans.reduce((sum, { startMs, endMs }) => sum + (endMs ?? startMs) - startMs, 0);
    const bytes = format === 'aac' ? Math.min(file.bytes, ms * soundBytesPerMs) : file.bytes;
    return { ...file, format, bytes };
  };
  const copyChannel = (channel: ChannelUsage, format: RecordingFormat) => ({ ...channel, format });
  return {
    ...usage,
    channels: [...channelsOf.values()].flatMap((own) => inFormats(own, wanted, copyChannel)),
    files: [...filesOf.values()].flatMap((own) => inFormats(own, wanted, copyFile)),
  };
}

/** What is watched is watched in what remains: its bytes stay. */
function changeRecorded(usage: Usage, recorded: Knobs['recorded']): Usage {
  if (recorded === 'as-it-was') return usage;
  const mixed = new Set(usage.mixes.map(({ recordingId }) => recordingId));
  const stays = ({ recordingId }: { readonly recordingId: string }): boolean =>
    mixed.has(recordingId) === (recorded === 'mixes');
  const channels = usage.channels.filter(stays);
  const left = new Set(channels.map(({ taskId }) => taskId));
  const had = new Set(usage.channels.map(({ taskId }) => taskId));
  return {
    ...{ channels, files: usage.files.filter(stays), playback: usage.playback },
    tasks: usage.tasks.filter(({ taskId }) => left.has(taskId) || !had.has(taskId)),
    mixes: recorded === 'streams' ? [] : usage.mixes,
  };
}

function changeSizes(usage: Usage, { sidePercent, bitratePercent }: Knobs): Usage {
  const side = <T extends number | null>(length: T): T =>
    (length === null || length === 0 ? length : Math.max(1, part(length, sidePercent))) as T;
  const scaled = <T extends { readonly width: number | null; readonly height: number | null }>(
    one: T,
  ): T => ({
    ...one,
    ...{ width: side(one.width), height: side(one.height) },
  });
  const smaller = (time: CountedTime): CountedTime => ({
    ...time,
    inputArea: part(part(time.inputArea, sidePercent), sidePercent),
  });
  const lighter = <T extends { readonly bytes: number }>(one: T): T => ({
    ...one,
    bytes: part(one.bytes, bitratePercent),
  });
  return {
    ...{ channels: usage.channels.map(scaled), tasks: usage.tasks },
    mixes: usage.mixes.map((mix) => ({
      ...scaled(mix),
      inputs: mix.inputs.map(scaled),
      counted: mix.counted?.map(smaller) ?? null,
    })),
    ...{ files: usage.files.map(lighter), playback: usage.playback.map(lighter) },
  };
}

function changeRetention(usage: Usage, retentionDays: number | null, minimumDays: number): Usage {
  const keep = (file: FileUsage): FileUsage => {
    const asked =
      retentionDays === null
        ? file.untilMs
        : retentionDays === 0
          ? null
          : file.fromMs + retentionDays * dayMs;
    const least = file.fromMs + minimumDays * dayMs;
    return { ...file, untilMs: asked === null ? null : Math.max(asked, least) };
  };
  return retentionDays === null && minimumDays === 0 ? usage : { ...usage, files: usage.files.map(keep) };
}

/** What would have been used. `minimumDays` is what the class of storage charges for at least. */
export function changeUsage(usage: Usage, knobs: Knobs, minimumDays = 0): Usage {
  const recorded = changeRecorded(usage, knobs.recorded);
  const formatted = knobs.formats === null ? recorded : changeFormats(recorded, knobs.formats);
  return changeRetention(changeSizes(formatted, knobs), knobs.retentionDays, minimumDays);
}

function changeUse(use: Use, { storageClass, storageRegion, playbackRegion }: Knobs): Use {
  if (use.kind === 'storage')
    return { ...use, class: storageClass ?? use.class, region: storageRegion ?? use.region };
  const isWatched = use.kind === 'playback' || use.kind === 'relay';
  return isWatched ? { ...use, region: playbackRegion ?? use.region } : use;
}

/** Rows of the ledger, in so many percent and under other words. A part of a channel is a whole one. */
export function changeRows(rows: readonly DayUsage[], knobs: Knobs): readonly DayUsage[] {
  const { usagePercent } = knobs;
  const times = (value: bigint, isWhole = false): bigint => {
    if (usagePercent === '100') return value;
    const rounding = isWhole ? Decimal.ROUND_UP : Decimal.ROUND_HALF_UP;
    const changed = new Decimal(value.toString()).times(usagePercent).div(100);
    return BigInt(changed.toDecimalPlaces(0, rounding).toFixed());
  };
  return rows.flatMap((row): DayUsage[] => {
    const quantity = times(row.quantity, row.use.kind === 'channels');
    if (quantity === 0n) return [];
    return [
      {
        ...{ day: row.day, use: changeUse(row.use, knobs), quantity, weight: times(row.weight) },
        begunMinutes: times(row.begunMinutes, true),
        samples: row.samples.map((sample) => Number(times(BigInt(sample), true))),
      },
    ];
  });
}

/** What was taken for granted where a knob was turned. */
export function assumptionsOfKnobs(knobs: Knobs): readonly string[] {
  const turned = (name: keyof Knobs): boolean => knobs[name] !== noKnobs[name];
  const all: readonly (readonly [boolean, string])[] = [
    [turned('usagePercent'), 'Every quantity of every day changes alike; a part of a channel counts whole.'],
    [
      turned('formats'),
      'A format that was not recorded is as long and as large as the film that was; AAC has 64 kbps. Of sound alone no film is made.',
    ],
    [turned('recorded'), 'What was watched is watched in what remains: its bytes stay.'],
    [turned('sidePercent'), 'Smaller pictures have the same bit rate, unless that is turned too.'],
    [
      turned('bitratePercent'),
      'Players, those of live streams too, take fewer or more bytes just as files do.',
    ],
    [turned('retentionDays'), 'Every file is kept for exactly these days, whatever took it away.'],
    [
      turned('storageClass') && knobs.storageClass !== 'standard',
      'All files lie in this class from their first day, for at least its least days.',
    ],
    [turned('playbackRegion'), 'All players are in this region, those of live streams too.'],
  ];
  return all.flatMap(([holds, sentence]) => (holds ? [sentence] : []));
}
