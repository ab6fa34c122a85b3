import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';

/** What UDP listens on where HTTP listens on `host`: media comes over IPv4 only. */
export function mediaHost(host: string): string {
  if (host === '::') return '0.0.0.0';
  return isIPv4(host) ? host : '127.0.0.1';
}

/** The addresses at which a listener is reached: its own, or, where it listens everywhere, every IPv4 of the machine. */
export function hostAddresses(listensOn: string): readonly string[] {
  if (listensOn !== '0.0.0.0') return [listensOn];
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family }) => family === 'IPv4');
  // The loopback last: it helps only who is here.
  return own
    .toSorted((one, other) => Number(one.internal) - Number(other.internal))
    .map(({ address }) => address);
}
