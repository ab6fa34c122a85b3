import type { Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';
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
  close(): void;
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
  const front = createSocket('udp4');
  const upstreamOf = (host: string, port: number): Socket => {
    const key = `${host}:${String(port)}`;
    const known = upstreams.get(key);
    if (known !== undefined) return known;
    const upstream = createSocket('udp4');
    upstream.on('message', (bytes) => {
      later(() => {
        front.send(bytes, port, host, () => undefined);
      });
    });
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
  return {
    port: front.address().port,
    get passed() {
      return passed;
    },
    get dropped() {
      return dropped;
    },
    weather(changed) {
      weather = { ...weather, ...changed };
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      for (const socket of [front, ...upstreams.values()]) socket.close();
      upstreams.clear();
    },
  };
}
