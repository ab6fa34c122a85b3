import type { RtpPacket } from './rtp-packet.ts';

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
const maxUnitBytes = 4 * 1024 * 1024;

/** Puts pictures together from packets in order (RFC 6184: single units, STAP-A, FU-A). */
export class H264Depacketizer {
  readonly #onUnit: (unit: AccessUnit) => void;
  readonly #onBroken: () => void;
  #timestamp: number | null = null;
  #units: Buffer[] = [];
  #fragments: Buffer[] | null = null;
  #fragmentBytes = 0;
  #broken = false;

  /** `onBroken` is told of a picture that cannot be put together. */
  constructor(onUnit: (unit: AccessUnit) => void, onBroken: () => void) {
    this.#onUnit = onUnit;
    this.#onBroken = onBroken;
  }

  /** Packets are missing here: they may have been the end of one picture and the beginning of the next. */
  lost(): void {
    this.#broken = true;
    if (this.#timestamp !== null) this.#finish();
    this.#broken = true;
  }

  packet({ timestamp, marker, payload }: RtpPacket): void {
    if (this.#timestamp !== null && timestamp !== this.#timestamp) this.#finish();
    this.#timestamp = timestamp;
    this.#take(payload);
    if (marker) this.#finish();
  }

  #take(payload: Buffer): void {
    const first = payload[0];
    if (first === undefined) return;
    const type = first & 0x1f;
    if (type > 0 && type < unitTypes.stapA) this.#add(payload);
    else if (type === unitTypes.stapA) this.#takeAggregate(payload);
    else if (type === unitTypes.fuA) this.#takeFragment(payload);
    else this.#broken = true;
  }

  #takeAggregate(payload: Buffer): void {
    let at = 1;
    while (at + 2 <= payload.length) {
      const end = at + 2 + payload.readUInt16BE(at);
      if (end > payload.length) {
        this.#broken = true;
        return;
      }
      if (end > at + 2) this.#add(payload.subarray(at + 2, end));
      at = end;
    }
  }

  #takeFragment(payload: Buffer): void {
    const [indicator, header] = payload as unknown as [number, number | undefined];
    if (header === undefined) return;
    if ((header & 0x80) !== 0) {
      this.#fragments = [Buffer.from([(indicator & 0xe0) | (header & 0x1f)])];
      this.#fragmentBytes = 1;
    } else if (this.#fragments === null) {
      this.#broken = true;
      return;
    }
    this.#fragments.push(payload.subarray(2));
    this.#fragmentBytes += payload.length - 2;
    if (this.#fragmentBytes > maxUnitBytes) {
      this.#fragments = null;
      this.#broken = true;
    } else if ((header & 0x40) !== 0) {
      this.#add(Buffer.concat(this.#fragments, this.#fragmentBytes));
      this.#fragments = null;
    }
  }

  #add(unit: Buffer): void {
    if (this.#units.length < maxUnits) this.#units.push(unit);
    else this.#broken = true;
  }

  #finish(): void {
    const timestamp = this.#timestamp!;
    const units = this.#units;
    const whole = !this.#broken && this.#fragments === null;
    this.#units = [];
    this.#fragments = null;
    this.#timestamp = null;
    this.#broken = false;
    if (!whole) this.#onBroken();
    else if (units.length > 0)
      this.#onUnit({ timestamp, units, key: units.some((unit) => (unit[0]! & 0x1f) === unitTypes.idr) });
  }
}
