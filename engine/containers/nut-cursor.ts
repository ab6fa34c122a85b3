/**
 * Reads NUT's variable-length numbers. It never throws at the end of the bytes: it notes that they ran out, so that a
 * stream reader can try again with more.
 */
export class NutCursor {
  private readonly bytes: Buffer;
  at: number;
  private exhausted = false;

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes;
    this.at = at;
    if (at > bytes.length) this.exhausted = true;
  }

  /** Seven bits a byte, the highest first; the top bit says that another byte follows. */
  unsigned(): number {
    let value = 0;
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte === undefined) {
        this.exhausted = true;
        return 0;
      }
      this.at += 1;
      value = value * 128 + (byte & 0x7f);
      if (!Number.isSafeInteger(value)) throw new Error('a NUT number is beyond 53 bits');
      if (byte < 0x80) return value;
    }
  }

  signed(): number {
    const value = this.unsigned() + 1;
    return value % 2 === 1 ? -(value - 1) / 2 : value / 2;
  }

  /** True once more bytes were asked for than there are; what was read last is then worthless. */
  ranOut(): boolean {
    return this.exhausted;
  }

  skip(bytes: number): void {
    this.at += bytes;
    if (this.at > this.bytes.length) this.exhausted = true;
  }
}
