import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import net from 'node:net';
import tls from 'node:tls';
import type { Amf0Value } from '../ingest/rtmp/amf0.ts';
import { parseAmf0, printAmf0 } from '../ingest/rtmp/amf0.ts';
import type { RtmpMessage } from '../ingest/rtmp/chunk-reader.ts';
import { ChunkReader } from '../ingest/rtmp/chunk-reader.ts';
import { outgoingChunkSize, printMessage } from '../ingest/rtmp/chunk-writer.ts';
import { lookupFor, NotPublicAddress } from '../network/public-address.ts';
import type { PushAddress } from './push-address.ts';

/** RTMP message types (Adobe RTMP 1.0, 5.4, 6.2 and 7.1). */
const messageType = {
  setChunkSize: 1,
  acknowledgement: 3,
  userControl: 4,
  windowSize: 5,
  audio: 8,
  video: 9,
  command0: 20,
} as const;
const pingRequest = 6;
const pingResponse = 7;
/** Version and two parts (5.2). */
const helloBytes = 1537;
const partBytes = 1536;
const chunkStreams = { control: 2, command: 3, audio: 4, publish: 5, video: 6 } as const;

export interface RtmpClientOptions {
  readonly trustedHosts: readonly string[];
  /** From connecting to being allowed to publish. */
  readonly patienceMs: number;
}

/** One connection to a server that takes our stream. */
export interface Publication {
  /** One message of media, printed, for {@link send}. */
  print(kind: 'audio' | 'video', timestampMs: number, payload: Buffer): Buffer;
  /** `sent` comes when the bytes have left, or never where the connection broke. */
  send(bytes: Buffer, sent: () => void): void;
  /** Says good-bye and closes. */
  end(): void;
  destroy(): void;
  /** Resolves with the reason when the connection is over. Never rejects. */
  readonly closed: Promise<string>;
}

