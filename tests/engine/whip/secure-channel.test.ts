import { DtlsClient } from 'werift';
import type { Transport } from 'werift';
import { describe, expect, it } from 'vitest';
import { makeIdentity, SecureChannel } from '../../../engine/ingest/whip/secure-channel.ts';
import { eventually } from '../../support/eventually.ts';

/** A channel and a client of it in one process, which hand each other their datagrams. */
async function openPair() {
  const identity = await makeIdentity();
  const [algorithm, value] = identity.fingerprint.split(' ') as [string, string];
  const told = { opened: false, ended: [] as string[] };
  const wire: Transport = {
    type: 'udp',
    address: { address: '', family: 'IPv4', port: 0 },
    closed: false,
    onData: () => undefined,
    send: (bytes) => {
      channel.datagram(bytes);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
  const channel = new SecureChannel({
    identity,
    fingerprints: [{ algorithm, value }],
    send: (bytes) => {
      setImmediate(() => {
        wire.onData(bytes, ['', 0]);
      });
    },
    onOpen: () => {
      told.opened = true;
    },
    onRtp: () => undefined,
    onRtcp: () => undefined,
    onEnd: (reason) => told.ended.push(reason),
  });
  const { certPem: cert, privateKey: key, signatureHash } = identity.certificate;
  const client = new DtlsClient({
    ...{ cert, key, signatureHash, transport: wire, srtpProfiles: [7, 1], extendedMasterSecret: true },
  });
  await client.connect();
  await eventually('the channel to open', () => told.opened);
  return { channel, client, told };
}

const record = (type: number, epoch: number, fragment: readonly number[]): Buffer =>
  Buffer.from([type, 254, 253, 0, epoch, 0, 0, 0, 0, 0, 9, 0, fragment.length, ...fragment]);

describe('a secure channel', () => {
  it('is not ended by an alert that another sent in the publisher’s name', async () => {
    const { channel, told } = await openPair();
    for (const epoch of [0, 1])
      for (const alert of [[1, 0], [2, 40], [1, 0, ...Array.from({ length: 40 }, () => 7)], []])
        channel.datagram(record(21, epoch, alert));
    channel.datagram(record(25, 1, [1]));
    expect(told.ended).toEqual([]);
  });

  it('is ended by the publisher’s own', async () => {
    const { channel, client, told } = await openPair();
    const protocolVersion = { major: 254, minor: 253 };
    const header = { contentType: 21, protocolVersion, epoch: 1, sequenceNumber: 9, contentLen: 2 };
    const alert = { recordLayerHeader: header, fragment: Buffer.from([1, 0]) };
    const sealed = client.cipher.encryptPacket(
      alert as unknown as Parameters<typeof client.cipher.encryptPacket>[0],
    );
    channel.datagram(record(21, 1, [...sealed.fragment]));
    expect(told.ended).toEqual(['the publisher closed the channel']);
  });

  it('keeps nothing of handshakes without an end', async () => {
    const { channel, told } = await openPair();
    const part = record(22, 0, [11, 0, 255, 255, 0, 9, 0, 0, 0, 0, 0, 1, 5]);
    for (let count = 0; count < 5000; count++) channel.datagram(part);
    channel.datagram(Buffer.from([22]));
    expect(told.ended).toEqual([]);
  });
});
