/** Everything inside the mixer is 48 kHz stereo in signed 16 bits. */
export const mixSampleRate = 48_000;
export const mixChannels = 2;
const samplesPerMs = mixSampleRate / 1000;
const bytesPerSample = 2 * mixChannels;
/** Longer than the longest delay of playout and a burst on top. */
const capacity = 4 * mixSampleRate;
/** RTMP counts whole milliseconds and decoders smooth them: a smaller difference is no gap. */
const joinTolerance = 5 * samplesPerMs;
/** Sound may be this far from its moment before a jump, which can be heard, sets it right. */
const driftTolerance = 40 * samplesPerMs;

/** The last seconds of an input's sound by media time: written as it is decoded, read as it is due. */
export class SoundTrack {
  private readonly samples = new Int16Array(capacity * mixChannels);
  /** The sample after the last one written; null before the first. */
  private head: number | null = null;
  private tail = 0;
  private reader: number | null = null;

  /** Puts decoded sound at its moment. A gap becomes silence; what is there already is not written twice. */
  write(mediaMs: number, sound: Buffer): void {
    const count = Math.floor(sound.length / bytesPerSample);
    let at = Math.round(mediaMs * samplesPerMs);
    let skipped = 0;
    if (this.head === null || at - this.head > capacity) {
      this.head = at;
      this.tail = at;
    } else if (Math.abs(at - this.head) <= joinTolerance) at = this.head;
    else if (at < this.head) {
      skipped = this.head - at;
      at = this.head;
    } else this.silence(this.head, at);
    for (let index = skipped; index < count; index += 1, at += 1) {
      const slot = (at % capacity) * mixChannels;
      this.samples[slot] = sound.readInt16LE(index * bytesPerSample);
      this.samples[slot + 1] = sound.readInt16LE(index * bytesPerSample + 2);
    }
    this.head = Math.max(this.head, at);
    this.tail = Math.max(this.tail, this.head - capacity);
  }

  /**
   * Adds the sound due from a moment of media on to a sum, two values a sample. What is not there is silence. Answers how loud
   * it is: a root mean square from 0 to 1.
   */
  addTo(sum: Int32Array, mediaMs: number): number {
    const due = Math.round(mediaMs * samplesPerMs);
    if (this.reader === null || Math.abs(due - this.reader) > driftTolerance) this.reader = due;
    const count = sum.length / mixChannels;
    let energy = 0;
    if (this.head !== null) {
      const from = Math.max(this.reader, this.tail);
      const to = Math.min(this.reader + count, this.head);
      for (let at = from; at < to; at += 1) {
        const slot = (at % capacity) * mixChannels;
        const out = (at - this.reader) * mixChannels;
        const left = this.samples[slot]!;
        const right = this.samples[slot + 1]!;
        sum[out]! += left;
        sum[out + 1]! += right;
        energy += left * left + right * right;
      }
    }
    this.reader += count;
    return Math.sqrt(energy / sum.length) / 32_768;
  }

  private silence(from: number, to: number): void {
    for (let at = from; at < to; at += 1) {
      const slot = (at % capacity) * mixChannels;
      this.samples[slot] = 0;
      this.samples[slot + 1] = 0;
    }
  }
}

/** Sixteen voices can be louder than a sample holds: what is beyond is clipped. */
export function clipSum(sum: Int32Array): Buffer {
  const out = Buffer.allocUnsafe(sum.length * 2);
  for (let index = 0; index < sum.length; index += 1) {
    out.writeInt16LE(Math.max(-32_768, Math.min(32_767, sum[index]!)), index * 2);
  }
  return out;
}
