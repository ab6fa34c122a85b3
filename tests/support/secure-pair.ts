import { generateKeyPairSync } from 'node:crypto';
import { DtlsClient } from 'werift';
import type { Transport } from 'werift';
import { makeIdentity, SecureChannel } from '../../engine/ingest/whip/secure-channel.ts';

/** What becomes of a datagram: hand it over as often, as late and in as many pieces as you like. */
export type Carrier = (datagram: Buffer, handOver: (datagram: Buffer) => void) => void;

export interface SecurePair {
  readonly channel: SecureChannel;
  readonly client: DtlsClient;
  readonly told: { opened: boolean; connected: boolean; readonly ended: string[] };
  /** Begins the handshake. */
  connect(): void;
}

const straight: Carrier = (datagram, handOver) => {
  handOver(datagram);
};

function makeKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

/** A channel and a client of it in one process, which hand each other their datagrams. */
export async function makeSecurePair(
  options: {
    readonly toChannel?: Carrier;
    readonly toClient?: Carrier;
    /** The client shows a certificate that it has seen and signs with a key of its own. */
    readonly isThief?: boolean;
  } = {},
): Promise<SecurePair> {
  const { toChannel = straight, toClient = straight, isThief = false } = options;
  const identity = await makeIdentity();
  const [algorithm, value] = identity.fingerprint.split(' ') as [string, string];
  const told = { opened: false, connected: false, ended: [] as string[] };
  const wire: Transport = {
    type: 'udp',
    address: { address: '', family: 'IPv4', port: 0 },
    closed: false,
    onData: () => undefined,
    send: (bytes) => {
      toChannel(bytes, (datagram) => {
        channel.datagram(datagram);
      });
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
  const channel = new SecureChannel({
    identity,
    fingerprints: [{ algorithm, value }],
    send: (bytes) => {
      setImmediate(() => {
        toClient(bytes, (datagram) => {
          wire.onData(datagram, ['', 0]);
        });
      });
    },
    onOpen: () => {
      told.opened = true;
    },
    onRtp: () => undefined,
    onRtcp: () => undefined,
    onEnd: (reason) => told.ended.push(reason),
  });
  const { certPem: cert, privateKey, signatureHash } = identity.certificate;
  const key = isThief ? makeKey() : privateKey;
  const client = new DtlsClient({
    ...{ cert, key, signatureHash, transport: wire, srtpProfiles: [7, 1], extendedMasterSecret: true },
  });
  client.onConnect.once(() => {
    told.connected = true;
  });
  return {
    ...{ channel, client, told },
    connect() {
      // It gives up by itself where a test lets nothing through any more.
      client.connect().catch(() => undefined);
    },
  };
}
