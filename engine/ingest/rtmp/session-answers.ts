import type { Socket } from 'node:net';
import type { Amf0Object, Amf0Value } from './amf0.ts';
import { printAmf0 } from './amf0.ts';
import { outgoingChunkSize, printMessage } from './chunk-writer.ts';
import { answerEnhanced } from './enhanced-connect.ts';
import { messageType, uint32 } from './message-type.ts';
import { ProtocolError } from './protocol-error.ts';

const windowBytes = 2_500_000;
const publishStreamId = 1;
/** Answers that a client leaves unread; a dozen commands have answers of a tenth of it. */
const maxUnreadBytes = 64 * 1024;

/** What one connection is answered. Nothing is said on a socket that was ended. */
export class SessionAnswers {
  readonly #socket: Socket;
  readonly #onFault: (error: ProtocolError) => void;
  #acknowledged = 0;

  constructor(socket: Socket, onFault: (error: ProtocolError) => void) {
    this.#socket = socket;
    this.#onFault = onFault;
  }

  /** `fields` are what the client says of itself. */
  connected(transaction: Amf0Value, fields: Amf0Object): void {
    this.#control(messageType.windowSize, uint32(windowBytes));
    this.#control(messageType.peerBandwidth, Buffer.concat([uint32(windowBytes), Buffer.from([2])]));
    this.#control(messageType.setChunkSize, uint32(outgoingChunkSize));
    this.#result(
      transaction,
      { fmsVer: 'FMS/3,0,1,123', capabilities: 31, ...answerEnhanced(fields) },
      { level: 'status', code: 'NetConnection.Connect.Success', description: 'connected', objectEncoding: 0 },
    );
  }

  streamCreated(transaction: Amf0Value): void {
    this.#result(transaction, null, publishStreamId);
  }

  status(level: 'status' | 'error', code: string, description: string): void {
    this.#send(
      5,
      messageType.command0,
      publishStreamId,
      printAmf0('onStatus', 0, null, { level, code, description }),
    );
  }

  /** Tells how much has come, once in a window. */
  acknowledge(receivedBytes: number): void {
    if (receivedBytes - this.#acknowledged < windowBytes) return;
    this.#acknowledged = receivedBytes;
    this.#control(messageType.acknowledgement, uint32(receivedBytes >>> 0));
  }

  #result(transaction: Amf0Value, properties: Amf0Value, information: Amf0Value): void {
    this.#send(3, messageType.command0, 0, printAmf0('_result', transaction, properties, information));
  }

  #control(type: number, payload: Buffer): void {
    this.#send(2, type, 0, payload);
  }

  #send(chunkStreamId: number, type: number, streamId: number, payload: Buffer): void {
    // The first chunk size a client knows is 128; ours is announced in `connect`, before anything longer is sent.
    const chunkSize = payload.length <= 128 ? 128 : outgoingChunkSize;
    if (!this.#socket.writable) return;
    this.#socket.write(printMessage({ chunkStreamId, type, streamId, payload }, chunkSize));
    if (this.#socket.writableLength > maxUnreadBytes)
      this.#onFault(new ProtocolError('the client asks on and reads no answers'));
  }
}
