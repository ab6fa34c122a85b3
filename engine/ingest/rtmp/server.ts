import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { PublishGate } from '../publisher.ts';
import { ProtocolError } from './protocol-error.ts';
import { ReadRounds } from './read-rounds.ts';
import type { SessionLimits } from './session.ts';
import { RtmpSession, defaultSessionLimits } from './session.ts';

export interface RtmpLog {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface RtmpServerOptions {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  readonly gate: PublishGate;
  readonly log: RtmpLog;
  /** Default 2000. A connection above it is closed at once. */
  readonly maxConnections?: number;
  /** Default 500: one address cannot take every place. */
  readonly maxConnectionsPerAddress?: number;
  readonly limits?: Partial<SessionLimits>;
}

export interface RtmpServer {
  readonly port: number;
  /** Stops listening and ends every session; their sinks are ended. */
  close(): Promise<void>;
}

/** A socket that rests stops at its first byte more, instead of reading on into memory: see `GatheredReads`. */
const highWaterMark = 1;

/** Listens for publishers. Rejects when the port is taken. */
export async function startRtmpServer(options: RtmpServerOptions): Promise<RtmpServer> {
  const { maxConnections = 2000, maxConnectionsPerAddress = 500 } = options;
  const limits = { ...defaultSessionLimits, ...options.limits };
  const sessions = new Map<Socket, RtmpSession>();
  const rounds = new ReadRounds();
  const perAddress = new Map<string, number>();

  const onFault = (error: unknown, remoteAddress: string): void => {
    const level = error instanceof ProtocolError ? 'warn' : 'error';
    options.log[level]({ err: error, remoteAddress }, 'RTMP session ended by a fault');
  };

  // Who comes back soon ends the stream that was: what that has sent is read first.
  const gate: PublishGate = async (request) => {
    const former = [...sessions.values()].filter((session) => session.isOf(request));
    if (former.length > 0) await readWhatHasCome(former);
    return options.gate(request);
  };

  const server = createServer({ highWaterMark }, (socket) => {
    const address = socket.remoteAddress ?? '';
    const taken = perAddress.get(address) ?? 0;
    if (sessions.size >= maxConnections || taken >= maxConnectionsPerAddress) {
      socket.destroy();
      return;
    }
    perAddress.set(address, taken + 1);
    socket.on('close', () => {
      sessions.delete(socket);
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left === 0) perAddress.delete(address);
      else perAddress.set(address, left);
    });
    sessions.set(socket, new RtmpSession(socket, { gate, limits, rounds, onFault }));
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      await readWhatHasCome([...sessions.values()]);
      for (const socket of sessions.keys()) socket.destroy();
      await closed;
    },
  };
}

const turnMs = 10;
const longestDrainMs = 500;

/** What the kernel has taken in was sent before the end: it is read, as far as its senders leave a moment of silence. */
async function readWhatHasCome(sessions: readonly RtmpSession[]): Promise<void> {
  const deadline = performance.now() + longestDrainMs;
  const receivedBytes = (): number => sessions.reduce((sum, session) => sum + session.receivedBytes, 0);
  for (const session of sessions) session.readOn();
  let before = -1;
  for (let now = receivedBytes(); now !== before && performance.now() < deadline; now = receivedBytes()) {
    before = now;
    await delay(turnMs);
  }
}