/** Publishes to an address. Rejects with a sentence of why it is not allowed to, or why nobody is there. */
export function publishTo(address: PushAddress, options: RtmpClientOptions): Promise<Publication> {
  return new Promise((resolve, reject) => {
    let connection: RtmpClient;
    try {
      connection = new RtmpClient(address, options);
    } catch (error) {
      reject(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    connection.accepted.then(resolve, reject);
  });
}

class RtmpClient implements Publication {
  readonly closed: Promise<string>;
  readonly accepted: Promise<Publication>;
  readonly #address: PushAddress;
  readonly #socket: Socket;
  readonly #reader = new ChunkReader((message) => {
    this.#message(message);
  });
  #hello: Buffer | null = Buffer.alloc(0);
  #isEchoed = false;
  #received = 0;
  #acknowledged = 0;
  #windowBytes = 0;
  #streamId = 1;
  #reason: string | null = null;
  #refusal: NotPublicAddress | null = null;
  #accept: () => void = () => undefined;

  /** Throws for an address that is not public. */
  constructor(address: PushAddress, { trustedHosts, patienceMs }: RtmpClientOptions) {
    this.#address = address;
    const { host, port, secure } = address;
    const reach = { host, port, ...lookupFor(host, trustedHosts) };
    const socket = secure
      ? tls.connect({ ...reach, servername: net.isIP(host) === 0 ? host : '' })
      : net.connect(reach);
    this.#socket = socket;
    socket.setNoDelay(true);
    const patience = setTimeout(() => {
      this.#fail(`${host} did not take the stream within ${String(patienceMs / 1000)} s`);
    }, patienceMs);
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      const challenge = randomBytes(partBytes);
      challenge.fill(0, 0, 8);
      socket.write(Buffer.concat([Buffer.from([3]), challenge]));
    });
    socket.on('data', (bytes: Buffer) => {
      try {
        this.#data(bytes);
      } catch (error) {
        this.#fail(error instanceof Error ? error.message : String(error));
      }
    });
    socket.on('error', (error: Error) => {
      this.#reason ??= error.message;
      if (error instanceof NotPublicAddress) this.#refusal = error;
    });
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        clearTimeout(patience);
        resolve(this.#reason ?? `${host} closed the connection`);
      });
    });
    this.accepted = new Promise((resolve, reject) => {
      this.#accept = () => {
        clearTimeout(patience);
        resolve(this);
      };
      void this.closed.then((reason) => {
        reject(this.#refusal ?? new Error(reason));
      });
    });
  }

  print(kind: 'audio' | 'video', timestampMs: number, payload: Buffer): Buffer {
    const chunkStreamId = chunkStreams[kind];
    return printMessage({
      ...{ chunkStreamId, type: messageType[kind], streamId: this.#streamId, timestampMs, payload },
    });
  }

  send(bytes: Buffer, sent: () => void): void {
    this.#socket.write(bytes, (error) => {
      if (error === null || error === undefined) sent();
    });
  }

  end(): void {
    if (!this.#socket.writable) return;
    this.#command('FCUnpublish', 6, null, this.#address.streamKey);
    this.#command('deleteStream', 7, null, this.#streamId);
    this.#socket.end();
    setTimeout(() => this.#socket.destroy(), 2000).unref();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #data(bytes: Buffer): void {
    if (this.#hello === null) {
      this.#received += bytes.length;
      this.#acknowledge();
      this.#reader.push(bytes);
      return;
    }
    this.#hello = Buffer.concat([this.#hello, bytes]);
    if (this.#hello.length >= helloBytes && !this.#isEchoed) {
      this.#isEchoed = true;
      if (this.#hello[0] !== 3) throw new Error('it speaks another version of RTMP');
      this.#socket.write(this.#hello.subarray(1, helloBytes));
      this.#control(messageType.setChunkSize, uint32(outgoingChunkSize));
      const { app, tcUrl } = this.#address;
      this.#command('connect', 1, { app, type: 'nonprivate', flashVer: 'FMLE/3.0 (compatible)', tcUrl });
    }
    if (this.#hello.length < helloBytes + partBytes) return;
    const rest = this.#hello.subarray(helloBytes + partBytes);
    this.#hello = null;
    if (rest.length > 0) this.#data(rest);
  }

  #message({ type, payload }: RtmpMessage): void {
    if (type === messageType.setChunkSize && payload.length >= 4)
      this.#reader.chunkSize = payload.readUInt32BE() & 0x7fffffff;
    else if (type === messageType.windowSize && payload.length >= 4)
      this.#windowBytes = payload.readUInt32BE();
    else if (type === messageType.userControl && payload.length >= 6) {
      if (payload.readUInt16BE() === pingRequest)
        this.#control(messageType.userControl, Buffer.concat([uint16(pingResponse), payload.subarray(2, 6)]));
    } else if (type === messageType.command0) this.#answer(parseAmf0(payload));
  }

  #answer([name, transaction, , information]: readonly Amf0Value[]): void {
    if (name === '_error') throw new Error(`it refuses: ${describe(information)}`);
    if (name === '_result' && transaction === 1) {
      const { streamKey } = this.#address;
      this.#command('releaseStream', 2, null, streamKey);
      this.#command('FCPublish', 3, null, streamKey);
      this.#command('createStream', 4, null);
    } else if (name === '_result' && transaction === 4) {
      if (typeof information === 'number') this.#streamId = information;
      const payload = printAmf0('publish', 5, null, this.#address.streamKey, 'live');
      this.#write({
        chunkStreamId: chunkStreams.publish,
        type: messageType.command0,
        payload,
        streamId: this.#streamId,
      });
    } else if (name === 'onStatus') {
      const code = field(information, 'code');
      if (code === 'NetStream.Publish.Start') this.#accept();
      else if (field(information, 'level') === 'error')
        throw new Error(`it refuses: ${describe(information)}`);
    }
  }

  #command(...values: readonly Amf0Value[]): void {
    const payload = printAmf0(...values);
    this.#write({ chunkStreamId: chunkStreams.command, type: messageType.command0, streamId: 0, payload });
  }

  #control(type: number, payload: Buffer): void {
    this.#write({ chunkStreamId: chunkStreams.control, type, streamId: 0, payload });
  }

  #write(message: Parameters<typeof printMessage>[0]): void {
    if (this.#socket.writable) this.#socket.write(printMessage(message));
  }

  #acknowledge(): void {
    if (this.#windowBytes === 0 || this.#received - this.#acknowledged < this.#windowBytes) return;
    this.#acknowledged = this.#received;
    this.#control(messageType.acknowledgement, uint32(this.#received >>> 0));
  }

  #fail(reason: string): void {
    this.#reason ??= reason;
    this.#socket.destroy();
  }
}

function field(value: Amf0Value, name: string): Amf0Value {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, Amf0Value>>)[name] : undefined;
}

/** What the other side says, as a log and an event may show it. */
function describe(information: Amf0Value): string {
  const said = [field(information, 'code'), field(information, 'description')].filter(
    (text) => typeof text === 'string',
  );
  return said.join(': ').replaceAll(/\p{C}/gu, ' ').slice(0, 200) || 'without a reason';
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
