import { registerEnumType } from 'type-graphql';

export const RecordingFormatEnum = { HLS: 'hls', MP4: 'mp4', FLV: 'flv', AAC: 'aac' } as const;

registerEnumType(RecordingFormatEnum, {
  name: 'RecordingFormat',
  description: 'A file format of a recording.',
  valuesConfig: {
    HLS: {
      description: 'A playlist with fMP4 segments: plays while it loads, anywhere. Preferred for playback.',
    },
    MP4: { description: 'One MP4 file with its index in front.' },
    FLV: { description: 'One FLV file.' },
    AAC: { description: 'The sound alone, as AAC with ADTS headers.' },
  },
});

export const RecordingStateEnum = {
  RECORDING: 'RECORDING',
  PROCESSING: 'PROCESSING',
  READY: 'READY',
  FAILED: 'FAILED',
  DELETED: 'DELETED',
} as const;

registerEnumType(RecordingStateEnum, {
  name: 'RecordingState',
  description: 'Where a recording stands.',
  valuesConfig: {
    RECORDING: { description: 'Media is being written.' },
    PROCESSING: {
      description:
        'It ended; files are announced or expected but not all are confirmed in the media library.',
    },
    READY: { description: 'It ended and every file is confirmed.' },
    FAILED: { description: 'It ended without the files it should have; `failure` says why.' },
    DELETED: { description: 'Its files were deleted; what it was remains for the bill.' },
  },
});

export const RecordingFileStateEnum = { PENDING: 'PENDING', READY: 'READY', DELETED: 'DELETED' } as const;

registerEnumType(RecordingFileStateEnum, {
  name: 'RecordingFileState',
  description: 'Where a file stands.',
  valuesConfig: {
    PENDING: { description: 'Announced by a callback, whose signature covers no body: not yet believed.' },
    READY: { description: 'Confirmed by the media library; can be played.' },
    DELETED: { description: 'Deleted from the media library.' },
  },
});

export const RecordingKindEnum = { STREAM: 'STREAM', MIX: 'MIX' } as const;

registerEnumType(RecordingKindEnum, {
  name: 'RecordingKind',
  description: 'What was recorded.',
  valuesConfig: {
    STREAM: { description: 'One user’s stream.' },
    MIX: { description: 'The mixed picture and sound of a room.' },
  },
});
