import { createHmac, timingSafeEqual } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { crc32 } from 'node:zlib';

/** A STUN Binding request (RFC 8489) as ICE uses it (RFC 8445, 7.1). */
export interface BindingRequest {
  readonly transactionId: Buffer;
  /** `<ours>:<theirs>`: the user fragments of both sides. */
  readonly username: string;
  /** The sender chose this pair of addresses. */
  readonly nominates: boolean;
  /** True when the request was made by whoever knows the password. */
  readonly isFrom: (password: string) => boolean;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

const headerBytes = 20;
const magicCookie = 0x2112a442;
const types = { bindingRequest: 0x0001, bindingSuccess: 0x0101 } as const;
const attributes = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  xorMappedAddress: 0x0020,
  useCandidate: 0x0025,
  fingerprint: 0x8028,
} as const;
const integrityBytes = 20;
const fingerprintXor = 0x5354554e;

/** The HMAC of a message up to, and not with, its integrity attribute, whose end the length in the header then tells. */
function integrityOf(bytes: Buffer, at: number, password: string): Buffer {
  const covered = Buffer.from(bytes.subarray(0, at));
  covered.writeUInt16BE(at - headerBytes + 4 + integrityBytes, 2);
  return createHmac('sha1', password).update(covered).digest();
}

/** Reads a datagram; null for anything but a whole Binding request with a user name and an integrity. */
export function readBindingRequest(bytes: Buffer): BindingRequest | null {
  if (bytes.length < headerBytes || bytes.readUInt16BE(0) !== types.bindingRequest) return null;
  if (bytes.readUInt32BE(4) !== magicCookie || bytes.readUInt16BE(2) !== bytes.length - headerBytes)
    return null;
  let username: string | null = null;
  let nominates = false;
  let at = headerBytes;
  while (at + 4 <= bytes.length) {
    const type = bytes.readUInt16BE(at);
    const length = bytes.readUInt16BE(at + 2);
    const value = bytes.subarray(at + 4, at + 4 + length);
    if (value.length !== length) return null;
    if (type === attributes.username) username = value.toString('utf8');
    else if (type === attributes.useCandidate) nominates = true;
    else if (type === attributes.messageIntegrity) {
      if (username === null || length !== integrityBytes) return null;
      const integrityAt = at;
      return {
        transactionId: bytes.subarray(8, headerBytes),
        username,
        nominates,
        isFrom: (password) => timingSafeEqual(integrityOf(bytes, integrityAt, password), value),
      };
    }
    at += 4 + length + ((4 - (length % 4)) % 4);
  }
  return null;
}

/** Only IPv4 is bound, so only IPv4 is answered. */
function printMappedAddress({ host, port }: Address): Buffer {
  if (!isIPv4(host)) throw new RangeError(`${host} is no IPv4 address`);
  const value = Buffer.alloc(8);
  value[1] = 1;
  value.writeUInt16BE(port ^ (magicCookie >>> 16), 2);
  for (const [index, part] of host.split('.').entries())
    value[4 + index] = Number(part) ^ ((magicCookie >>> (24 - 8 * index)) & 0xff);
  return value;
}

function attribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value]);
}

/** The success answer to a request that came from an address. */
export function printBindingSuccess(transactionId: Buffer, from: Address, password: string): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16BE(types.bindingSuccess, 0);
  header.writeUInt32BE(magicCookie, 4);
  transactionId.copy(header, 8);
  const mapped = attribute(attributes.xorMappedAddress, printMappedAddress(from));
  const open = Buffer.concat([header, mapped]);
  const signed = Buffer.concat([
    open,
    attribute(attributes.messageIntegrity, integrityOf(open, open.length, password)),
  ]);
  signed.writeUInt16BE(signed.length - headerBytes + 8, 2);
  const check = Buffer.alloc(4);
  check.writeUInt32BE((crc32(signed) ^ fingerprintXor) >>> 0);
  return Buffer.concat([signed, attribute(attributes.fingerprint, check)]);
}
