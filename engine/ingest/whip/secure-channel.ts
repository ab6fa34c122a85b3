import { createHash } from 'node:crypto';
import { DtlsServer, RTCDtlsTransport, SrtcpSession, SrtpSession } from 'werift';
import type { Transport } from 'werift';
import type { DtlsRecord } from './dtls-records.ts';
import { packDtlsRecords, readDtlsRecords, recordTypes } from './dtls-records.ts';
import { HandshakeOrder } from './handshake-order.ts';
import { isKeyProven } from './proof-of-key.ts';
import { holdKeys } from './srtp-keys.ts';

/**
 * DTLS and SRTP, by werift (MIT). Nothing else of it is used: its ICE asks a server of Google's for our address unless it
 * is kept from it, opens a socket for each publisher in a way that two at once can take down the process, and gives up
 * consent at the first answer that is lost; its receivers cannot do without `a=ssrc` lines and repeat a NACK every 5 ms.
 */

/** The certificate of this process, made once: its key never leaves the memory. */
export interface Identity {
  /** As it stands in `a=fingerprint`. */
  readonly fingerprint: string;
  readonly certificate: Awaited<ReturnType<typeof RTCDtlsTransport.SetupCertificate>>;
}

export async function makeIdentity(): Promise<Identity> {
  const certificate = await RTCDtlsTransport.SetupCertificate();
  const [own] = certificate.getFingerprints();
  if (own === undefined) throw new Error('the certificate has no fingerprint');
  return { certificate, fingerprint: `${own.algorithm} ${own.value.toUpperCase()}` };
}

export interface Fingerprint {
  /** As SDP names it: `sha-256`. */
  readonly algorithm: string;
  /** Upper-case pairs of hexadecimal digits with colons between. */
  readonly value: string;
}

/** Hashes that a fingerprint may be made with (RFC 8122, 5); older ones can be forged. */
const hashes: Readonly<Record<string, string>> = {
  'sha-256': 'sha256',
  'sha-384': 'sha384',
  'sha-512': 'sha512',
};

export function isKnownFingerprint({ algorithm }: Fingerprint): boolean {
  return Object.hasOwn(hashes, algorithm);
}

export interface SecureChannelOptions {
  readonly identity: Identity;
  /** What the other side's certificate must be. */
  readonly fingerprints: readonly Fingerprint[];
  readonly send: (bytes: Buffer) => void;
  readonly onOpen: () => void;
  /** A decrypted RTP packet, its header first. */
  readonly onRtp: (packet: Buffer) => void;
  /** A decrypted compound RTCP packet. */
  readonly onRtcp: (packet: Buffer) => void;
  /** Once: the other side has ended the channel, or it could not be opened. */
  readonly onEnd: (reason: string) => void;
}

/** AES-128-GCM first (RFC 7714): Node hands it to the processor. */
const srtpProfiles = [7, 1] as const;
const keyBytes = 16;
const saltBytes: Readonly<Record<(typeof srtpProfiles)[number], number>> = { 7: 12, 1: 14 };

type Cipher = DtlsServer['cipher'];

/** A handshake takes about twenty with its repetitions. */
const maxHandshakeRecords = 500;
/** Small enough for every network (RFC 8831, 5, allows 1,200 for IPv6). */
const maxDatagramBytes = 1200;

/** The server's end of one DTLS association and the SRTP keys that come of it. */
export class SecureChannel {
  readonly #options: SecureChannelOptions;
  readonly #dtls: DtlsServer;
  readonly #transport: Transport;
  #srtp: SrtpSession | null = null;
  #srtcp: SrtcpSession | null = null;
  /** That of the handshake which opened the channel: a later one would change werift's. */
  #cipher: Cipher | null = null;
  #handshakes = 0;
  readonly #order: HandshakeOrder;
  /** Records of ours that are to be sent once all that belong to them are there. */
  #flight: Buffer[] = [];
  #ended = false;

