/** The parameter sets of an H.264 or HEVC stream, each a whole NAL unit, and how long the lengths before its NAL units are. */
export interface ParameterSets {
  /** Bytes of the length before each NAL unit of a sample. */
  readonly lengthBytes: 1 | 2 | 4;
  /** HEVC's video parameter sets; none in H.264. */
  readonly video: readonly Buffer[];
  /** At least one. */
  readonly sequence: readonly Buffer[];
  readonly picture: readonly Buffer[];
}

/** More than any encoder sends: a stream has one of each, now and then two. */
const maxSets = 64;

class Cursor {
  readonly #bytes: Buffer;
  readonly #what: string;
  #at: number;

  constructor(bytes: Buffer, what: string, at: number) {
    this.#bytes = bytes;
    this.#what = what;
    this.#at = at;
  }

  byte(): number {
    return this.#take(1)[0]!;
  }

  word(): number {
    return this.#take(2).readUInt16BE();
  }

  /** A NAL unit with its length before it. */
  unit(): Buffer {
    return this.#take(this.word());
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError(`the ${this.#what} ends too early`);
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }
}

function lengthBytes(field: number, what: string): ParameterSets['lengthBytes'] {
  const bytes = (field & 3) + 1;
  if (bytes === 3) throw new RangeError(`the ${what} has NAL lengths of 3 bytes; allowed: 1, 2 or 4`);
  return bytes as ParameterSets['lengthBytes'];
}

/** Reads an AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1). The sets are views. Throws RangeError. */
export function readAvcConfig(avcC: Buffer): ParameterSets {
  const what = 'H.264 configuration';
  if (avcC.length < 7 || avcC[0] !== 1) throw new RangeError(`the ${what} is no avcC`);
  const cursor = new Cursor(avcC, what, 5);
  const units = (count: number): Buffer[] => Array.from({ length: count }, () => cursor.unit());
  const sequence = units(cursor.byte() & 0x1f);
  if (sequence.length === 0) throw new RangeError(`the ${what} has no SPS`);
  const picture = units(Math.min(cursor.byte(), maxSets));
  return { lengthBytes: lengthBytes(avcC[4]!, what), video: [], sequence, picture };
}

/** Profiles whose configuration tells more of the picture's samples (ISO/IEC 14496-15, 5.3.3.1.2). */
const highProfiles = new Set([100, 110, 122, 144]);
/** 4:2:0 in 8 bits and no further sets: what senders of live pictures send. */
const highSamples = Buffer.from([0xfd, 0xf8, 0xf8, 0]);
const lengthsOfFour = 0xff;

function printSets(sets: readonly Buffer[]): Buffer[] {
  return sets.flatMap((set) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(set.length);
    return [length, set];
  });
}

/** Prints an AVCDecoderConfigurationRecord with lengths of four bytes, of sets that the stream itself carried. */
export function printAvcConfig({ sequence, picture }: Pick<ParameterSets, 'sequence' | 'picture'>): Buffer {
  const [first] = sequence;
  if (first === undefined || first.length < 4) throw new RangeError('the stream has no SPS');
  const [, profile, compatibility, level] = first as unknown as [number, number, number, number];
  return Buffer.concat([
    Buffer.from([1, profile, compatibility, level, lengthsOfFour, 0xe0 | Math.min(31, sequence.length)]),
    ...printSets(sequence.slice(0, 31)),
    Buffer.from([Math.min(255, picture.length)]),
    ...printSets(picture.slice(0, 255)),
    ...(highProfiles.has(profile) ? [highSamples] : []),
  ]);
}

/** NAL unit types (ITU-T H.265, 7.4.2.2). */
const hevcSets = { video: 32, sequence: 33, picture: 34 } as const;

/** Reads an HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, 8.3.3.1). The sets are views. Throws RangeError. */
export function readHevcConfig(hvcC: Buffer): ParameterSets {
  const what = 'HEVC configuration';
  if (hvcC.length < 23 || hvcC[0] !== 1) throw new RangeError(`the ${what} is no hvcC`);
  const cursor = new Cursor(hvcC, what, 22);
  const found = new Map<number, Buffer[]>();
  let left = maxSets;
  for (let arrays = cursor.byte(); arrays > 0; arrays--) {
    const type = cursor.byte() & 0x3f;
    for (let count = cursor.word(); count > 0; count--) {
      if (left-- === 0) throw new RangeError(`the ${what} has more than ${String(maxSets)} NAL units`);
      found.set(type, [...(found.get(type) ?? []), cursor.unit()]);
    }
  }
  const sequence = found.get(hevcSets.sequence) ?? [];
  if (sequence.length === 0) throw new RangeError(`the ${what} has no SPS`);
  return {
    lengthBytes: lengthBytes(hvcC[21]!, what),
    video: found.get(hevcSets.video) ?? [],
    sequence,
    picture: found.get(hevcSets.picture) ?? [],
  };
}
