import type { Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import type { Address } from './stun.ts';
import { readBindingRequest } from './stun.ts';
import type { BindingRequest } from './stun.ts';

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Whoever talks over one of the ports, known by the user fragment of its checks. */
export interface UdpGuest {
  /** Judges a check; false for one that was not made with the guest's password, which then is not answered. */
  check(request: BindingRequest, from: Address): boolean;
  /** Anything but a check, from an address that a check came from. */
  datagram(bytes: Buffer): void;
}

export interface UdpPort {
  readonly port: number;
  /** Begins to hand over what is meant for `ufrag`; call the answer to leave. */
  admit(ufrag: string, guest: UdpGuest): () => void;
  send(bytes: Buffer, to: Address): void;
}

export interface UdpPorts {
  /** The port with the fewest guests. */
  pick(): UdpPort;
  readonly first: number;
  close(): Promise<void>;
}

/** As much as the system allows: what a busy moment does not read is lost. */
const receiveBufferBytes = 4 * 1024 * 1024;
/** A client tries a handful of addresses, and moves now and then. */
const maxAddressesPerGuest = 32;

class SharedPort implements UdpPort {
  readonly #socket: Socket;
  readonly #byFragment = new Map<string, UdpGuest>();
  readonly #byAddress = new Map<string, UdpGuest>();
  readonly #addresses = new Map<UdpGuest, Set<string>>();

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (bytes, from) => {
      this.#take(bytes, { host: from.address, port: from.port });
    });
  }

  get port(): number {
    return this.#socket.address().port;
  }

  get guests(): number {
    return this.#addresses.size;
  }

  admit(ufrag: string, guest: UdpGuest): () => void {
    this.#byFragment.set(ufrag, guest);
    if (!this.#addresses.has(guest)) this.#addresses.set(guest, new Set());
    return () => {
      this.#byFragment.delete(ufrag);
      if ([...this.#byFragment.values()].includes(guest)) return;
      for (const address of this.#addresses.get(guest) ?? []) this.#byAddress.delete(address);
      this.#addresses.delete(guest);
    };
  }

  send(bytes: Buffer, to: Address): void {
    // Whoever sends from port 0, which cannot be sent to, made the datagram by hand.
    if (to.port === 0) return;
    // A datagram that cannot be sent is a datagram lost; the callback keeps its error from the socket.
    this.#socket.send(bytes, to.port, to.host, () => undefined);
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.close(resolve);
    });
  }

  /** What a datagram is, its first byte tells (RFC 7983, 7). */
  #take(bytes: Buffer, from: Address): void {
    const first = bytes[0];
    if (first === undefined) return;
    const address = `${from.host}:${String(from.port)}`;
    if (first > 3) {
      this.#byAddress.get(address)?.datagram(bytes);
      return;
    }
    const request = readBindingRequest(bytes);
    if (request === null) return;
    const guest = this.#byFragment.get(request.username.split(':')[0] ?? '');
    if (guest?.check(request, from) !== true) return;
    this.#remember(address, guest);
  }

  #remember(address: string, guest: UdpGuest): void {
    const former = this.#byAddress.get(address);
    if (former === guest) return;
    if (former !== undefined) this.#addresses.get(former)?.delete(address);
    const own = this.#addresses.get(guest);
    if (own === undefined || own.size >= maxAddressesPerGuest) return;
    own.add(address);
    this.#byAddress.set(address, guest);
  }
}

async function openPort(host: string, port: number, onError: (error: Error) => void): Promise<SharedPort> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: receiveBufferBytes });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, host, () => {
      socket.off('error', reject);
      resolve();
    });
  });
  socket.on('error', onError);
  return new SharedPort(socket);
}

/**
 * Opens every port of a range once, for all publishers: nothing is opened or forgotten while they come and go, and a
 * firewall needs to know no more than the range. Rejects when one is taken.
 */
export async function openUdpPorts(
  host: string,
  { first, last }: PortRange,
  onError: (error: Error) => void,
): Promise<UdpPorts> {
  const ports: SharedPort[] = [];
  try {
    for (let port = first; port <= last; port++) ports.push(await openPort(host, port, onError));
  } catch (error) {
    await Promise.all(ports.map((port) => port.close()));
    throw error;
  }
  return {
    pick: () => ports.reduce((best, port) => (port.guests < best.guests ? port : best)),
    first: ports[0]!.port,
    async close() {
      await Promise.all(ports.map((port) => port.close()));
    },
  };
}
