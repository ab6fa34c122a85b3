import { describe, expect, it } from 'vitest';
import { readDtlsRecords } from '../../../engine/ingest/whip/dtls-records.ts';
import { seedRandom } from '../../harness/seeded-random.ts';
import { eventually } from '../../support/eventually.ts';
import type { Carrier, SecurePair } from '../../support/secure-pair.ts';
import { makeSecurePair } from '../../support/secure-pair.ts';

const isHello = (datagram: Buffer): boolean => datagram[0] === 22 && datagram[13] === 1;

/** The client's last flight: certificate, key exchange, proof, change of cipher, and the sealed end. */
const flightLength = 5;

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((one, at) =>
    permutations([...list.slice(0, at), ...list.slice(at + 1)]).map((rest) => [one, ...rest]),
  );
}

/** Lets hellos pass; holds the last flight back until it is whole, and hands over once what `change` makes of it. */
function holdFlight(change: (flight: readonly Buffer[]) => readonly Buffer[]): Carrier {
  const flight: Buffer[] = [];
  return (datagram, handOver) => {
    if (isHello(datagram)) {
      handOver(datagram);
      return;
    }
    flight.push(datagram);
    if (flight.length === flightLength) for (const bytes of change(flight)) handOver(bytes);
  };
}

/** Cuts an open handshake message to parts of so many bytes (RFC 6347, 4.2.3), each in a record of its own. */
function cut(datagram: Buffer, partBytes: number): Buffer[] {
  if (datagram[0] !== 22 || datagram.readUInt16BE(3) !== 0) return [datagram];
  const body = datagram.subarray(25);
  return Array.from({ length: Math.ceil(body.length / partBytes) }, (_, at) => {
    const data = body.subarray(at * partBytes, (at + 1) * partBytes);
    const part = Buffer.concat([datagram.subarray(0, 25), data]);
    part.writeUInt16BE(12 + data.length, 11);
    part.writeUIntBE(at * partBytes, 19, 3);
    part.writeUIntBE(data.length, 22, 3);
    return part;
  });
}

async function connected(pair: SecurePair): Promise<void> {
  pair.connect();
  await eventually('both sides are connected', () => pair.told.opened && pair.told.connected, 60_000);
  expect(pair.told.ended).toEqual([]);
}

describe('a handshake over a network that reorders', () => {
  it('is done whatever the order of the client’s last flight', async () => {
    // The change of cipher, the fourth, says nothing that the sealed end does not.
    for (const order of permutations([0, 1, 2, 4]))
      await connected(
        await makeSecurePair({ toChannel: holdFlight((flight) => [...order, 3].map((at) => flight[at]!)) }),
      );
  });

  it('is done when messages come in parts, of which some come twice, in any order', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seedRandom(seed);
      const toChannel = holdFlight((flight) =>
        flight
          .flatMap((datagram) => [...cut(datagram, 50), ...cut(datagram, 70)])
          .map((bytes) => ({ bytes, place: random.fraction() }))
          .sort((one, other) => one.place - other.place)
          .map(({ bytes }) => bytes),
      );
      await connected(await makeSecurePair({ toChannel }));
    }
  });

  it('is done when hellos that were repeated come late', async () => {
    const hellos: Buffer[] = [];
    const toChannel: Carrier = (datagram, handOver) => {
      handOver(datagram);
      if (isHello(datagram)) hellos.push(datagram);
      for (const hello of hellos) handOver(hello);
    };
    await connected(await makeSecurePair({ toChannel }));
  });

  it('is done when each answer is lost once', async () => {
    const lost = new Set<string>();
    const toClient: Carrier = (datagram, handOver) => {
      const types = readDtlsRecords(datagram).map(({ type, fragment }) => `${type}/${fragment[0]}`);
      if (lost.has(types.join())) handOver(datagram);
      lost.add(types.join());
    };
    await connected(await makeSecurePair({ toClient }));
    expect(lost.size).toBe(3);
  });

  it('lasts when a hello comes after it, and its end is told again to a client that missed it', async () => {
    const hellos: Buffer[] = [];
    const toChannel: Carrier = (datagram, handOver) => {
      if (isHello(datagram)) hellos.push(datagram);
      handOver(datagram);
    };
    let ends = 0;
    const toClient: Carrier = (datagram, handOver) => {
      if (datagram[0] !== 20) handOver(datagram);
      else if (ends++ > 0) handOver(datagram);
      else for (const hello of hellos) pair.channel.datagram(hello);
    };
    const pair = await makeSecurePair({ toChannel, toClient });
    await connected(pair);
    expect(ends).toBeGreaterThan(1);
  });

  it('sends what belongs together in one datagram', async () => {
    const datagrams = new Set<string>();
    const toClient: Carrier = (datagram, handOver) => {
      datagrams.add(
        readDtlsRecords(datagram)
          .map(({ type }) => type)
          .join(),
      );
      handOver(datagram);
    };
    await connected(await makeSecurePair({ toClient }));
    expect([...datagrams]).toEqual(['22', '22,22,22,22,22', '20,22']);
  });
});
