import type { Socket } from 'node:net';
import { roomText } from '../../../domain/room/room-key.ts';
import type { MediaPacket, PacketSink } from '../media-packet.ts';
import type { PublishGate, PublishRequest } from '../publisher.ts';
import { openAggregate } from './aggregate.ts';
import type { Amf0Object, Amf0Value } from './amf0.ts';
import { parseAmf0 } from './amf0.ts';
import type { RtmpMessage } from './chunk-reader.ts';
import { ChunkReader } from './chunk-reader.ts';
import { GatheredReads } from './gathered-reads.ts';
import { Handshake } from './handshake.ts';
import { takeMediaBody } from './media-body.ts';
import { messageType, readNumber } from './message-type.ts';
import { ProtocolError } from './protocol-error.ts';
import type { ReadRounds } from './read-rounds.ts';
import { parsePublishAddress } from './publish-address.ts';
import { SessionAnswers } from './session-answers.ts';

export interface SessionLimits {
  readonly handshakeMs: number;
  readonly idleMs: number;
  /** Bytes a client may send before its publishing is accepted. */
  readonly maxBytesBeforePublish: number;
}

export const defaultSessionLimits: SessionLimits = {
  handshakeMs: 5_000,
  idleMs: 15_000,
  maxBytesBeforePublish: 256 * 1024,
};

export interface SessionOptions {
  readonly gate: PublishGate;
  readonly limits: SessionLimits;
  /** In which sockets that rest are read. */
  readonly rounds: ReadRounds;
  /** Told once when the session ended by a fault of the client or of ours. */
  readonly onFault: (error: unknown, remoteAddress: string) => void;
}

/** A client that has ended its stream, or was refused, and does not close is closed after this. */
const closePatienceMs = 5_000;

