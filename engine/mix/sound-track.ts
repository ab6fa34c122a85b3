/** Everything inside the mixer is 48 kHz stereo in signed 16 bits. */
export const mixSampleRate = 48_000;
export const mixChannels = 2;
/** So much sound is mixed at once, when it begins to be due. */
export const soundBlockMs = 40;
const samplesPerMs = mixSampleRate / 1000;
const bytesPerSample = 2 * mixChannels;
/** Longer than the longest delay of playout and a burst on top. */
const capacity = 4 * mixSampleRate;
/** RTMP counts whole milliseconds and decoders smooth them: a smaller difference is no gap. */
const joinTolerance = 5 * samplesPerMs;
/** Sound may be this far from its moment before a jump, which can be heard, sets it right. */
const driftTolerance = 40 * samplesPerMs;
/** What must lie ahead of an input before it is heard first: a decoder that has just started may come late with what follows. */
export const soundCushionMs = 40;
/** A track whose sound never lies so far ahead is heard all the same after this much of it was due. */
const longestWait = 200 * samplesPerMs;

/** The last seconds of an input's sound by media time: written as it is decoded, read as it is due. */
export class SoundTrack {
  private readonly samples = new Int16Array(capacity * mixChannels);
  /** The sample after the last one written; null before the first. */
  private head: number | null = null;
  private tail = 0;
  private reader: number | null = null;
  /** What was due since its first sound and is not heard; null once it is heard. */
  private waited: number | null;
  private readonly cushion: number;

  /** `cushionMs` must lie ahead before it is heard for the first time; 0 is heard at once. */
  constructor(cushionMs = 0) {
    this.cushion = cushionMs * samplesPerMs;
    this.waited = cushionMs === 0 ? null : 0;
  }

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
    if (skipped < count) this.put(at, samplesOf(sound).subarray(skipped * mixChannels, count * mixChannels));
    this.head = Math.max(this.head, at + Math.max(0, count - skipped));
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
    if (this.head !== null && this.isHeard(this.head - this.reader, count)) {
      const from = Math.max(this.reader, this.tail);
      const to = Math.min(this.reader + count, this.head);
      let slot = (from % capacity) * mixChannels;
      const end = (to - this.reader) * mixChannels;
      for (let out = (from - this.reader) * mixChannels; out < end; out += 1) {
        const sample = this.samples[slot]!;
        sum[out]! += sample;
        energy += sample * sample;
        slot += 1;
        if (slot === this.samples.length) slot = 0;
      }
    }
    this.reader += count;
    return Math.sqrt(energy / sum.length) / 32_768;
  }

  private isHeard(ahead: number, count: number): boolean {
    if (this.waited === null) return true;
    if (ahead < this.cushion && this.waited < longestWait) {
      if (ahead > 0 || this.waited > 0) this.waited += count;
      return false;
    }
    this.waited = null;
    return true;
  }

  private silence(from: number, to: number): void {
    const start = (from % capacity) * mixChannels;
    const end = start + (to - from) * mixChannels;
    this.samples.fill(0, start, end);
    this.samples.fill(0, 0, Math.max(0, end - this.samples.length));
  }

  private put(at: number, sound: Int16Array): void {
    const kept = sound.subarray(Math.max(0, sound.length - this.samples.length));
    const start = ((at % capacity) * mixChannels + sound.length - kept.length) % this.samples.length;
    const beforeEnd = Math.min(kept.length, this.samples.length - start);
    this.samples.set(kept.subarray(0, beforeEnd), start);
    this.samples.set(kept.subarray(beforeEnd));
  }
}

/** Decoders write the byte order of every machine that Node runs on; a view must begin at an even address. */
function samplesOf(sound: Buffer): Int16Array {
  const aligned = sound.byteOffset % 2 === 0 ? sound : Buffer.from(new Uint8Array(sound).buffer);
  return new Int16Array(aligned.buffer, aligned.byteOffset, Math.floor(aligned.length / 2));
}

/** Sixteen voices can be louder than a sample holds: what is beyond is clipped. */
export function clipSum(sum: Int32Array): Buffer {
  const out = new Int16Array(sum.length);
  for (let index = 0; index < sum.length; index += 1)
    out[index] = Math.max(-32_768, Math.min(32_767, sum[index]!));
  return Buffer.from(out.buffer);
}
