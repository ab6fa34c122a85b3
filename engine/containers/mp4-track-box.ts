import { box, fullBox, uint16s, uint32s } from './mp4-box.ts';
import type { AudioTrack, Track, VideoCodec, VideoTrack } from './track.ts';

/** The unit matrix of tkhd and mvhd. */
export const unitMatrix = uint32s([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000]);
/** Ticks a second of the movie's own times. */
export const movieTimescale = 1000;

function descriptor(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, 0x80, 0x80, 0x80, body.length]), body]);
}

/** Sample entry and configuration box (ISO/IEC 14496-15, 5.4.2 and 8.4.1; AV1-ISOBMFF, 2.2 and 2.3). */
const videoBoxes: Readonly<Record<VideoCodec, readonly [entry: string, config: string]>> = {
  h264: ['avc1', 'avcC'],
  // hvc1 promises that every parameter set stands in the configuration, where RTMP sends them.
  hevc: ['hvc1', 'hvcC'],
  av1: ['av01', 'av1C'],
};

function videoEntry(track: VideoTrack): Buffer {
  const compressorName = Buffer.alloc(32);
  const [entry, config] = videoBoxes[track.codec];
  return box(
    entry,
    Buffer.alloc(6),
    uint16s(1),
    Buffer.alloc(16),
    uint16s(track.width, track.height),
    uint32s([0x480000, 0x480000, 0]),
    uint16s(1),
    compressorName,
    uint16s(0x18, 0xffff),
    box(config, track.config),
  );
}

function audioEntry(track: AudioTrack): Buffer {
  const decoder = descriptor(
    4,
    Buffer.from([0x40, 0x15, 0, 0, 0]),
    uint32s([0, 0]),
    descriptor(5, track.config),
  );
  const elementary = descriptor(3, uint16s(0), Buffer.from([0]), decoder, descriptor(6, Buffer.from([2])));
  // The rate is a 16.16 number: above 65535 Hz it cannot be said here and stands in the configuration alone.
  const rate = track.timescale > 0xffff ? 0 : track.timescale * 0x10000;
  return box(
    'mp4a',
    Buffer.alloc(6),
    uint16s(1),
    uint32s([0, 0]),
    uint16s(track.channels, 16, 0, 0),
    uint32s([rate]),
    fullBox('esds', 0, 0, elementary),
  );
}

export interface TrackTimes {
  /** In ticks of the track. */
  readonly mediaDuration: number;
  /** In ticks of the movie. */
  readonly movieDuration: number;
  /** An edit list, or null when the track begins with the movie. */
  readonly edits: Buffer | null;
}

/** `trak` around a sample table. */
export function trackBox(track: Track, tables: readonly Buffer[], times: TrackTimes): Buffer {
  const video = track.kind === 'video';
  const header = fullBox(
    'tkhd',
    0,
    3,
    uint32s([0, 0, track.id, 0, times.movieDuration, 0, 0]),
    uint16s(0, 0, video ? 0 : 0x100, 0),
    unitMatrix,
    uint32s(video ? [track.width * 0x10000, track.height * 0x10000] : [0, 0]),
  );
  const media = box(
    'mdia',
    fullBox('mdhd', 0, 0, uint32s([0, 0, track.timescale, times.mediaDuration]), uint16s(0x55c4, 0)),
    fullBox(
      'hdlr',
      0,
      0,
      uint32s([0]),
      Buffer.from(video ? 'vide' : 'soun', 'latin1'),
      uint32s([0, 0, 0]),
      Buffer.from('roomtape\0', 'latin1'),
    ),
    box(
      'minf',
      video ? fullBox('vmhd', 0, 1, uint16s(0, 0, 0, 0)) : fullBox('smhd', 0, 0, uint32s([0])),
      box('dinf', fullBox('dref', 0, 0, uint32s([1]), fullBox('url ', 0, 1))),
      box(
        'stbl',
        fullBox('stsd', 0, 0, uint32s([1]), video ? videoEntry(track) : audioEntry(track)),
        ...tables,
      ),
    ),
  );
  return times.edits === null
    ? box('trak', header, media)
    : box('trak', header, box('edts', times.edits), media);
}

export function movieHeader(duration: number): Buffer {
  const nextTrackId = 0xffffffff;
  return fullBox(
    'mvhd',
    0,
    0,
    uint32s([0, 0, movieTimescale, duration, 0x10000, 0x1000000, 0, 0]),
    unitMatrix,
    uint32s([0, 0, 0, 0, 0, 0]),
    uint32s([nextTrackId]),
  );
}
