/** What the vendor charges for. */
export const charges = ['RECORDING', 'TRANSCODING', 'STORAGE', 'PLAYBACK', 'OTHER'] as const;
export type Charge = (typeof charges)[number];

/** Everything that a price book can have a price for, with the charge that it is counted under. */
export const items = {
  'recording.css-channel': 'RECORDING',
  'recording.trtc-file': 'RECORDING',
  'recording.task': 'RECORDING',
  'recording.web-page': 'RECORDING',
  'transcoding.css': 'TRANSCODING',
  'mix.output': 'TRANSCODING',
  'mix.input': 'TRANSCODING',
  'transcoding.vod': 'TRANSCODING',
  'storage.vod': 'STORAGE',
  'storage.retrieval': 'STORAGE',
  'traffic.vod': 'PLAYBACK',
  'traffic.relay': 'PLAYBACK',
  'traffic.cdn': 'PLAYBACK',
  'call.minutes': 'OTHER',
  'call.audience': 'OTHER',
  'delivery.css-cos': 'OTHER',
  'delivery.css-bucket': 'OTHER',
  'delivery.task-cos': 'OTHER',
  'delivery.task-third-party': 'OTHER',
  'relay.third-party-bandwidth': 'OTHER',
  'relay.third-party-minutes': 'OTHER',
  'download.own-server': 'OTHER',
  'upload.acceleration': 'OTHER',
  'drm.request': 'OTHER',
  'licence.player': 'OTHER',
  package: 'OTHER',
  correction: 'OTHER',
} as const satisfies Readonly<Record<string, Charge>>;

export type Item = keyof typeof items;
export const itemNames = Object.keys(items) as readonly Item[];

/** What an item is called on a bill. */
export const itemTitles: Readonly<Record<Item, string>> = {
  'recording.css-channel':
    'Highest number of recording channels at one time (each stream in each format is one)',
  'recording.trtc-file': 'Recorded files',
  'recording.task': 'Recording tasks',
  'recording.web-page': 'Recording of a web page',
  'transcoding.css': 'Mixing by the live service',
  'mix.output': 'Mixing, by output',
  'mix.input': 'Mixing, by input',
  'transcoding.vod': 'Transcoding of files',
  'storage.vod': 'Storage',
  'storage.retrieval': 'Retrieval of stored files',
  'traffic.vod': 'Playback traffic of a day',
  'traffic.relay': 'Traffic of the live relay of a day',
  'traffic.cdn': 'Traffic of the general content network of a month',
  'call.minutes': 'Call minutes',
  'call.audience': 'Minutes of a live audience',
  'delivery.css-cos': 'Delivery of live recordings to a COS bucket',
  'delivery.css-bucket': 'Delivery of live recordings to another bucket',
  'delivery.task-cos': 'Delivery of task recordings to a COS bucket',
  'delivery.task-third-party': 'Delivery of task recordings to another bucket',
  'relay.third-party-bandwidth': 'Relay to another network, by bandwidth',
  'relay.third-party-minutes': 'Relay to another network, by minutes',
  'download.own-server': 'Download of files to one’s own server',
  'upload.acceleration': 'Accelerated upload',
  'drm.request': 'Requests for DRM licences',
  'licence.player': 'Licence of the mobile player',
  package: 'Prepaid package',
  correction: 'Correction of a closed month',
};

export const units = [
  ...['channel-month', 'minute', 'GB-day', 'GB', 'Mbps-month', 'request', 'licence-year'],
] as const;

export const trafficRegions = [
  ...(['mainland', 'ap1', 'ap2', 'ap3', 'middle-east'] as const),
  ...(['europe', 'north-america', 'south-america', 'africa'] as const),
] as const;
export type TrafficRegion = (typeof trafficRegions)[number];

/** Storage knows the mainland and everything outside of it. */
export const storageRegions = ['mainland', 'outside'] as const;
export type StorageRegion = (typeof storageRegions)[number];

export const regions: readonly string[] = [...trafficRegions, 'outside'];

export const storageClasses = ['standard', 'infrequent', 'archive', 'deep-archive'] as const;
export type StorageClass = (typeof storageClasses)[number];

export const codecs = ['h264', 'h265', 'tsc-h264', 'tsc-h265'] as const;
export type Codec = (typeof codecs)[number];
