import { finished } from 'node:stream/promises';
import type postgres from 'postgres';

/** Signature, flags and the length of an extension that PostgreSQL does not use. */
const headerBytes = 19;
const fieldsBytes = 2;
const lengthBytes = 4;
const numberBytes = 8;
const rowsOfPart = 16_384;

/** Null is a field of length -1. */
const isNull = (length: number): boolean => length < 0;

/**
 * Reads a query whose columns are all `bigint` or `timestamptz`, the first never null, as columns of doubles, NaN for null, in parts
 * of some thousand rows: by COPY in binary, a row an object would take three times as long. `query` holds no text from outside, since
 * COPY takes no parameters. `packed`: the first field is a `bytea` of so many numbers of eight bytes for each of several rows, which
 * have the other fields alike.
 */
export async function* copyNumbers(
  sql: postgres.Sql,
  query: string,
  columns: number,
  packed = 1,
): AsyncGenerator<readonly Float64Array[]> {
  const open = (): Float64Array[] => Array.from({ length: columns }, () => new Float64Array(rowsOfPart));
  let rest: Buffer = Buffer.alloc(0);
  let [skip, part, row] = [headerBytes, open(), 0];
  for await (const chunk of copyOut(sql, query)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = skip;
    for (
      let end = endOfRow(bytes, at, columns - packed + 1);
      end !== null;
      end = endOfRow(bytes, at, columns - packed + 1)
    ) {
      const first = at + fieldsBytes + lengthBytes;
      const others = first + bytes.readInt32BE(first - lengthBytes);
      for (let group = first; group < others; group += packed * numberBytes) {
        if (row === rowsOfPart) {
          yield part;
          [part, row] = [open(), 0];
        }
        readNumbers(bytes, group, part, row, packed);
        readFields(bytes, others, part, row, packed);
        row += 1;
      }
      at = end;
    }
    rest = bytes.subarray(Math.min(at, bytes.length));
    skip = Math.max(0, at - bytes.length);
  }
  if (row > 0) yield part.map((column) => column.subarray(0, row));
}

/**
 * On a connection of its own: what others ask of a pool that is busy would be refused by one that copies. A reader that stops
 * early waits for the rest, which goes nowhere.
 */
async function* copyOut(sql: postgres.Sql, query: string): AsyncGenerator<Buffer> {
  const connection = await sql.reserve();
  try {
    const stream = await connection.unsafe(`copy (${query}) to stdout (format binary)`).readable();
    try {
      yield* stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    } finally {
      stream.resume();
      await finished(stream);
    }
  } finally {
    connection.release();
  }
}

/** Where a row ends that begins here; null where it is not all there, or is the trailer. */
function endOfRow(bytes: Buffer, at: number, columns: number): number | null {
  let end = at + fieldsBytes;
  if (end > bytes.length || bytes.readInt16BE(at) < 0) return null;
  for (let column = 0; column < columns; column++) {
    if (end + lengthBytes > bytes.length) return null;
    end += lengthBytes + Math.max(0, bytes.readInt32BE(end));
  }
  return end > bytes.length ? null : end;
}

/** A bigint of ours is below 2^53. */
function readNumber(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);
}

function readNumbers(
  bytes: Buffer,
  from: number,
  part: readonly Float64Array[],
  row: number,
  count: number,
): void {
  for (let column = 0; column < count; column++)
    part[column]![row] = readNumber(bytes, from + column * numberBytes);
}

function readFields(
  bytes: Buffer,
  from: number,
  part: readonly Float64Array[],
  row: number,
  firstColumn: number,
): void {
  let at = from;
  for (let column = firstColumn; column < part.length; column++) {
    const length = bytes.readInt32BE(at);
    at += lengthBytes;
    part[column]![row] = isNull(length) ? NaN : readNumber(bytes, at);
    at += Math.max(0, length);
  }
}