  constructor(options: SecureChannelOptions) {
    this.#options = options;
    this.#transport = {
      type: 'udp',
      address: { address: '', family: 'IPv4', port: 0 },
      closed: false,
      onData: () => undefined,
      send: (bytes) => {
        this.#sendSoon(bytes);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    };
    this.#order = new HandshakeOrder((record) => {
      try {
        this.#transport.onData(record, ['', 0]);
      } catch {
        // werift reads fields without asking whether they are there.
      }
    });
    const { certPem, privateKey, signatureHash } = options.identity.certificate;
    this.#dtls = new DtlsServer({
      cert: certPem,
      key: privateKey,
      signatureHash,
      transport: this.#transport,
      srtpProfiles: [...srtpProfiles],
      extendedMasterSecret: true,
      certificateRequest: true,
    });
    this.#dtls.onConnect.once(() => {
      this.#open();
    });
    this.#dtls.onError.subscribe((error) => {
      // A handshake message that came twice fails after the channel is open, and means nothing then.
      if (this.#srtp === null) this.#end(`the DTLS handshake failed: ${String(error)}`);
    });
  }

  /** Takes a datagram that is no STUN. What does not decrypt is dropped. */
  datagram(bytes: Buffer): void {
    if (this.#ended) return;
    const first = bytes[0]!;
    if (first >= 20 && first <= 63) this.#records(bytes);
    else if (first >= 128 && first <= 191) this.#media(bytes);
  }

  sendRtcp(packet: Buffer): void {
    if (this.#ended || this.#srtcp === null) return;
    this.#options.send(this.#srtcp.encrypt(packet));
  }

  close(): void {
    this.#ended = true;
  }

  /**
   * What is no record of ours is dropped, as DTLS wants it (RFC 6347, 4.1.2.7): anybody can send it in the publisher's
   * name. An alert counts only where it was sealed with the keys of this channel.
   */
  #records(datagram: Buffer): void {
    for (const record of readDtlsRecords(datagram)) {
      if (record.type === recordTypes.alert) this.#alert(record);
      // A change of cipher has no place in the order, and werift does nothing with it.
      else if (record.type === recordTypes.handshake) this.#handshake(record);
    }
  }

  #handshake(record: DtlsRecord): void {
    this.#handshakes += 1;
    if (this.#handshakes <= maxHandshakeRecords) this.#order.record(record);
  }

  /** werift sends each message of a flight by itself; in one datagram they can neither overtake each other nor be lost apart. */
  #sendSoon(record: Buffer): void {
    this.#flight.push(record);
    if (this.#flight.length > 1) return;
    queueMicrotask(() => {
      const datagrams = packDtlsRecords(this.#flight, maxDatagramBytes);
      this.#flight = [];
      for (const datagram of datagrams) this.#options.send(datagram);
    });
  }

  #alert({ type, version, epoch, sequence, fragment }: DtlsRecord): void {
    if (this.#cipher === null || epoch === 0) return;
    const header = { contentType: type, protocolVersion: version, epoch, sequenceNumber: sequence };
    const sealed = { recordLayerHeader: { ...header, contentLen: fragment.length }, fragment };
    try {
      this.#cipher.decryptPacket(sealed as unknown as Parameters<Cipher['decryptPacket']>[0]);
    } catch {
      return;
    }
    this.#end('the publisher closed the channel');
  }

  #media(bytes: Buffer): void {
    if (this.#srtp === null || this.#srtcp === null || bytes.length < 12) return;
    // RFC 5761, 4: payload types 64 to 95 are RTCP's.
    const type = bytes[1]!;
    const isRtcp = type >= 192 && type <= 223;
    let packet: Buffer;
    try {
      packet = isRtcp ? this.#srtcp.decrypt(bytes) : this.#srtp.decrypt(bytes);
    } catch {
      return;
    }
    if (isRtcp) this.#options.onRtcp(packet);
    else this.#options.onRtp(packet);
  }

  #open(): void {
    if (this.#ended) return;
    const certificate = this.#dtls.remoteCertificate;
    if (certificate === undefined || !this.#isExpected(certificate)) {
      this.#end('the certificate is not the one of the offer');
      return;
    }
    // werift only notes that there was a proof.
    if (!isKeyProven(certificate, this.#dtls.dtls.sortedHandshakeCache)) {
      this.#end('the key of the certificate was not proven');
      return;
    }
    const profile = this.#dtls.srtp.srtpProfile;
    if (profile === undefined) {
      this.#end('no SRTP profile was agreed on');
      return;
    }
    const { localKey, localSalt, remoteKey, remoteSalt } = this.#dtls.extractSessionKeys(
      keyBytes,
      saltBytes[profile],
    ) as Readonly<Record<'localKey' | 'localSalt' | 'remoteKey' | 'remoteSalt', Buffer>>;
    const config = {
      keys: {
        localMasterKey: localKey,
        localMasterSalt: localSalt,
        remoteMasterKey: remoteKey,
        remoteMasterSalt: remoteSalt,
      },
      profile,
    };
    this.#srtp = new SrtpSession(config);
    this.#srtcp = new SrtcpSession(config);
    for (const { localContext, remoteContext } of [this.#srtp, this.#srtcp])
      for (const context of [localContext, remoteContext]) holdKeys(context);
    this.#cipher = this.#dtls.cipher;
    this.#options.onOpen();
  }

  #isExpected(certificate: Buffer): boolean {
    return this.#options.fingerprints.some(({ algorithm, value }) => {
      const hash = hashes[algorithm];
      return (
        hash !== undefined &&
        createHash(hash).update(certificate).digest('hex') === value.replaceAll(':', '').toLowerCase()
      );
    });
  }

  #end(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.onEnd(reason);
  }
}
