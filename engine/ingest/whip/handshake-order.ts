import type { DtlsRecord } from './dtls-records.ts';
import { printDtlsRecord, recordTypes } from './dtls-records.ts';

/** A stretch of a handshake message (RFC 6347, 4.2.2). */
interface Part {
  readonly type: number;
  /** Of the whole message. */
  readonly length: number;
  /** `message_seq`: 0 is the first message of a side. */
  readonly sequence: number;
  readonly offset: number;
  readonly data: Buffer;
}

interface Message {
  readonly type: number;
  readonly body: Buffer;
  /** What of the body has come: from where to where, in order and apart from each other. */
  ranges: readonly (readonly [number, number])[];
}

const types = { clientHello: 1, certificateVerify: 15 } as const;
const partHeaderBytes = 12;
/** A certificate is a few hundred bytes, and a client hello with keys for quantum computers two thousand. */
const maxMessageBytes = 16 * 1024;
/** A client sends three open messages in a row, and six messages in all. */
const maxAhead = 4;
const maxSequence = 15;
const maxRanges = 64;
const maxSealed = 4;

/**
 * Puts the handshake of a client in order: each message once, whole and in its turn, and what is sealed after them. It is
 * needed because werift works on messages as they come: a hello that was repeated and overtaken makes it draw other keys
 * than the client has seen, a key exchange before the certificate makes it derive others, parts count as whole when the
 * last one comes last, and a late hello throws away a channel that is open.
 *
 * A hello counts again until the next message has come: then the client has not had the answer. Whatever else is lost, the
 * client repeats by itself.
 */
export class HandshakeOrder {
  readonly #take: (record: Buffer) => void;
  readonly #messages = new Map<number, Message>();
  #next = 0;
  #isSealedDue = false;
  #sealed: Buffer[] = [];

  /** `take` gets records of one whole message each, or sealed ones as they came. */
  constructor(take: (record: Buffer) => void) {
    this.#take = take;
  }

  record({ epoch, fragment, bytes }: DtlsRecord): void {
    if (epoch === 0) for (const part of readParts(fragment)) this.#part(part);
    else if (this.#isSealedDue) this.#take(bytes);
    else if (this.#sealed.length < maxSealed) this.#sealed.push(Buffer.from(bytes));
  }

  #part(part: Part): void {
    const first = part.type === types.clientHello ? this.#next - 1 : this.#next;
    if (part.sequence < first || part.sequence > Math.min(this.#next + maxAhead, maxSequence)) return;
    this.#keep(part);
    if (part.sequence < this.#next) this.#deliver(part.sequence);
    while (this.#deliver(this.#next)) {
      this.#messages.delete(this.#next - 1);
      this.#next += 1;
    }
  }

  #keep({ type, length, sequence, offset, data }: Part): void {
    const message = this.#messages.get(sequence) ?? { type, body: Buffer.alloc(length), ranges: [] };
    if (message.type !== type || message.body.length !== length) return;
    this.#messages.set(sequence, message);
    data.copy(message.body, offset);
    message.ranges = join(message.ranges, [offset, offset + data.length]);
    if (message.ranges.length > maxRanges) this.#messages.delete(sequence);
  }

  #deliver(sequence: number): boolean {
    const message = this.#messages.get(sequence);
    if (message === undefined || !isWhole(message)) return false;
    this.#messages.delete(sequence);
    this.#take(printMessage(sequence, message));
    // The last open message of a client whose certificate was asked for (RFC 5246, 7.3).
    if (message.type === types.certificateVerify) this.#open();
    return true;
  }

  #open(): void {
    this.#isSealedDue = true;
    const sealed = this.#sealed;
    this.#sealed = [];
    for (const bytes of sealed) this.#take(bytes);
  }
}

/** The parts of a record, as far as they are whole and make sense. */
function readParts(fragment: Buffer): Part[] {
  const parts: Part[] = [];
  let at = 0;
  while (at + partHeaderBytes <= fragment.length) {
    const length = fragment.readUIntBE(at + 1, 3);
    const offset = fragment.readUIntBE(at + 6, 3);
    const start = at + partHeaderBytes;
    const end = start + fragment.readUIntBE(at + 9, 3);
    if (end > fragment.length || offset + end - start > length || length > maxMessageBytes) break;
    const data = fragment.subarray(start, end);
    parts.push({ type: fragment[at]!, length, sequence: fragment.readUInt16BE(at + 4), offset, data });
    at = end;
  }
  return parts;
}

function join(ranges: Message['ranges'], [from, until]: readonly [number, number]): Message['ranges'] {
  const before = ranges.filter(([, end]) => end < from);
  const after = ranges.filter(([start]) => start > until);
  const touching = ranges.filter(([start, end]) => end >= from && start <= until);
  const start = Math.min(from, ...touching.map(([first]) => first));
  const end = Math.max(until, ...touching.map(([, last]) => last));
  return [...before, [start, end], ...after];
}

function isWhole({ body, ranges }: Message): boolean {
  return ranges.length === 1 && ranges[0]![0] === 0 && ranges[0]![1] === body.length;
}

function printMessage(sequence: number, { type, body }: Message): Buffer {
  const header = Buffer.alloc(partHeaderBytes);
  header[0] = type;
  header.writeUIntBE(body.length, 1, 3);
  header.writeUInt16BE(sequence, 4);
  header.writeUIntBE(body.length, 9, 3);
  return printDtlsRecord(recordTypes.handshake, Buffer.concat([header, body]));
}
