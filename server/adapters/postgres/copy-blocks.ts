import { finished } from 'node:stream/promises';
import type postgres from 'postgres';

/** Signature, flags and the length of an extension that PostgreSQL does not use. */
const headerBytes = 19;
const fieldsBytes = 2;
const lengthBytes = 4;
const numberBytes = 8;

/**
 * Reads a query of one `bytea`, never null, that packs many rows of `columns` whole numbers of eight bytes (`int8send`,
 * `timestamptz_send`), as columns of doubles, a block at a time: PostgreSQL and its client take some microseconds for each row that
 * they send, so that a row of ours must not be one of theirs. By COPY in binary; `query` holds no text from outside, since COPY takes
 * no parameters.
 */
export async function* copyBlocks(
  sql: postgres.Sql,
  query: string,
  columns: number,
): AsyncGenerator<readonly Float64Array[]> {
  let rest: Buffer = Buffer.alloc(0);
  let skip = headerBytes;
  for await (const chunk of copyOut(sql, query)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = skip;
    for (let end = endOfRow(bytes, at); end !== null; end = endOfRow(bytes, at)) {
      yield readBlock(bytes.subarray(at + fieldsBytes + lengthBytes, end), columns);
      at = end;
    }
    rest = bytes.subarray(Math.min(at, bytes.length));
    skip = Math.max(0, at - bytes.length);
  }
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
function endOfRow(bytes: Buffer, at: number): number | null {
  const from = at + fieldsBytes + lengthBytes;
  if (from > bytes.length || bytes.readInt16BE(at) < 0) return null;
  const end = from + bytes.readInt32BE(from - lengthBytes);
  return end > bytes.length ? null : end;
}

function readBlock(packed: Buffer, columns: number): readonly Float64Array[] {
  const halves = new Int32Array(packed.length / 4);
  const bytes = Buffer.from(halves.buffer);
  packed.copy(bytes);
  // They come with the highest byte first; every machine that Node runs on has the lowest first.
  bytes.swap64();
  const rows = packed.length / (columns * numberBytes);
  return Array.from({ length: columns }, (_, column) => {
    const values = new Float64Array(rows);
    for (let row = 0, half = column * 2; row < rows; row++, half += columns * 2)
      values[row] = halves[half + 1]! * 2 ** 32 + (halves[half]! >>> 0);
    return values;
  });
}