/** One connection: handshake, connect, publish, media, end. */
export class RtmpSession {
  readonly #socket: Socket;
  readonly #options: SessionOptions;
  readonly #remoteAddress: string;
  readonly #reader = new ChunkReader((message) => {
    this.#message(message);
  });
  readonly #handshake = new Handshake();
  readonly #answers: SessionAnswers;
  #phase: 'greeting' | 'chunks' | 'over' = 'greeting';
  #received = 0;
  #app = '';
  #publishing: 'no' | 'asked' | 'accepted' = 'no';
  #sink: PacketSink | null = null;
  #gathered: GatheredReads | null = null;
  #request: PublishRequest | null = null;

  constructor(socket: Socket, options: SessionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#remoteAddress = socket.remoteAddress ?? 'unknown';
    this.#answers = new SessionAnswers(socket, (error) => {
      this.#fail(error);
    });
    const handshake = setTimeout(() => {
      this.#fail(new ProtocolError('no publishing within the time allowed'));
    }, options.limits.handshakeMs);
    socket.setNoDelay(true);
    socket.setTimeout(options.limits.idleMs, () => {
      this.#fail(new ProtocolError(`nothing received for ${String(options.limits.idleMs)} ms`));
    });
    socket.on('data', (bytes) => {
      try {
        this.#data(bytes);
        if (this.#publishing !== 'no') clearTimeout(handshake);
        this.#gathered?.read(bytes.length);
      } catch (error) {
        this.#fail(error);
      }
    });
    // The close that follows every error ends the session.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(handshake);
      this.#gathered?.close();
      this.#end();
    });
  }

  /** Whether this is the stream that another publisher asks to take over. */
  isOf({ sdkAppId, room, userId, streamType }: PublishRequest): boolean {
    const own = this.#request;
    return (
      this.#sink !== null &&
      own?.sdkAppId === sdkAppId &&
      own.userId === userId &&
      own.streamType === streamType &&
      roomText(own.room) === roomText(room)
    );
  }

  get receivedBytes(): number {
    return this.#received;
  }

  /** Reads from here on whatever has come, without a rest. */
  readOn(): void {
    this.#gathered?.readOn();
  }

  #data(bytes: Buffer): void {
    if (this.#phase === 'over') return;
    this.#received += bytes.length;
    if (this.#publishing !== 'accepted' && this.#received > this.#options.limits.maxBytesBeforePublish) {
      throw new ProtocolError('too many bytes before publishing was accepted');
    }
    this.#answers.acknowledge(this.#received);
    if (this.#phase === 'chunks') this.#reader.push(bytes);
    else this.#greet(bytes);
  }

  #greet(bytes: Buffer): void {
    const { answer, rest } = this.#handshake.push(bytes);
    if (answer !== null) this.#socket.write(answer);
    if (rest === null) return;
    this.#phase = 'chunks';
    if (rest.length > 0) this.#reader.push(rest);
  }

  #message(message: RtmpMessage): void {
    const { type, payload } = message;
    switch (type) {
      case messageType.video:
        this.#media('video', message);
        return;
      case messageType.audio:
        this.#media('audio', message);
        return;
      case messageType.data0:
        this.#media('metadata', message);
        return;
      case messageType.data3:
        this.#media('metadata', { ...message, payload: payload.subarray(1) });
        return;
      case messageType.setChunkSize:
        this.#reader.chunkSize = readNumber(payload) & 0x7fffffff;
        return;
      case messageType.abort:
        this.#reader.abort(readNumber(payload));
        return;
      case messageType.command0:
        this.#command(parseAmf0(payload));
        return;
      case messageType.aggregate:
        for (const inner of openAggregate(message)) this.#aggregated(inner);
        return;
      case messageType.command3:
        this.#command(parseAmf0(payload.subarray(1)));
        return;
      default:
      // Acknowledgements, window sizes and user control events ask nothing of a server that only listens.
    }
  }

  /** Only media is gathered; anything else in an aggregate would be a command by a back door. */
  #aggregated(message: RtmpMessage): void {
    const { type } = message;
    if (type === messageType.video || type === messageType.audio || type === messageType.data0)
      this.#message(message);
  }

  #media(kind: MediaPacket['kind'], { timestampMs, payload }: RtmpMessage): void {
    // Media sent before the acceptance is dropped unread.
    if (this.#sink === null) return;
    const body = takeMediaBody(kind, payload);
    if (typeof body === 'string') this.#refuse('NetStream.Publish.Failed', body);
    else if (body !== null) this.#sink.packet({ kind, timestampMs, payload: body });
  }

  #command([name, transaction, argument, key]: readonly Amf0Value[]): void {
    switch (name) {
      case 'connect':
        this.#connect(transaction, argument);
        return;
      case 'createStream':
        this.#answers.streamCreated(transaction);
        return;
      case 'publish':
        this.#publish(typeof key === 'string' ? key : '');
        return;
      case 'play':
        this.#refuse('NetStream.Play.Failed', 'this address takes media and plays none');
        return;
      case 'deleteStream':
      case 'closeStream':
        // The client closes; GStreamer takes it for a failure when we do first.
        this.#end();
        this.#closeSoon();
        return;
      default:
      // releaseStream, FCPublish, FCUnpublish and what encoders add need no answer.
    }
  }

  #connect(transaction: Amf0Value, argument: Amf0Value): void {
    const isObject = typeof argument === 'object' && argument !== null && !Array.isArray(argument);
    const fields = isObject ? (argument as Amf0Object) : {};
    const app = fields['app'];
    this.#app = typeof app === 'string' ? app : '';
    this.#answers.connected(transaction, fields);
  }

  #publish(key: string): void {
    if (this.#publishing !== 'no') throw new ProtocolError('publish asked twice on one connection');
    this.#publishing = 'asked';
    const request = parsePublishAddress(this.#app, key, this.#remoteAddress);
    if (typeof request === 'string') {
      this.#refuse('NetStream.Publish.BadName', request);
      return;
    }
    this.#request = request;
    this.#options.gate(request).then(
      (decision) => {
        if (!decision.accepted) {
          this.#refuse('NetStream.Publish.BadName', decision.reason);
          return;
        }
        if (this.#phase === 'over') {
          decision.sink.end();
          return;
        }
        this.#publishing = 'accepted';
        this.#sink = decision.sink;
        const { mayWait } = decision;
        const { rounds } = this.#options;
        if (mayWait !== undefined)
          this.#gathered = new GatheredReads({ socket: this.#socket, rounds, mayWait });
        decision.onKick((reason) => {
          this.#refuse('NetStream.Publish.Failed', reason);
        });
        this.#answers.status('status', 'NetStream.Publish.Start', 'publishing');
      },
      (error: unknown) => {
        this.#options.onFault(error, this.#remoteAddress);
        this.#refuse('NetStream.Publish.Failed', 'the server could not decide; try again');
      },
    );
  }

  #refuse(code: string, reason: string): void {
    if (this.#phase === 'over') return;
    this.#answers.status('error', code, reason);
    this.#end();
    this.#socket.end();
    // One that reads no end and sends none would keep its place for ever.
    this.#closeSoon();
  }

  #closeSoon(): void {
    setTimeout(() => this.#socket.destroy(), closePatienceMs).unref();
  }

  #fail(error: unknown): void {
    if (this.#phase === 'over') return;
    this.#options.onFault(error, this.#remoteAddress);
    this.#end();
    this.#socket.destroy();
  }

  #end(): void {
    if (this.#phase === 'over') return;
    this.#phase = 'over';
    const sink = this.#sink;
    this.#sink = null;
    sink?.end();
  }
}
