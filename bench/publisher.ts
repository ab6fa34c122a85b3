import { connect, type Socket } from 'node:net';
import { printFlvHeader, printFlvTag, type FlvTag } from '../engine/containers/flv-stream.ts';
import { command, message, setChunkSize } from './rtmp-messages.ts';

export interface Target {
  readonly protocol: 'rtmp' | 'raw';
  readonly port: number;
  /** The stream's key, `room?query`; unused for raw bytes. */
  readonly key: string;
}

/** A connection that accepts media: an RTMP publisher, or for a plain copy the same tags as FLV without any protocol. */
export interface Publisher {
  /** Bytes of media sent so far. */
  readonly sentBytes: number;
  send(tags: readonly FlvTag[], baseMs: number): void;
  close(): void;
}

const connectDeadlineMs = 30_000;

/** Connects, trying again while nobody listens yet, and resolves when media may be sent. */
export async function openPublisher(target: Target, onLost: (reason: string) => void): Promise<Publisher> {
  const socket = await connectPatiently(target.port);
  socket.setNoDelay(true);
  if (target.protocol === 'rtmp') await negotiate(socket, target.key);
  else socket.write(printFlvHeader({ video: true, audio: true }));
  let closing = false;
  let sentBytes = 0;
  socket.on('data', () => undefined); // acknowledgements
  socket.on('error', (error) => {
    if (!closing) onLost(error.message);
  });
  socket.on('close', () => {
    if (!closing) onLost('the connection was closed');
  });
  return {
    get sentBytes() {
      return sentBytes;
    },
    send(tags, baseMs) {
      socket.cork();
      for (const tag of tags) {
        const timestampMs = baseMs + tag.timestampMs;
        const parts =
          target.protocol === 'rtmp'
            ? message(tag.type, 1, timestampMs, tag.body)
            : printFlvTag({ ...tag, timestampMs });
        for (const part of parts) socket.write(part);
        sentBytes += tag.body.length;
      }
      socket.uncork();
    },
    close() {
      if (closing) return;
      closing = true;
      if (target.protocol === 'rtmp')
        for (const part of command('deleteStream', 6, null, 1)) socket.write(part);
      socket.end();
    },
  };
}

async function connectPatiently(port: number): Promise<Socket> {
  const deadline = Date.now() + connectDeadlineMs;
  for (;;) {
    try {
      return await new Promise<Socket>((resolve, reject) => {
        const socket = connect({ port, host: '127.0.0.1' });
        socket.once('connect', () => {
          socket.removeAllListeners('error');
          resolve(socket);
        });
        socket.once('error', reject);
      });
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Handshake, connect, createStream, publish; each step waits for the answer before it. */
async function negotiate(socket: Socket, key: string): Promise<void> {
  const heard = listen(socket);
  const hello = Buffer.alloc(1537);
  hello[0] = 3;
  socket.write(hello);
  await heard((bytes) => bytes.length >= 3073);
  socket.write(Buffer.alloc(1536));
  const application = {
    app: 'push',
    type: 'nonprivate',
    flashVer: 'FMLE/3.0',
    tcUrl: 'rtmp://127.0.0.1/push',
  };
  socket.write(Buffer.concat([...setChunkSize(), ...command('connect', 1, application)]));
  await heard((bytes) => bytes.includes('NetConnection.Connect.Success'));
  const releases = [command('releaseStream', 2, null, key), command('FCPublish', 3, null, key)];
  socket.write(Buffer.concat([...releases.flat(), ...command('createStream', 4, null)]));
  const result = Buffer.from([2, 0, 7, ...Buffer.from('_result'), 0, 0x40, 0x10, 0, 0, 0, 0, 0, 0]);
  await heard((bytes) => bytes.includes(result));
  socket.write(Buffer.concat(command('publish', 5, null, key, 'live')));
  await heard((bytes) => bytes.includes('NetStream.Publish.Start'));
  socket.removeAllListeners('data').removeAllListeners('close');
}

function listen(socket: Socket): (until: (bytes: Buffer) => boolean) => Promise<void> {
  let bytes: Buffer = Buffer.alloc(0);
  let look = (): void => undefined;
  let fail: (error: Error) => void = () => undefined;
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    look();
  });
  socket.on('error', (error) => {
    fail(error);
  });
  socket.on('close', () => {
    fail(new Error(`refused: ${bytes.subarray(3073).toString('latin1')}`));
  });
  return (until) =>
    new Promise((resolve, reject) => {
      fail = reject;
      look = () => {
        if (until(bytes)) resolve();
      };
      look();
    });
}
