/** One record of a DTLS 1.2 datagram (RFC 6347, 4.1). */
export interface DtlsRecord {
  readonly type: number;
  readonly version: { readonly major: number; readonly minor: number };
  /** 0 until keys are in use. */
  readonly epoch: number;
  /** 48 bits. */
  readonly sequence: number;
  readonly fragment: Buffer;
  /** The record with its header. */
  readonly bytes: Buffer;
}

export const recordTypes = { changeCipher: 20, alert: 21, handshake: 22 } as const;

const headerBytes = 13;

/** The records of a datagram, as far as they are whole; what follows a broken one is left out. */
export function readDtlsRecords(datagram: Buffer): DtlsRecord[] {
  const records: DtlsRecord[] = [];
  let at = 0;
  while (at + headerBytes <= datagram.length) {
    const end = at + headerBytes + datagram.readUInt16BE(at + 11);
    if (end > datagram.length) break;
    records.push({
      type: datagram[at]!,
      version: { major: datagram[at + 1]!, minor: datagram[at + 2]! },
      epoch: datagram.readUInt16BE(at + 3),
      sequence: datagram.readUIntBE(at + 5, 6),
      fragment: datagram.subarray(at + headerBytes, end),
      bytes: datagram.subarray(at, end),
    });
    at = end;
  }
  return records;
}

/** A record of epoch 0; its number is 0, since only a receiver looks for numbers that come twice. */
export function printDtlsRecord(type: number, fragment: Buffer): Buffer {
  const header = Buffer.alloc(headerBytes);
  header[0] = type;
  header.writeUInt16BE(0xfefd, 1);
  header.writeUInt16BE(fragment.length, 11);
  return Buffer.concat([header, fragment]);
}

/** Records put together to datagrams of at most so many bytes; a record that is larger by itself is one of its own. */
export function packDtlsRecords(records: readonly Buffer[], maxBytes: number): Buffer[] {
  const datagrams: Buffer[][] = [];
  let bytes = 0;
  for (const record of records) {
    bytes += record.length;
    if (datagrams.length === 0 || bytes > maxBytes) {
      datagrams.push([]);
      bytes = record.length;
    }
    datagrams.at(-1)!.push(record);
  }
  return datagrams.map((group) => Buffer.concat(group));
}
