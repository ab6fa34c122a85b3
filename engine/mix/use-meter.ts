/** A time of the mix in which the same went into it. */
export interface MixUse {
  readonly ms: number;
  /** Streams that were heard or seen. */
  readonly inputs: number;
  /** Area of all that were seen, as they are sent. */
  readonly inputPixels: number;
}

export interface UsedInput {
  readonly isMixed: boolean;
  readonly seenPixels: number;
}

const longestMs = 1000;

/** Adds up what goes into a mix and tells of it once a second and whenever it changes. */
export class UseMeter {
  private readonly tell: (use: MixUse) => void;
  private use: MixUse = { ms: 0, inputs: 0, inputPixels: 0 };

  constructor(tell: (use: MixUse) => void) {
    this.tell = tell;
  }

  /** `ms` of the mix were made of these. */
  add(ms: number, streams: readonly UsedInput[]): void {
    let inputs = 0;
    let inputPixels = 0;
    for (const { isMixed, seenPixels } of streams) {
      if (isMixed) inputs += 1;
      inputPixels += seenPixels;
    }
    if (inputs !== this.use.inputs || inputPixels !== this.use.inputPixels) this.end();
    this.use = { ms: this.use.ms + ms, inputs, inputPixels };
    if (this.use.ms >= longestMs) this.end();
  }

  /** Tells of what was not told yet. */
  end(): void {
    if (this.use.ms > 0) this.tell(this.use);
    this.use = { ...this.use, ms: 0 };
  }
}
