/** More than playout holds back as a rule: what is beyond is left to the garbage collector. */
const keptBuffers = 16;

/**
 * Memory of pictures that is used again. Each is large enough to count for the garbage collector, which would otherwise mark
 * everything alive again and again because of them.
 */
export class PicturePool {
  private spare: Buffer[] = [];

  /** Memory of this size, with whatever it held before. */
  take(bytes: number): Buffer {
    const found = this.spare.pop();
    if (found?.length === bytes) return found;
    this.spare = [];
    return Buffer.allocUnsafeSlow(bytes);
  }

  /** Takes memory back that nobody looks at any more. */
  give(buffer: Buffer): void {
    if (this.spare.length < keptBuffers) this.spare.push(buffer);
  }
}
