/** Packets of an MPEG transport stream (ISO/IEC 13818-1, 2.4.3): all of one size, each of one PID. */
export const tsPacketBytes = 188;
const headBytes = 4;
const roomBytes = tsPacketBytes - headBytes;
const syncByte = 0x47;
/** Times count 1/90000 s in 33 bits. */
const timeSpan = 2 ** 33;

/** One PES packet to be: a picture, or a few frames of sound. */
export interface PesUnit {
  readonly pid: number;
  readonly streamId: number;
  /** In 1/90000 s, of any size. */
  readonly presentation: number;
  readonly decoding: number;
  /** The program's clock, told with this unit; null where it is not. */
  readonly clock: number | null;
  /** Decoding can begin here. */
  readonly randomAccess: boolean;
  /** Sound has a length; a picture may be longer than the field can say and has 0. */
  readonly bounded: boolean;
  /** The elementary stream, in order. */
  readonly parts: readonly Buffer[];
}

function partsBytes(parts: readonly Buffer[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

function pesHeadBytes({ presentation, decoding }: PesUnit): number {
  return presentation === decoding ? 14 : 19;
}

/** Flags and the clock; 0 where there are none. */
function fieldBytes({ clock, randomAccess }: PesUnit): number {
  return clock !== null ? 7 : randomAccess ? 1 : 0;
}

export function countPackets(unit: PesUnit): number {
  const field = fieldBytes(unit);
  const bytes = pesHeadBytes(unit) + partsBytes(unit.parts) + (field === 0 ? 0 : field + 1);
  return Math.ceil(bytes / roomBytes);
}

function printTime(out: Buffer, at: number, prefix: number, ticks: number): void {
  const time = ((ticks % timeSpan) + timeSpan) % timeSpan;
  out[at] = (prefix << 4) | ((Math.floor(time / 2 ** 30) & 7) << 1) | 1;
  out[at + 1] = Math.floor(time / 2 ** 22) & 0xff;
  out[at + 2] = ((Math.floor(time / 2 ** 15) & 0x7f) << 1) | 1;
  out[at + 3] = Math.floor(time / 2 ** 7) & 0xff;
  out[at + 4] = ((time & 0x7f) << 1) | 1;
}

function printPesHead(unit: PesUnit): Buffer {
  const { presentation, decoding, bounded, parts, streamId } = unit;
  const head = Buffer.alloc(pesHeadBytes(unit));
  head.writeUIntBE(1, 0, 3);
  head[3] = streamId;
  if (bounded) head.writeUInt16BE(head.length - 6 + partsBytes(parts), 4);
  head[6] = 0x80;
  const both = presentation !== decoding;
  head[7] = both ? 0xc0 : 0x80;
  head[8] = head.length - 9;
  printTime(head, 9, both ? 3 : 2, presentation);
  if (both) printTime(head, 14, 1, decoding);
  return head;
}

function printClock(out: Buffer, at: number, ticks: number): void {
  const time = ((ticks % timeSpan) + timeSpan) % timeSpan;
  out.writeUInt32BE(Math.floor(time / 2), at);
  out[at + 4] = ((time & 1) << 7) | 0x7e;
  out[at + 5] = 0;
}

/** Prints packets one after the other into a buffer that is large enough, with the counters of their PIDs. */
export class TsPacketPrinter {
  readonly #out: Buffer;
  readonly #counters: Map<number, number>;
  #at = 0;

  constructor(out: Buffer, counters: Map<number, number>) {
    this.#out = out;
    this.#counters = counters;
  }

  /** A table that fits one packet, with its pointer and its stuffing. */
  section(pid: number, section: Buffer): void {
    const out = this.#head(pid, true, false);
    out[headBytes] = 0;
    section.copy(out, headBytes + 1);
    out.fill(0xff, headBytes + 1 + section.length);
  }

  unit(unit: PesUnit): void {
    const parts = [printPesHead(unit), ...unit.parts];
    let left = partsBytes(parts);
    let first = true;
    let [part, partAt] = [0, 0];
    while (left > 0) {
      const field = first ? fieldBytes(unit) : 0;
      const asked = field === 0 ? 0 : field + 1;
      const filled = Math.min(left, roomBytes - asked);
      const fieldTotal = roomBytes - filled;
      const out = this.#head(unit.pid, first, fieldTotal > 0);
      if (fieldTotal > 0) printField(out, fieldTotal, first ? unit : null);
      let at = headBytes + fieldTotal;
      while (at < tsPacketBytes) {
        const from = parts[part]!;
        const copied = from.copy(out, at, partAt);
        at += copied;
        partAt += copied;
        if (partAt === from.length) [part, partAt] = [part + 1, 0];
      }
      left -= filled;
      first = false;
    }
  }

  #head(pid: number, begins: boolean, hasField: boolean): Buffer {
    const out = this.#out.subarray(this.#at, this.#at + tsPacketBytes);
    this.#at += tsPacketBytes;
    const counter = this.#counters.get(pid) ?? 0;
    this.#counters.set(pid, (counter + 1) & 15);
    out[0] = syncByte;
    out.writeUInt16BE((begins ? 0x4000 : 0) | pid, 1);
    out[3] = (hasField ? 0x30 : 0x10) | counter;
    return out;
  }
}

/** The adaptation field: its length, flags, the clock, and stuffing up to `total` bytes. */
function printField(out: Buffer, total: number, unit: PesUnit | null): void {
  out[headBytes] = total - 1;
  if (total === 1) return;
  const clock = unit?.clock ?? null;
  out[headBytes + 1] = (unit?.randomAccess === true ? 0x40 : 0) | (clock === null ? 0 : 0x10);
  let at = headBytes + 2;
  if (clock !== null) {
    printClock(out, at, clock);
    at += 6;
  }
  out.fill(0xff, at, headBytes + total);
}
