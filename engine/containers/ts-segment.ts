import { adtsPrinter } from './adts.ts';
import { annexBPrinter } from './annex-b.ts';
import type { TrackRun } from './mp4-fragment.ts';
import type { Sample } from './sample.ts';
import type { AudioTrack, Track, VideoTrack } from './track.ts';
import type { PesUnit } from './ts-packet.ts';
import { TsPacketPrinter, countPackets, tsPacketBytes } from './ts-packet.ts';
import { printProgramAssociation, printProgramMap } from './ts-tables.ts';

export const tsPids = { association: 0, map: 0x1000, video: 0x100, audio: 0x101 } as const;
const streamIds = { video: 0xe0, audio: 0xc0 } as const;
const streamTypes = { h264: 0x1b, hevc: 0x24, aac: 0x0f } as const;

const clockRate = 90_000;
/** Times begin here, so that the clock, which runs ahead of what it times, begins at no less than nothing. */
const startTicks = clockRate;
const clockLeadTicks = clockRate / 2;
/** Frames of sound in one PES packet: fewer waste its head, more come too late. */
const soundsPerUnit = 6;

function ticksOf(time: number, { timescale }: Track): number {
  return startTicks + Math.round((time * clockRate) / timescale);
}

/** Prints HLS segments as MPEG transport streams (RFC 8216, 3.2): whole in themselves, counters going on from one to the next. */
export class TsSegmentPrinter {
  readonly #counters = new Map<number, number>();
  readonly #head: readonly (readonly [pid: number, section: Buffer])[];
  readonly #pictureParts: ((sample: Sample) => readonly Buffer[]) | null;
  readonly #printSoundHead: ((frameBytes: number) => Buffer) | null;
  readonly #hasVideo: boolean;

  /** Throws RangeError with a reason where a transport stream cannot carry the tracks: AV1, odd sampling rates. */
  constructor(tracks: readonly Track[]) {
    const video = tracks.find((track): track is VideoTrack => track.kind === 'video');
    const audio = tracks.find((track): track is AudioTrack => track.kind === 'audio');
    this.#hasVideo = video !== undefined;
    this.#pictureParts = video === undefined ? null : annexBPrinter(video);
    this.#printSoundHead = audio === undefined ? null : adtsPrinter(audio);
    const streams = [
      ...(video === undefined
        ? []
        : [{ type: video.codec === 'hevc' ? streamTypes.hevc : streamTypes.h264, pid: tsPids.video }]),
      ...(audio === undefined ? [] : [{ type: streamTypes.aac, pid: tsPids.audio }]),
    ];
    this.#head = [
      [tsPids.association, printProgramAssociation(tsPids.map)],
      [tsPids.map, printProgramMap(this.#hasVideo ? tsPids.video : tsPids.audio, streams)],
    ];
  }

  /** One segment in one buffer: the packets' heads stand between the media, so it is copied, once. */
  print(runs: readonly TrackRun[]): Buffer {
    const units = runs.flatMap(({ track, samples }) =>
      track.kind === 'video' ? this.#pictures(track, samples) : this.#sounds(track, samples),
    );
    units.sort((one, other) => one.decoding - other.decoding);
    const packets = units.reduce((sum, unit) => sum + countPackets(unit), this.#head.length);
    const out = Buffer.allocUnsafe(packets * tsPacketBytes);
    const printer = new TsPacketPrinter(out, this.#counters);
    for (const [pid, section] of this.#head) printer.section(pid, section);
    for (const unit of units) printer.unit(unit);
    return out;
  }

  #pictures(track: Track, samples: readonly Sample[]): PesUnit[] {
    return samples.map((sample) => {
      const decoding = ticksOf(sample.decodeTime, track);
      const shown = ticksOf(sample.decodeTime + sample.compositionOffset, track);
      return {
        pid: tsPids.video,
        streamId: streamIds.video,
        decoding,
        presentation: Math.max(decoding, shown),
        clock: decoding - clockLeadTicks,
        randomAccess: sample.key,
        bounded: false,
        parts: this.#pictureParts!(sample),
      };
    });
  }

  #sounds(track: Track, samples: readonly Sample[]): PesUnit[] {
    const units: PesUnit[] = [];
    for (let at = 0; at < samples.length;) {
      const first = samples[at]!;
      const parts: Buffer[] = [];
      let end = first.decodeTime;
      // A gap begins a unit of its own: within one, times are counted from its first frame.
      for (let count = 0; count < soundsPerUnit && samples[at]?.decodeTime === end; count++, at++) {
        const { data, duration } = samples[at]!;
        parts.push(this.#printSoundHead!(data.length), data);
        end += duration;
      }
      const decoding = ticksOf(first.decodeTime, track);
      units.push({
        pid: tsPids.audio,
        streamId: streamIds.audio,
        decoding,
        presentation: decoding,
        clock: this.#hasVideo ? null : decoding - clockLeadTicks,
        randomAccess: true,
        bounded: true,
        parts,
      });
    }
    return units;
  }
}

/** How many pictures begin in what may be a segment; null when it is not made of whole packets. */
export function countTsPictures(segment: Buffer): number | null {
  if (segment.length === 0 || segment.length % tsPacketBytes !== 0) return null;
  let pictures = 0;
  for (let at = 0; at < segment.length; at += tsPacketBytes) {
    if (segment[at] !== 0x47) return null;
    const begins = (segment[at + 1]! & 0x40) !== 0;
    const pid = segment.readUInt16BE(at + 1) & 0x1fff;
    if (begins && pid === tsPids.video) pictures += 1;
  }
  return pictures;
}
