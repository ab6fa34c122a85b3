import { printSegment, type HlsSegment } from '../containers/hls-playlist.ts';
import type { Track } from '../containers/track.ts';
import type { MediaPacket, PacketSink } from '../ingest/media-packet.ts';
import { Fragmenter, type MediaFragment } from '../record/fragmenter.ts';
import { SampleAssembler, type RecordingTracks } from '../record/sample-assembler.ts';
import { segmentFormOf } from '../record/segment-form.ts';

interface KeptSegment {
  readonly name: string;
  readonly bytes: Buffer;
  readonly durationSeconds: number;
  /** Its initialisation segment. */
  readonly map: string;
  readonly discontinuity: boolean;
}

export interface HlsWindowLimits {
  /** Segments in the playlist. */
  readonly listed: number;
  /** Segments kept behind the playlist, for who read it a moment ago. */
  readonly kept: number;
  /** All segments together; beyond, the oldest go early. */
  readonly maxBytes: number;
}

export const defaultWindowLimits: HlsWindowLimits = { listed: 6, kept: 4, maxBytes: 32 * 1024 * 1024 };

/** About one group of pictures: live viewers wait for whole segments. */
const fragmentLimits = { targetSeconds: 2, maxSeconds: 10, maxBytes: 8 * 1024 * 1024 };
const form = segmentFormOf('fmp4', []);

/**
 * One stream as live HLS (RFC 8216, 6.2.2): fragmented MP4 in memory, a playlist that slides. The stream may go and come back: what
 * follows is told as a discontinuity.
 */
export class HlsWindow implements PacketSink {
  readonly #limits: HlsWindowLimits;
  readonly #assembler: SampleAssembler;
  readonly #initials = new Map<string, Buffer>();
  readonly #waiting = new Set<() => void>();
  #segments: KeptSegment[] = [];
  #fragmenter: Fragmenter | null = null;
  #map = '';
  #maps = 0;
  #next = 1;
  /** Discontinuities that have left the window. */
  #leftJoints = 0;
  #targetSeconds = 1;
  #isJoint = false;
  #ended = false;
  #bytes = 0;

  constructor(limits: Partial<HlsWindowLimits> = {}) {
    this.#limits = { ...defaultWindowLimits, ...limits };
    this.#assembler = new SampleAssembler({
      begin: (tracks) => {
        this.#begin(tracks);
      },
      picture: (sample) => {
        this.#fragmenter!.picture(sample, 0);
      },
      sound: (sample) => {
        this.#fragmenter!.sound(sample, 0);
      },
    });
  }

  /** What is kept in memory. */
  get bytes(): number {
    return this.#bytes;
  }

  packet(packet: MediaPacket): void {
    if (this.#ended) return;
    try {
      this.#assembler.packet(packet);
    } catch (error) {
      // A configuration that cannot be read: nothing more can be shown of it.
      if (!(error instanceof RangeError)) throw error;
      this.finish();
    }
  }

  /** The stream breaks off; it may come back. */
  end(): void {
    if (this.#ended) return;
    this.#assembler.interrupt('interruption');
    this.#fragmenter?.end();
    this.#isJoint = this.#segments.length > 0;
  }

  /** It does not come back: players are told so. */
  finish(): void {
    if (this.#ended) return;
    this.end();
    this.#ended = true;
    this.#wake();
  }

  /**
   * The playlist with `query` on every address inside, names under `folder`. Null while there is nothing to play.
   */
  playlist(folder: string, query: string): string | null {
    if (this.#segments.length === 0) return null;
    const listed = this.#segments.slice(-this.#limits.listed);
    const hidden = this.#segments.slice(0, -listed.length);
    const address = (name: string): string => `${folder}/${name}?${query}`;
    const jointsBefore = this.#leftJoints + hidden.filter(({ discontinuity }) => discontinuity).length;
    let map: string | null = null;
    const lines = listed.map((segment) => {
      const told: HlsSegment = {
        uri: address(segment.name),
        durationSeconds: segment.durationSeconds,
        ...(segment.map === map ? {} : { map: address(segment.map) }),
        ...(segment.discontinuity ? { discontinuity: true } : {}),
      };
      map = segment.map;
      return printSegment(told);
    });
    return [
      '#EXTM3U\n#EXT-X-VERSION:7\n',
      `#EXT-X-TARGETDURATION:${String(this.#targetSeconds)}\n`,
      `#EXT-X-MEDIA-SEQUENCE:${String(numberOf(listed[0]!))}\n`,
      `#EXT-X-DISCONTINUITY-SEQUENCE:${String(jointsBefore)}\n`,
      ...lines,
      this.#ended ? '#EXT-X-ENDLIST\n' : '',
    ].join('');
  }

  /** Null for what is not there, or not any more. */
  segment(name: string): Buffer | null {
    return this.#segments.find((segment) => segment.name === name)?.bytes ?? this.#initials.get(name) ?? null;
  }

  /** Resolves when there is something to play, when there never will be, or after the time. */
  async ready(withinMs: number): Promise<void> {
    if (this.#segments.length > 0 || this.#ended) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, withinMs);
      this.#waiting.add(done);
    });
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }

  #begin({ video, audio }: RecordingTracks): void {
    this.#fragmenter?.end();
    const tracks: readonly Track[] = [video, audio].filter((track) => track !== null);
    this.#maps += 1;
    this.#map = `init-${String(this.#maps)}.mp4`;
    this.#initials.set(this.#map, form.initial(tracks)!);
    this.#isJoint = this.#segments.length > 0;
    this.#fragmenter = new Fragmenter(
      { video, audio },
      {
        limits: fragmentLimits,
        onFragment: (fragment) => {
          this.#add(fragment);
        },
      },
    );
  }

  #add({ runs, durationSeconds }: MediaFragment): void {
    const { buffers } = form.print(this.#next, runs);
    const bytes = Buffer.concat(buffers);
    this.#segments.push({
      name: `${String(this.#next)}.m4s`,
      bytes,
      durationSeconds,
      map: this.#map,
      discontinuity: this.#isJoint,
    });
    this.#isJoint = false;
    this.#next += 1;
    this.#bytes += bytes.length;
    // The longest so far: a target that shrank would be a lie on what is listed still.
    this.#targetSeconds = Math.max(this.#targetSeconds, Math.round(durationSeconds));
    const { listed, kept, maxBytes } = this.#limits;
    while (this.#segments.length > listed + kept || (this.#bytes > maxBytes && this.#segments.length > 1))
      this.#forgetOldest();
    this.#wake();
  }

  #forgetOldest(): void {
    const oldest = this.#segments.shift()!;
    this.#bytes -= oldest.bytes.length;
    if (oldest.discontinuity) this.#leftJoints += 1;
    if (oldest.map !== this.#map && !this.#segments.some(({ map }) => map === oldest.map))
      this.#initials.delete(oldest.map);
  }
}

function numberOf({ name }: KeptSegment): number {
  return Number.parseInt(name, 10);
}
