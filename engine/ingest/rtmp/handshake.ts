import { randomBytes } from 'node:crypto';
import { ProtocolError } from './protocol-error.ts';

const rtmpVersion = 3;
/** Each of the two parts that each side sends after its version (Adobe RTMP 1.0, 5.2). */
const partBytes = 1536;

export interface HandshakeStep {
  /** What the client is to be sent now. */
  readonly answer: Buffer | null;
  /** What came behind the handshake; null while it is not over. */
  readonly rest: Buffer | null;
}

/** The server's side of the plain handshake. What a client echoes is not compared: encoders in use get it wrong. */
export class Handshake {
  #pending: Buffer = Buffer.alloc(0);
  #isAnswered = false;

  /** Throws {@link ProtocolError} for another version. */
  push(bytes: Buffer): HandshakeStep {
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    const answer = this.#isAnswered ? null : this.#answer();
    if (!this.#isAnswered || this.#pending.length < partBytes) return { answer, rest: null };
    return { answer, rest: this.#pending.subarray(partBytes) };
  }

  #answer(): Buffer | null {
    const [version] = this.#pending;
    if (version !== rtmpVersion) throw new ProtocolError(`RTMP version ${String(version)}; allowed: 3`);
    if (this.#pending.length < 1 + partBytes) return null;
    const challenge = randomBytes(partBytes);
    challenge.fill(0, 0, 8);
    const echo = this.#pending.subarray(1, 1 + partBytes);
    this.#pending = this.#pending.subarray(1 + partBytes);
    this.#isAnswered = true;
    return Buffer.concat([Buffer.from([rtmpVersion]), challenge, echo]);
  }
}
