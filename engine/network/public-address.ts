import { lookup as resolveName } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Addresses that lead to no public place (IANA's special-purpose registries), and those that hide another in themselves. */
const special = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [address, bits] of [
  ...[
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ],
  ...[
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
  ],
  ...[
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 3],
  ],
] as const)
  special.ipv4.addSubnet(address, bits, 'ipv4');
for (const [address, bits] of [
  ...[
    ['::', 8],
    ['64:ff9b::', 96],
    ['64:ff9b:1::', 48],
    ['100::', 64],
    ['2001::', 23],
    ['2001:db8::', 32],
  ],
  ...[
    ['2002::', 16],
    ['3fff::', 20],
    ['5f00::', 16],
    ['fc00::', 7],
    ['fe80::', 10],
    ['fec0::', 10],
    ['ff00::', 8],
  ],
] as const)
  special.ipv6.addSubnet(address, bits, 'ipv6');

/** Whether an IP address is one of the public internet: not of this machine, its network or a documentation's example. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  // A list of both kinds would take every IPv4 address for one that is mapped into IPv6.
  const family = version === 4 ? 'ipv4' : 'ipv6';
  return !special[family].check(address, family);
}

/**
 * What a connection to a host is opened with, so that it reaches a public address or none; nothing for hosts that are trusted. Throws
 * for an address that is not public: nothing is resolved there, and so nothing looked at later.
 */
export function lookupFor(
  host: string,
  trustedHosts: readonly string[],
): { readonly lookup?: LookupFunction } {
  if (trustedHosts.includes(host)) return {};
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new NotPublicAddress(host);
  return { lookup: lookupPublic };
}

const lookupPublic: LookupFunction = (hostname, options, done) => {
  resolveName(hostname, { ...options, all: true }, (error, found) => {
    if (error !== null) {
      done(error, '', 0);
      return;
    }
    const addresses = found.filter(({ address }) => isPublicAddress(address));
    const [first] = addresses;
    if (first === undefined) done(new NotPublicAddress(hostname), '', 0);
    else if (options.all === true) done(null, addresses);
    else done(null, first.address, first.family);
  });
};

/** Another attempt would be refused too. */
export class NotPublicAddress extends Error {
  override readonly name = 'NotPublicAddress';

  constructor(host: string) {
    super(`${host} is not a public address`);
  }
}
