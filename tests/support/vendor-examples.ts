import type { Charge } from '../../domain/billing/items.ts';

/** An example that the vendor worked out, as a scenario of ours, and what it comes to. */
export interface VendorExample {
  readonly name: string;
  /** The vendor's page, and the date of its edition. */
  readonly source: string;
  readonly book: string;
  /** As in a scenario's file. */
  readonly scenario: Readonly<Record<string, unknown>>;
  /** Of one charge where the plan has others beside it; null: of all. */
  readonly charge: Charge | null;
  readonly amount: string;
}

const seed = 'seed-2022';
const of2023 = 'tencent-intl-2023-05-17';
const of2025 = 'tencent-intl-2025-10-23';
const intlDocuments = 'https://github.com/tencentyun/intlcloud-documents/blob/master/yehe_doc/视频服务';

const uses = (item: string, ...rows: readonly object[]) => ({
  measures: rows.map((row) => ({ item, ...row })),
});
const oneHour = { daysPerMonth: 1, retentionDays: 1 };
const june = { at: '2026-06-10' };

/** The page on cloud recording and playback: its four examples and its rule of formats. */
const ofSeed = (
  name: string,
  charge: Charge,
  amount: string,
  scenario: VendorExample['scenario'],
): VendorExample => ({
  ...{ name, charge, amount, scenario, book: seed },
  source: 'https://www.tencentcloud.com/document/product/647/35426 (2022-07-07)',
});
const formats = [['hls'], ['hls', 'mp4'], ['hls', 'mp4', 'flv']] as const;

const seedExamples: readonly VendorExample[] = [
  ofSeed('500 channels at one time × 5.2941', 'RECORDING', '2647.05', {
    ...{ roomsPerDay: 1000, roomsAtOnce: 500 },
  }),
  ofSeed('a mix of 720p for an hour: 0.0057 × 60', 'TRANSCODING', '0.342', {
    ...{ ...oneHour, method: 'mixed', anchorsPerRoom: 2 },
  }),
  ofSeed('an hour at 1000 kbps kept for a day: 0.45 GB × 0.0009', 'STORAGE', '0.000405', oneHour),
  ofSeed('1 GB to 1000 viewers: 1000 × 0.0794', 'PLAYBACK', '79.4', {
    ...{ ...oneHour, fileGb: '1', viewersPerRoom: '1000' },
  }),
  ...formats.map((names, index) =>
    ofSeed(
      `recording of 500 channels in ${names.join(', ')}`,
      'RECORDING',
      ['2647.05', '5294.1', '7941.15'][index]!,
      { ...oneHour, roomsPerDay: 500, formats: names },
    ),
  ),
  ...formats.map((names, index) =>
    ofSeed(`storage of 500 hours in ${names.join(', ')}`, 'STORAGE', ['0.2025', '0.405', '0.6075'][index]!, {
      ...oneHour,
      roomsPerDay: 500,
      formats: names,
    }),
  ),
];

const ofPage =
  (source: string, book = of2023) =>
  (name: string, amount: string, scenario: VendorExample['scenario'], charge: Charge | null = null) => ({
    ...{ name, source, book, scenario, charge, amount },
  });

const cssRecording = ofPage('https://www.tencentcloud.com/document/product/267/39605 (2023-02-14)');
const channels = (quantity: string, days: number) => ({
  ...{ ...june, ...uses('recording.css-channel', { quantity, days }) },
});
const cssTranscoding = ofPage('https://www.tencentcloud.com/document/product/267/39604 (2022-09-06)');
const trtcRecording = ofPage('https://www.tencentcloud.com/document/product/647/38385 (2021-09-13)');
const files = (...classes: readonly string[]) => ({
  cohort: 'from-2020-07',
  ...uses('recording.trtc-file', ...classes.map((size) => ({ class: size, quantity: '10' }))),
});
const taskRecording = ofPage('https://www.tencentcloud.com/document/product/647/45176 (2022-02-22)');
const mixOutput = ofPage('https://www.tencentcloud.com/document/product/647/38929 (2022-05-30)');
const mixInput = ofPage('https://www.tencentcloud.com/document/product/647/47631 (2022-06-14)');
const vod = ofPage('https://www.tencentcloud.com/document/product/266/14666 (2023-03-16)');
const vodQuestions = ofPage(`${intlDocuments}/云点播/常见问题/费用相关问题_intl_en.md`);
const lvb2021 = ofPage(`${intlDocuments}/云直播/购买指南/标准直播计费/后付费说明_intl_en.md (2021-03-05)`);

