/** The six uses that the vendor's page names (https://www.tencentcloud.com/document/product/647/35426). */
export const presetNames = [
  ...(['remote-class', 'live-commerce', 'video-conference'] as const),
  ...(['remote-claims', 'financial-recording', 'online-consultation'] as const),
] as const;
export type PresetName = (typeof presetNames)[number];

/** Typical numbers of our own, not the vendor's: a beginning to change from. */
export const presets: Readonly<Record<PresetName, Readonly<Record<string, unknown>>>> = {
  'remote-class': {
    ...{ roomsPerDay: 20, roomsAtOnce: 10, minutesPerRoom: '45', anchorsPerRoom: 2, method: 'mixed' },
    ...{ formats: ['hls'], retentionDays: 180, viewersPerRoom: '15', minutesPerViewer: '30' },
  },
  'live-commerce': {
    ...{ roomsPerDay: 5, roomsAtOnce: 2, minutesPerRoom: '120', anchorsPerRoom: 2, method: 'mixed' },
    ...{ width: 1280, height: 720, bitrateKbps: '1500', formats: ['hls', 'mp4'], retentionDays: 30 },
    ...{ relayViewersPerRoom: '500', relayMinutesPerViewer: '20', viewersPerRoom: '200' },
    ...{ minutesPerViewer: '10', mobilePlayer: true },
  },
  'video-conference': {
    ...{ roomsPerDay: 40, roomsAtOnce: 15, minutesPerRoom: '50', anchorsPerRoom: 5, method: 'mixed' },
    ...{ width: 640, height: 360, bitrateKbps: '600', mixWidth: 1280, mixHeight: 720 },
    ...{ mixBitrateKbps: '1500', formats: ['mp4'], retentionDays: 90, viewersPerRoom: '3' },
  },
  'remote-claims': {
    ...{ roomsPerDay: 200, roomsAtOnce: 40, minutesPerRoom: '12', anchorsPerRoom: 2, method: 'both' },
    ...{ width: 1280, height: 720, bitrateKbps: '1000', formats: ['mp4'], retentionDays: 1095 },
    ...{ viewersPerRoom: '1' },
  },
  'financial-recording': {
    ...{ roomsPerDay: 300, roomsAtOnce: 60, minutesPerRoom: '20', anchorsPerRoom: 2, method: 'mixed' },
    ...{ width: 640, height: 480, bitrateKbps: '800', formats: ['mp4'], retentionDays: 1500 },
    ...{ viewersPerRoom: '1' },
  },
  'online-consultation': {
    ...{ roomsPerDay: 100, roomsAtOnce: 30, minutesPerRoom: '15', anchorsPerRoom: 2, method: 'mixed' },
    ...{ width: 640, height: 480, bitrateKbps: '800', formats: ['hls'], retentionDays: 365 },
    ...{ viewersPerRoom: '1' },
  },
};
