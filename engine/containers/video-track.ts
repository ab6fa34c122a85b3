import { readAv1Size } from './av1-config.ts';
import { readSpsSize } from './h264-sps.ts';
import { readHevcSpsSize } from './hevc-sps.ts';
import { readAvcConfig, readHevcConfig } from './parameter-sets.ts';
import type { PictureSize } from './picture-size.ts';
import type { VideoCodec, VideoTrack } from './track.ts';
import { videoTimescale, videoTrackId } from './track.ts';

const sizes: Readonly<Record<VideoCodec, (config: Buffer) => PictureSize>> = {
  h264: (config) => readSpsSize(readAvcConfig(config).sequence[0]!),
  hevc: (config) => readHevcSpsSize(readHevcConfig(config).sequence[0]!),
  av1: readAv1Size,
};

/** It is kept with the journal and in front of every file; real ones have some hundred bytes. */
const maxConfigBytes = 65_536;

/** Reads a codec's configuration. Throws RangeError with a reason when it cannot be. The bytes are copied: they outlive the packet. */
export function readVideoTrack(codec: VideoCodec, config: Buffer): VideoTrack {
  if (config.length > maxConfigBytes)
    throw new RangeError(
      `the picture's configuration has ${String(config.length)} bytes; allowed: ${String(maxConfigBytes)}`,
    );
  return {
    kind: 'video',
    codec,
    id: videoTrackId,
    timescale: videoTimescale,
    ...sizes[codec](config),
    config: Buffer.from(config),
  };
}