const pageExamples: readonly VendorExample[] = [
  cssRecording('12 channels on 6 of 30 days', '12.70584', channels('12', 6)),
  cssRecording('10 channels on 18 of 30 days', '31.7646', channels('10', 18)),
  cssRecording('10 streams in 2 formats on a third of the days', '35.294', channels('20', 10)),
  cssTranscoding(
    '60 min of 720p and 30 min of 480p',
    '0.426',
    uses(
      'transcoding.css',
      { class: '720p', codec: 'h264', quantity: '60' },
      { class: '480p', codec: 'h264', quantity: '30' },
    ),
  ),
  trtcRecording(
    'A sound, B 640×360, C 1280×720, a file each of 10 min',
    '0.03479',
    files('audio', 'SD', 'HD'),
  ),
  trtcRecording('A, B and C mixed into one file of 1280×720', '0.0199', files('HD')),
  taskRecording(
    '250 min audio, 59 min HD, 30 min FHD, 9 min 2K+',
    '1.61652',
    uses(
      'recording.task',
      { class: 'audio', quantity: '250' },
      { class: 'HD', quantity: '59' },
      { class: 'FHD', quantity: '30' },
      { class: '4K', quantity: '9' },
    ),
  ),
  // By the page's table; the figure beside it puts 640×360 under HD.
  mixOutput('100 min each of FHD, SD and sound mixed, in May 2022', '1.2085', {
    at: '2022-05-31',
    ...uses(
      'mix.output',
      { class: 'FHD', quantity: '100' },
      { class: 'SD', quantity: '100' },
      { class: 'audio', quantity: '100' },
    ),
  }),
  mixInput(
    'two anchors’ sound mixed for 30 min',
    '0.0597',
    uses('mix.input', { class: 'audio', quantity: '30' }),
  ),
  mixInput(
    'two mixes of 2K input for 10 min',
    '0.5198',
    uses('mix.input', { class: '2K', codec: 'h264', quantity: '10', usesPerDay: '2' }),
  ),
  mixInput('5 Mbps to another network at the peak', '94.95', {
    ...uses('relay.third-party-bandwidth', { quantity: '5' }),
  }),
  vod(
    '100 GB standard in the mainland and 50 GB infrequent in Mumbai',
    '0.09',
    uses(
      'storage.vod',
      { class: 'standard', region: 'mainland', quantity: '100' },
      { class: 'infrequent', region: 'outside', quantity: '50' },
    ),
  ),
  vod('50 GB for a year', '16.425', {
    ...uses('storage.vod', { class: 'standard', region: 'outside', quantity: '50', days: 365 }),
  }),
  vod(
    '550 GB in the mainland on one day',
    '20.9',
    uses('traffic.vod', { region: 'mainland', quantity: '550' }),
  ),
  // The page reckons the size alone: 50 hours of 1000 kbps are 22 500 000 KB, 22.5 GB; a day of them outside the mainland.
  vodQuestions('22 500 000 KB are 22.5 GB', '0.02025', { ...oneHour, minutesPerRoom: '3000' }, 'STORAGE'),
  lvb2021('1 TB through the relay in 2021', '75.9', {
    ...{ at: '2021-06-10', ...uses('traffic.relay', { region: 'ap1', quantity: '1000' }) },
  }),
];

/** The same under the newer pages, where they did not change. */
const unchanged = pageExamples
  .filter(({ scenario: { at = '2026' } }) => String(at) >= '2026')
  .map((example) => ({ ...example, name: `${example.name}, by the pages of 2025`, book: of2025 }));

/** Every worked example of the vendor's pages that has a figure. */
export const vendorExamples: readonly VendorExample[] = [...seedExamples, ...pageExamples, ...unchanged];
