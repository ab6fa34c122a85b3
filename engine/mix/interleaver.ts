import type { MediaPacket } from '../ingest/media-packet.ts';

/** One kind waits for the other at most this long, measured in the stream's own time. */
const maxWaitMs = 500;

/** Puts pictures and sound, each in order, into one order by time. */
export class Interleaver {
  private readonly onPacket: (packet: MediaPacket) => void;
  private readonly queues: { readonly video: MediaPacket[]; readonly audio: MediaPacket[] } = {
    video: [],
    audio: [],
  };
  private lastMs = 0;

  constructor(onPacket: (packet: MediaPacket) => void) {
    this.onPacket = onPacket;
  }

  add(packet: MediaPacket): void {
    if (packet.kind === 'metadata') return;
    this.queues[packet.kind].push(packet);
    const { video, audio } = this.queues;
    while (video.length > 0 && audio.length > 0)
      this.release(video[0]!.timestampMs <= audio[0]!.timestampMs ? video : audio);
    const rest = video.length > 0 ? video : audio;
    while (rest.length > 0 && rest.at(-1)!.timestampMs - rest[0]!.timestampMs > maxWaitMs) this.release(rest);
  }

  /** Lets out what waits, at the end. */
  flush(): void {
    for (const queue of [this.queues.video, this.queues.audio]) while (queue.length > 0) this.release(queue);
  }

  private release(queue: MediaPacket[]): void {
    const packet = queue.shift()!;
    // What waited too long comes late: its time is then that of the packet before it, never an earlier one.
    const timestampMs = Math.max(this.lastMs, packet.timestampMs);
    this.lastMs = timestampMs;
    this.onPacket(timestampMs === packet.timestampMs ? packet : { ...packet, timestampMs });
  }
}
