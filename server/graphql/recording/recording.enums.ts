import { registerEnumType } from 'type-graphql';
import type { GoneBecause } from '../../../domain/recording/shelf.ts';

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
  PAUSED: 'PAUSED',
  WAITING: 'WAITING',
  PROCESSING: 'PROCESSING',
  READY: 'READY',
  FAILED: 'FAILED',
  TRASHED: 'TRASHED',
  DELETED: 'DELETED',
  LOST: 'LOST',
  DELIVERED: 'DELIVERED',
} as const;

registerEnumType(RecordingStateEnum, {
  name: 'RecordingState',
  description: 'Where a recording stands.',
  valuesConfig: {
    RECORDING: { description: 'Media is being written.' },
    PAUSED: { description: 'It runs, and media is left out: by a command, or for want of consent.' },
    WAITING: { description: 'Its stream ended; it waits for it to come back, or for its end to be told.' },
    PROCESSING: {
      description:
        'It ended; files are announced or expected but not all are confirmed in the media library.',
    },
    READY: { description: 'It ended and every file is confirmed.' },
    FAILED: { description: 'It ended without the files it should have; `failure` says why.' },
    TRASHED: {
      description:
        'Its files are in the trash: they do not play, can be restored until `purgeAt`, and are charged as storage until then.',
    },
    DELETED: { description: 'Its files were deleted; what it was remains for the bill.' },
    LOST: {
      description:
        'Its files are gone from the media library, and neither this service nor their own expiry deleted them.',
    },
    DELIVERED: {
      description:
        'A delivery policy fetched and verified its files and then deleted them from the media library.',
    },
  },
});

export const RecordingFileStateEnum = {
  PENDING: 'PENDING',
  READY: 'READY',
  FAILED: 'FAILED',
  TRASHED: 'TRASHED',
  DELETED: 'DELETED',
  LOST: 'LOST',
  DELIVERED: 'DELIVERED',
} as const;

registerEnumType(RecordingFileStateEnum, {
  name: 'RecordingFileState',
  description: 'Where a file stands.',
  valuesConfig: {
    PENDING: { description: 'Announced by a callback, whose signature covers no body: not yet believed.' },
    READY: { description: 'Confirmed by the media library; can be played.' },
    FAILED: { description: 'The media library did not know it in time; it is still asked for, seldom.' },
    TRASHED: {
      description: 'In the trash: still in the media library and charged, closed to players, restorable.',
    },
    DELETED: { description: 'Deleted from the media library.' },
    LOST: { description: 'Gone from the media library without our doing.' },
    DELIVERED: { description: 'Fetched by a delivery policy, verified, and deleted from the media library.' },
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

export const GoneBecauseEnum = {
  DELETED: 'deleted',
  RETENTION: 'retention',
  STORAGE_TIME: 'storage-time',
  DELIVERED: 'delivered',
  LOST_BY_EVENT: 'lost-by-event',
  LOST_BY_SWEEP: 'lost-by-sweep',
} as const satisfies Record<string, GoneBecause>;

registerEnumType(GoneBecauseEnum, {
  name: 'GoneBecause',
  description: 'Why a file is gone from the media library.',
  valuesConfig: {
    DELETED: { description: 'Deleted through this service, at once or out of the trash.' },
    RETENTION: { description: 'Its retention by this service ended.' },
    STORAGE_TIME: { description: 'Its own expiry in the media library passed.' },
    DELIVERED: { description: 'A delivery policy fetched and verified it first.' },
    LOST_BY_EVENT: { description: 'Somebody else deleted it: the media library told of it.' },
    LOST_BY_SWEEP: { description: 'Somebody else deleted it: it was not found when it was looked for.' },
  },
});

export const RecordedMethodEnum = {
  GLOBAL_AUTO: 'GLOBAL_AUTO',
  SDK_PARAMETERS: 'SDK_PARAMETERS',
  REST_MIX: 'REST_MIX',
  CLOUD_RECORDING: 'CLOUD_RECORDING',
} as const;

registerEnumType(RecordedMethodEnum, {
  name: 'RecordedMethod',
  description: 'How a recording came to be.',
  valuesConfig: {
    GLOBAL_AUTO: { description: 'Its application records every stream by itself.' },
    SDK_PARAMETERS: {
      description: 'Its application records chosen users, and this one joined with a record id.',
    },
    REST_MIX: { description: 'A mix of a room, started by the server.' },
    CLOUD_RECORDING: { description: 'A recording task, of an application of the newer kind.' },
  },
});
