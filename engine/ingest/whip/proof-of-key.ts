import { verify, X509Certificate } from 'node:crypto';

/** A message of the handshake, as werift keeps it. */
export interface HandshakeMessage {
  readonly msg_type: number;
  /** Its body. */
  readonly fragment: Buffer;
  /** The whole of it with its header, in one part. */
  serialize(): Buffer;
}

const certificateVerify = 15;
/** With RSA and with ECDSA over SHA-256: what werift's request for the certificate allows. */
const algorithms: readonly number[] = [0x0401, 0x0403];

/**
 * Whether the other side has shown that the key of its certificate is its own: by a signature over all messages before that
 * one (RFC 5246, 7.4.8). A certificate can be seen on the way by anybody; without this its fingerprint says nothing.
 *
 * `messages` are both sides', in order.
 */
export function isKeyProven(certificate: Buffer, messages: readonly HandshakeMessage[]): boolean {
  const at = messages.findIndex(({ msg_type }) => msg_type === certificateVerify);
  const body = messages[at]?.fragment;
  if (body === undefined || body.length < 4 || !algorithms.includes(body.readUInt16BE(0))) return false;
  const signature = body.subarray(4, 4 + body.readUInt16BE(2));
  const said = Buffer.concat(messages.slice(0, at).map((message) => message.serialize()));
  try {
    return verify('sha256', said, new X509Certificate(certificate).publicKey, signature);
  } catch {
    return false;
  }
}
