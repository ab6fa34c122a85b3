import type { Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { seedRandom } from '../harness/seeded-random.ts';

export interface RelayWeather {
  /** Share of datagrams that are dropped, each way. */
  readonly loss: number;
  /** Each datagram is late by 0 to so many milliseconds, so that they overtake each other. */
  readonly jitterMs: number;
  readonly seed: number;
}

export interface UdpRelay {
  readonly port: number;
  readonly passed: number;
  readonly dropped: number;
  /** Changes what happens from now on. */
  weather(weather: Partial<RelayWeather>): void;
  /** How many datagrams the system dropped, because the relay or the engine did not read them in time. */
  overrun(): number;
  close(): void;
}

/** A second of a large picture: on a busy machine the relay may not be asked for as long. */
const bufferBytes = 4 * 1024 * 1024;

/** What the system dropped of what came to a port of this machine, as Linux tells it; 0 where it does not. */
function overrunOf(port: number): number {
  let table: string;
  try {
    table = readFileSync('/proc/net/udp', 'utf8');
  } catch {
    return 0;
  }
  const ending = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = table.split('\n').map((row) => row.trim().split(/\s+/));
  return rows
    .filter(([, local]) => local?.endsWith(ending) === true)
    .reduce((sum, row) => sum + Number(row.at(-1)), 0);
}

/** Stands between a publisher and the engine, and loses, delays and reorders datagrams both ways. */
export async function startUdpRelay(target: number, first: RelayWeather): Promise<UdpRelay> {
  const random = seedRandom(first.seed);
  let weather = first;
  let passed = 0;
  let dropped = 0;
  const timers = new Set<NodeJS.Timeout>();
  const upstreams = new Map<string, Socket>();
  const later = (send: () => void): void => {
    if (random.fraction() < weather.loss) {
      dropped += 1;
      return;
    }
    passed += 1;
    if (weather.jitterMs === 0) {
      send();
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      send();
    }, random.fraction() * weather.jitterMs);
    timers.add(timer);
  };
  const open = (): Socket =>
    createSocket({ type: 'udp4', recvBufferSize: bufferBytes, sendBufferSize: bufferBytes });
  const front = open();
  const upstreamOf = (host: string, port: number): Socket => {
    const key = `${host}:${String(port)}`;
    const known = upstreams.get(key);
    if (known !== undefined) return known;
    const upstream = open();
    upstream.on('message', (bytes) => {
      later(() => {
        front.send(bytes, port, host, () => undefined);
      });
    });
    upstream.bind(0, '127.0.0.1');
    upstreams.set(key, upstream);
    return upstream;
  };
  front.on('message', (bytes, from) => {
    const upstream = upstreamOf(from.address, from.port);
    later(() => {
      upstream.send(bytes, target, '127.0.0.1', () => undefined);
    });
  });
  await new Promise<void>((resolve) => front.bind(0, '127.0.0.1', resolve));
  const portOf = (socket: Socket): number => socket.address().port;
  const before = overrunOf(target);
  return {
    port: portOf(front),
    get passed() {
      return passed;
    },
    get dropped() {
      return dropped;
    },
    weather(changed) {
      weather = { ...weather, ...changed };
    },
    overrun() {
      const own = [front, ...upstreams.values()].map(portOf).map(overrunOf);
      return own.reduce((sum, count) => sum + count, overrunOf(target) - before);
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      for (const socket of [front, ...upstreams.values()]) socket.close();
      upstreams.clear();
    },
  };
}
