/** The four file formats of the vendor's recording, in the order its console lists them. */
export const recordingFormats = ['hls', 'mp4', 'flv', 'aac'] as const;
export type RecordingFormat = (typeof recordingFormats)[number];
