import type { MediaPacket } from '../engine/ingest/media-packet.ts';
import type { RecordingListener, RecordingPlan } from '../engine/record/recorded-file.ts';
import type { RecorderLog } from '../engine/record/recorder-log.ts';

/** A figure taken while something goes wrong would be none: warnings and failures end the bench. */
export const quietListener: RecordingListener = {
  started: () => undefined,
  fileClosed: () => Promise.resolve(),
  paused: () => undefined,
  resumed: () => undefined,
  warned: (_plan, { detail }) => {
    throw new Error(detail);
  },
  ended: () => Promise.resolve(),
  failed: (_plan, format, reason) => {
    throw new Error(`${format}: ${reason}`);
  },
};

export const quietLog: RecorderLog = {
  info: () => undefined,
  warn: (fields, message) => {
    console.warn(message, fields);
  },
  error: (fields, message) => {
    console.error(message, fields);
  },
};

/** One stream in all four formats. */
export function syntheticPlan(sessionId: string, maxFileSeconds: number | null): RecordingPlan {
  return {
    sessionId,
    formats: ['hls', 'mp4', 'flv', 'aac'],
    rules: {
      maxFileSeconds,
      resumeTimeoutSeconds: 0,
      hlsSegments: 'fmp4',
      retentionDays: 0,
      subAppId: null,
    },
    context: {
      sdkAppId: 1,
      room: { kind: 'int', value: 1 },
      userId: sessionId,
      streamType: 'main',
      streamId: sessionId,
      pushSequence: sessionId,
      nameHead: sessionId,
      streamParam: null,
    },
  };
}

/** An avcC of 1280×720, and AAC-LC at 48 kHz in stereo. */
const avcC = Buffer.from(
  '0164001fffe1001a6764001facd9405005bb011000000300100000030320f183196001000568ebe3cb22c0',
  'hex',
);
const aacConfig = Buffer.from([0x11, 0x90]);
const pictureRate = 15;
const soundMs = 1024 / 48;

export interface SyntheticSession {
  readonly minutes: number;
  readonly bitrateKbps: number;
  /** Where the coded data is taken from: nothing decodes it. */
  readonly noise: Buffer;
}

/**
 * A session's packets, a second at a time: 15 pictures a second with a key frame every two, B-frame offsets, and 48 kHz
 * sound. Only its shape is real, which is all that a container sees.
 */
export function* makePackets({ minutes, bitrateKbps, noise }: SyntheticSession): Generator<MediaPacket[]> {
  const pictureBytes = Math.round((bitrateKbps * 125) / pictureRate);
  const body = (head: readonly number[], bytes: number, at: number): Buffer =>
    Buffer.concat([Buffer.from(head), noise.subarray(at % (noise.length - bytes)).subarray(0, bytes)]);
  yield [
    { kind: 'video', timestampMs: 0, payload: Buffer.concat([Buffer.from([0x17, 0, 0, 0, 0]), avcC]) },
    { kind: 'audio', timestampMs: 0, payload: Buffer.concat([Buffer.from([0xaf, 0]), aacConfig]) },
  ];
  let sounds = 0;
  for (let second = 0; second < minutes * 60; second++) {
    const packets: MediaPacket[] = [];
    for (let n = 0; n < pictureRate; n++) {
      const timestampMs = Math.floor(second * 1000 + (n * 1000) / pictureRate);
      while (sounds * soundMs <= timestampMs) {
        packets.push({
          kind: 'audio',
          timestampMs: Math.round(sounds * soundMs),
          payload: body([0xaf, 1], 170, sounds * 131),
        });
        sounds += 1;
      }
      const key = n === 0 && second % 2 === 0;
      const offsetMs = [67, 200, 0, 0][n % 4]!;
      packets.push({
        kind: 'video',
        timestampMs,
        payload: body(
          [key ? 0x17 : 0x27, 1, 0, 0, offsetMs],
          key ? pictureBytes * 4 : pictureBytes,
          second * 97 + n,
        ),
      });
    }
    yield packets;
  }
}
