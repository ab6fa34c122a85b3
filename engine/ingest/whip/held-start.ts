import type { MediaPacket } from '../media-packet.ts';
import { isCodecConfig, isKeyFrame, isMedia } from '../packet-body.ts';

/** A kind that was promised and does not come for this long is not waited for. */
const patienceMs = 5000;
/** Sound this long before the first picture belongs to it. */
const soundLeadMs = 100;
/** Of a second of pictures and sound there are about 80. */
const maxHeld = 2000;

/**
 * The offer tells what a stream will be made of, so nothing is handed on before all of it is there: a first key frame that
 * was lost, or a coder that takes its time, would else make a stream of sound alone and change it a moment later.
 */
export class HeldStart {
  readonly #awaited: Set<MediaPacket['kind']>;
  readonly #onPacket: (packet: MediaPacket) => void;
  readonly #clock: () => number;
  readonly #hasPictures: boolean;
  #held: MediaPacket[] = [];
  #sinceMs: number | null = null;
  #released = false;

  constructor(
    kinds: readonly ('audio' | 'video')[],
    onPacket: (packet: MediaPacket) => void,
    clock: () => number,
  ) {
    this.#awaited = new Set(kinds);
    this.#hasPictures = kinds.includes('video');
    this.#onPacket = onPacket;
    this.#clock = clock;
  }

  packet(packet: MediaPacket): void {
    if (this.#released) {
      this.#onPacket(packet);
      return;
    }
    this.#sinceMs ??= this.#clock();
    this.#held.push(packet);
    if (packet.kind === 'video' ? isKeyFrame(packet) : isMedia(packet)) this.#awaited.delete(packet.kind);
    if (this.#awaited.size === 0 || this.#held.length >= maxHeld) this.release();
    else this.tick();
  }

  /** Lets go of what waits too long. */
  tick(): void {
    if (!this.#released && this.#sinceMs !== null && this.#clock() - this.#sinceMs >= patienceMs)
      this.release();
  }

  /** Hands on what is held, in the order of its times. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    const held = this.#held;
    this.#held = [];
    const firstKey = held.find((packet) => isKeyFrame(packet));
    const fromMs =
      this.#hasPictures && firstKey !== undefined ? firstKey.timestampMs - soundLeadMs : -Infinity;
    const configs = held.filter(isCodecConfig);
    const media = held
      .filter((packet) => !isCodecConfig(packet) && (packet.kind === 'video' || packet.timestampMs >= fromMs))
      .toSorted((one, other) => one.timestampMs - other.timestampMs);
    for (const packet of [...configs, ...media]) this.#onPacket(packet);
  }
}
