import type { PriceBook } from '../price-book.ts';

/** The vendor's international price pages as they stood in March 2023; later editions are drawn by scripts. */
export const tencentIntl20230316: PriceBook = {
  id: 'tencent-intl-2023-03-16',
  title: 'International list prices, pages of 2021-09-13 to 2023-03-16',
  pagesDate: '2023-03-16',
  currency: 'USD',
  recording: {
    'css-live-recording': {
      kind: 'peak-channels',
      perChannelMonth: '5.2941',
      byValidDays: true,
      source: 'https://www.tencentcloud.com/document/product/267/39605 (2023-02-14)',
    },
    'trtc-recording': {
      kind: 'file-minutes',
      audio: '0.499',
      classes: [
        { name: 'SD', maxPixels: 307_200, price: '0.99' },
        { name: 'HD', maxPixels: 921_600, price: '1.99' },
        { name: 'FHD', maxPixels: null, price: '7.499' },
      ],
      source: 'https://www.tencentcloud.com/document/product/647/38385 (2021-09-13)',
    },
  },
  transcoding: {
    source: 'https://www.tencentcloud.com/document/product/267/39604 (2022-09-06)',
    classes: [
      { name: '480p', maxLong: 640, maxShort: 480, price: '0.0028' },
      { name: '720p', maxLong: 1280, maxShort: 720, price: '0.0057' },
      { name: '1080p', maxLong: 1936, maxShort: 1088, price: '0.0111' },
      { name: '2K', maxLong: 2560, maxShort: 1440, price: '0.024' },
      { name: '4K', maxLong: null, maxShort: null, price: '0.0491' },
    ],
  },
  storage: {
    perGbDay: '0.0009',
    where: 'standard, outside the mainland',
    source: 'https://www.tencentcloud.com/document/product/266/14666 (2023-03-16)',
  },
  playback: {
    where: 'Asia-Pacific 1 (Hong Kong, Macao, Vietnam, Singapore, Thailand)',
    tiers: [
      { fromGb: 0, perGb: '0.0748' },
      { fromGb: 500, perGb: '0.0699' },
      { fromGb: 2000, perGb: '0.0585' },
      { fromGb: 50_000, perGb: '0.0504' },
      { fromGb: 100_000, perGb: '0.0455' },
    ],
    source: 'https://www.tencentcloud.com/document/product/266/14666 (2023-03-16)',
  },
};
