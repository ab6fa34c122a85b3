import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import type { SecurePair } from '../../support/secure-pair.ts';
import { makeSecurePair } from '../../support/secure-pair.ts';

async function openPair(): Promise<SecurePair> {
  const pair = await makeSecurePair();
  pair.connect();
  await eventually('the channel to open', () => pair.told.opened);
  return pair;
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

  it('does not open for a certificate whose key the other side does not have', async () => {
    const pair = await makeSecurePair({ isThief: true });
    const { told } = pair;
    pair.connect();
    await eventually('the channel to end', () => told.ended.length > 0, 60_000);
    expect(told).toMatchObject({ opened: false, ended: ['the key of the certificate was not proven'] });
  });

  it('keeps nothing of handshakes without an end', async () => {
    const { channel, told } = await openPair();
    const part = record(22, 0, [11, 0, 255, 255, 0, 9, 0, 0, 0, 0, 0, 1, 5]);
    for (let count = 0; count < 5000; count++) channel.datagram(part);
    channel.datagram(Buffer.from([22]));
    expect(told.ended).toEqual([]);
  });
});
