import { ProtocolError } from './protocol-error.ts';

/** AMF0 (Adobe, "Action Message Format", 2007), as far as RTMP commands need it. */
export type Amf0Value = null | undefined | boolean | number | string | readonly Amf0Value[] | Amf0Object;
export interface Amf0Object {
  readonly [name: string]: Amf0Value;
}

/** A command nests an object or two; deeper is hostile. */
const maxDepth = 8;
const maxEntries = 256;
const maxTopLevel = 32;

const marker = {
  number: 0,
  boolean: 1,
  string: 2,
  object: 3,
  null: 5,
  undefined: 6,
  ecmaArray: 8,
  objectEnd: 9,
  strictArray: 10,
  date: 11,
  longString: 12,
} as const;

class Amf0Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  value(depth: number): Amf0Value {
    if (depth > maxDepth) throw new ProtocolError(`AMF0 nests deeper than ${String(maxDepth)}`);
    const type = this.#take(1)[0]!;
    switch (type) {
      case marker.number:
        return this.#take(8).readDoubleBE();
      case marker.boolean:
        return this.#take(1)[0] !== 0;
      case marker.string:
        return this.#text(this.#take(2).readUInt16BE());
      case marker.longString:
        return this.#text(this.#take(4).readUInt32BE());
      case marker.null:
        return null;
      case marker.undefined:
        return undefined;
      case marker.ecmaArray:
        this.#take(4);
        return this.#object(depth);
      case marker.object:
        return this.#object(depth);
      case marker.strictArray:
        return this.#array(depth);
      case marker.date: {
        const time = this.#take(10).readDoubleBE();
        return time;
      }
      default:
        throw new ProtocolError(`AMF0 type ${String(type)} is not understood`);
    }
  }

  #object(depth: number): Amf0Object {
    const fields = Object.create(null) as Record<string, Amf0Value>;
    for (let count = 0; count <= maxEntries; count++) {
      const length = this.#take(2).readUInt16BE();
      if (length === 0) {
        if (this.#take(1)[0] !== marker.objectEnd) throw new ProtocolError('an AMF0 object does not end');
        return fields;
      }
      const name = this.#text(length);
      fields[name] = this.value(depth + 1);
    }
    throw new ProtocolError(`an AMF0 object has more than ${String(maxEntries)} fields`);
  }

  #array(depth: number): readonly Amf0Value[] {
    const count = this.#take(4).readUInt32BE();
    if (count > maxEntries)
      throw new ProtocolError(`an AMF0 array has more than ${String(maxEntries)} items`);
    return Array.from({ length: count }, () => this.value(depth + 1));
  }

  #text(length: number): string {
    return this.#take(length).toString('utf8');
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new ProtocolError('AMF0 ends in the middle of a value');
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }
}

/** Reads every value of a message. Throws {@link ProtocolError} and nothing else. */
export function parseAmf0(bytes: Buffer): readonly Amf0Value[] {
  const reader = new Amf0Reader(bytes);
  const values: Amf0Value[] = [];
  while (!reader.done) {
    if (values.length === maxTopLevel)
      throw new ProtocolError(`more than ${String(maxTopLevel)} AMF0 values in one message`);
    values.push(reader.value(0));
  }
  return values;
}

function printName(name: string): Buffer {
  const text = Buffer.from(name, 'utf8');
  const head = Buffer.alloc(2);
  head.writeUInt16BE(text.length);
  return Buffer.concat([head, text]);
}

function printValue(value: Amf0Value): Buffer {
  if (value === null) return Buffer.from([marker.null]);
  if (value === undefined) return Buffer.from([marker.undefined]);
  if (typeof value === 'boolean') return Buffer.from([marker.boolean, value ? 1 : 0]);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(9);
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }
  if (typeof value === 'string') return Buffer.concat([Buffer.from([marker.string]), printName(value)]);
  if (Array.isArray(value)) {
    const head = Buffer.from([marker.strictArray, 0, 0, 0, 0]);
    head.writeUInt32BE(value.length, 1);
    return Buffer.concat([head, ...(value as readonly Amf0Value[]).map(printValue)]);
  }
  const fields = Object.entries(value as Amf0Object).flatMap(([name, field]) => [
    printName(name),
    printValue(field),
  ]);
  return Buffer.concat([Buffer.from([marker.object]), ...fields, Buffer.from([0, 0, marker.objectEnd])]);
}

export function printAmf0(...values: readonly Amf0Value[]): Buffer {
  return Buffer.concat(values.map(printValue));
}
