import { randomBytes } from 'node:crypto';
import type { Address, BindingRequest } from './stun.ts';
import { printBindingSuccess } from './stun.ts';
import type { UdpGuest, UdpPort } from './udp-ports.ts';

export interface IceCredentials {
  readonly ufrag: string;
  readonly password: string;
}

export interface IceLiteOptions {
  readonly port: UdpPort;
  readonly onDatagram: (bytes: Buffer) => void;
  readonly clock: () => number;
}

/** Letters, digits, + and / (RFC 8839, 5.4): 8 characters and 32. */
function makeCredentials(): IceCredentials {
  return { ufrag: randomBytes(6).toString('base64'), password: randomBytes(24).toString('base64') };
}

/**
 * The lite side of ICE (RFC 8445, 2.5): it answers the other side's checks and sends to the address that the other side
 * chose. It needs none of the other side's candidates, and its checks are its consent (RFC 7675).
 */
export class IceLite implements UdpGuest {
  readonly #options: IceLiteOptions;
  #credentials: IceCredentials;
  #leave: () => void;
  #selected: Address | null = null;
  #checkedMs: number;

  constructor(options: IceLiteOptions) {
    this.#options = options;
    this.#credentials = makeCredentials();
    this.#leave = options.port.admit(this.#credentials.ufrag, this);
    this.#checkedMs = options.clock();
  }

  get credentials(): IceCredentials {
    return this.#credentials;
  }

  /** When the other side last showed that it is there and wants this: epoch milliseconds. */
  get consentedMs(): number {
    return this.#checkedMs;
  }

  get isConnected(): boolean {
    return this.#selected !== null;
  }

  /** New credentials; media goes on over the former pair until a check with the new ones chooses another. */
  restart(): IceCredentials {
    const former = this.#leave;
    this.#credentials = makeCredentials();
    this.#leave = this.#options.port.admit(this.#credentials.ufrag, this);
    former();
    return this.#credentials;
  }

  check(request: BindingRequest, from: Address): boolean {
    const { password } = this.#credentials;
    if (!request.isFrom(password)) return false;
    this.#checkedMs = this.#options.clock();
    // Before anything is chosen, whoever asks first is answered first.
    if (request.nominates || this.#selected === null) this.#selected = from;
    this.#options.port.send(printBindingSuccess(request.transactionId, from, password), from);
    return true;
  }

  datagram(bytes: Buffer): void {
    this.#options.onDatagram(bytes);
  }

  send(bytes: Buffer): void {
    if (this.#selected !== null) this.#options.port.send(bytes, this.#selected);
  }

  close(): void {
    this.#leave();
    this.#selected = null;
  }
}
