/** Where a publisher runs. */
export const platforms = [
  'ios',
  'android',
  'windows',
  'mac',
  'electron',
  'web',
  'mini-program',
  'rtmp',
] as const;
export type Platform = (typeof platforms)[number];

/** What one platform can start by itself, as one dated page says. */
export interface PlatformRow {
  readonly platform: Platform;
  /** By `userDefineRecordId` at join. */
  readonly startsRecording: boolean;
  /** By `streamId` at join. */
  readonly startsRelay: boolean;
  /** By the SDK's own mixing call. */
  readonly startsMix: boolean;
  /** When the page that says so was current; newer rows of one platform stand for new publishers. */
  readonly saidOn: string;
  readonly source: string;
}

const page2022 = {
  saidOn: '2022-06-27',
  source: 'https://www.tencentcloud.com/document/product/647/35426',
};
const native = (platform: Platform): PlatformRow => ({
  platform,
  startsRecording: true,
  startsRelay: true,
  startsMix: true,
  ...page2022,
});

/**
 * The vendor's table. Recording by settings and by REST is controlled by a server and knows no platform. The pages of 2022
 * say that the Web cannot mix; newer ones list it among those that can.
 */
export const platformRows: readonly PlatformRow[] = [
  native('ios'),
  native('android'),
  native('windows'),
  native('mac'),
  native('electron'),
  { platform: 'web', startsRecording: true, startsRelay: true, startsMix: false, ...page2022 },
  {
    ...{ platform: 'web', startsRecording: true, startsRelay: true, startsMix: true },
    ...{ saidOn: '2024-12-24', source: 'https://www.tencentcloud.com/document/product/647/16827' },
  },
  { platform: 'mini-program', startsRecording: false, startsRelay: false, startsMix: false, ...page2022 },
  {
    // The ids travel in our publish address; a publisher by RTMP has no SDK that could mix.
    ...{ platform: 'rtmp', startsRecording: true, startsRelay: true, startsMix: false },
    ...{ saidOn: '2026-11-01', source: 'docs/wire.md' },
  },
];

/** What a platform can start now: its newest row. */
export function findPlatform(platform: Platform): PlatformRow {
  return platformRows
    .filter((row) => row.platform === platform)
    .reduce((newest, row) => (row.saidOn > newest.saidOn ? row : newest));
}

/** Why a platform cannot mix by its own call, as a sentence; null where it can, or where none is named. */
export function findMixRefusal(row: PlatformRow | null): string | null {
  if (row === null || row.startsMix) return null;
  return `${row.platform} cannot mix by its own call (${row.source}, as of ${row.saidOn}); a server can, for any platform.`;
}
