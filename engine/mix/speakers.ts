import { nobodySpoke, noteVoices, type SpeakerOrder } from '../../domain/mixing/speaker-order.ts';

/** How often the order of speaking is looked at. */
const everyMs = 100;

/** Listens to the inputs of a mix and keeps the order of speaking. */
export class Speakers {
  private readonly energy = new Map<string, { sum: number; blocks: number }>();
  private speaking: SpeakerOrder = nobodySpoke;

  /** Notes how loud a block of an input's sound is, as a root mean square from 0 to 1. */
  hear(id: string, level: number): void {
    const heard = this.energy.get(id) ?? { sum: 0, blocks: 0 };
    heard.sum += level * level;
    heard.blocks += 1;
    this.energy.set(id, heard);
  }

  /** True when the order has changed. */
  turn(nowMs: number): boolean {
    if (nowMs - this.speaking.atMs < everyMs) return false;
    const voices = [...this.energy].map(([id, { sum, blocks }]) => ({ id, level: Math.sqrt(sum / blocks) }));
    this.energy.clear();
    const former = this.speaking;
    this.speaking = noteVoices(former, voices, nowMs);
    return this.speaking.order[0] !== former.order[0];
  }

  /** In the order of speaking; who has not been heard yet comes last. */
  sort<T extends { readonly id: string }>(streams: readonly T[]): T[] {
    const places = new Map(this.speaking.order.map((id, index) => [id, index]));
    const placeOf = ({ id }: T): number => places.get(id) ?? places.size;
    return streams.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}
