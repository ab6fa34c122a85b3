import type { PeakChannelPrice, PriceBook } from '../price-book.ts';

const page = 'https://www.tencentcloud.com/document/product/647/35426 (edition of 2022-07-07)';

/** Worked example of the page: 500 channels, no share of days. */
const recording: PeakChannelPrice = {
  kind: 'peak-channels',
  perChannelMonth: '5.2941',
  byValidDays: false,
  source: page,
};

/**
 * The vendor page's own four examples, bit for bit. Its playback price stands in no VOD table of the vendor; classes of
 * transcoding beside 720p are the live service's of the same year.
 */
export const seed2022: PriceBook = {
  id: 'seed-2022',
  title: 'Prices of the vendor page on cloud recording and playback, 2022',
  pagesDate: '2022-07-07',
  currency: 'USD',
  recording: { 'css-live-recording': recording, 'trtc-recording': recording },
  transcoding: {
    source: `${page}; other classes https://www.tencentcloud.com/document/product/267/39604`,
    classes: [
      { name: '480p', maxLong: 640, maxShort: 480, price: '0.0028' },
      { name: '720p', maxLong: 1280, maxShort: 720, price: '0.0057' },
      { name: '1080p', maxLong: 1936, maxShort: 1088, price: '0.0111' },
      { name: '2K', maxLong: 2560, maxShort: 1440, price: '0.024' },
      { name: '4K', maxLong: null, maxShort: null, price: '0.0491' },
    ],
  },
  storage: { perGbDay: '0.0009', where: 'outside the mainland', source: page },
  playback: { where: 'as the page prints it', tiers: [{ fromGb: 0, perGb: '0.0794' }], source: page },
};
