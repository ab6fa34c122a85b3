import { Depacketizer } from './depacketizer.ts';

/** One coded picture: its NAL units without start codes or lengths (views, or joined from fragments). */
export interface AccessUnit {
  /** RTP time. */
  readonly timestamp: number;
  readonly units: readonly Buffer[];
  /** Decoding can begin here. */
  readonly key: boolean;
}

const unitTypes = { idr: 5, stapA: 24, fuA: 28 } as const;
/** A picture of more pieces is none. */
const maxUnits = 4096;
const maxPictureBytes = 4 * 1024 * 1024;
/** A fragment is a packet, and each is kept until the unit is whole. */
const maxFragments = 16_384;

/** Puts pictures together from packets in order (RFC 6184: single units, STAP-A, FU-A). */
export class H264Depacketizer extends Depacketizer {
  readonly #onUnit: (unit: AccessUnit) => void;
  #units: Buffer[] = [];
  #unitBytes = 0;
  #fragments: Buffer[] | null = null;
  #fragmentBytes = 0;

  constructor(onUnit: (unit: AccessUnit) => void, onBroken: () => void) {
    super(onBroken);
    this.#onUnit = onUnit;
  }

  protected take(payload: Buffer): boolean {
    const first = payload[0];
    if (first === undefined) return true;
    const type = first & 0x1f;
    if (type > 0 && type < unitTypes.stapA) return this.#add(payload);
    if (type === unitTypes.stapA) return this.#takeAggregate(payload);
    if (type === unitTypes.fuA) return this.#takeFragment(payload);
    return false;
  }

  protected finish(timestamp: number, nothingMissing: boolean): boolean {
    const units = this.#units;
    const whole = nothingMissing && this.#fragments === null;
    this.#units = [];
    this.#unitBytes = 0;
    this.#fragments = null;
    if (whole && units.length > 0)
      this.#onUnit({ timestamp, units, key: units.some((unit) => (unit[0]! & 0x1f) === unitTypes.idr) });
    return whole;
  }

  #takeAggregate(payload: Buffer): boolean {
    let at = 1;
    while (at + 2 <= payload.length) {
      const end = at + 2 + payload.readUInt16BE(at);
      if (end > payload.length) return false;
      if (end > at + 2 && !this.#add(payload.subarray(at + 2, end))) return false;
      at = end;
    }
    return true;
  }

  #takeFragment(payload: Buffer): boolean {
    const [indicator, header] = payload as unknown as [number, number | undefined];
    if (header === undefined) return true;
    if ((header & 0x80) !== 0) {
      this.#fragments = [Buffer.from([(indicator & 0xe0) | (header & 0x1f)])];
      this.#fragmentBytes = 1;
    } else if (this.#fragments === null) return false;
    this.#fragments.push(payload.subarray(2));
    this.#fragmentBytes += payload.length - 2;
    if (this.#fragmentBytes > maxPictureBytes || this.#fragments.length > maxFragments) {
      this.#fragments = null;
      return false;
    }
    if ((header & 0x40) === 0) return true;
    const unit = Buffer.concat(this.#fragments, this.#fragmentBytes);
    this.#fragments = null;
    return this.#add(unit);
  }

  #add(unit: Buffer): boolean {
    this.#unitBytes += unit.length;
    if (this.#units.length < maxUnits && this.#unitBytes <= maxPictureBytes) {
      this.#units.push(unit);
      return true;
    }
    this.#units = [];
    return false;
  }
}
