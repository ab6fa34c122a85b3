import { KeyObject, randomBytes } from 'node:crypto';
import { RtpHeader, SrtcpSession, SrtpSession } from 'werift';
import { describe, expect, it } from 'vitest';
import { holdKeys } from '../../../engine/ingest/whip/srtp-keys.ts';

/** Both ends of one session: what one calls its own key is the other's remote one. */
function openPair(profile: 1 | 7) {
  const [here, there] = [0, 1].map(() => ({
    key: randomBytes(16),
    salt: randomBytes(profile === 7 ? 12 : 14),
  }));
  const keysOf = (own: typeof here, other: typeof here) => ({
    ...{ localMasterKey: own!.key, localMasterSalt: own!.salt },
    ...{ remoteMasterKey: other!.key, remoteMasterSalt: other!.salt },
  });
  return [keysOf(here, there), keysOf(there, here)] as const;
}

const receiverReport = Buffer.from('80c90001deadbeef', 'hex');

describe.each([
  ['AES-128-GCM', 7, ['srtpSessionKey', 'srtcpSessionKey']],
  [
    'AES-128-CM with HMAC-SHA1',
    1,
    ['srtpSessionKey', 'srtcpSessionKey', 'srtpSessionAuthTag', 'srtcpSessionAuthTag'],
  ],
] as const)('keys of %s held as key objects', (_name, profile, names) => {
  const [held, bytes] = openPair(profile);
  const srtp = new SrtpSession({ keys: held, profile });
  const srtcp = new SrtcpSession({ keys: held, profile });
  for (const { localContext, remoteContext } of [srtp, srtcp])
    for (const context of [localContext, remoteContext]) holdKeys(context);

  it('are those that packets are sealed with', () => {
    for (const { cipher } of [srtp.localContext, srtcp.remoteContext])
      for (const name of names)
        expect((cipher as unknown as Record<string, unknown>)[name], name).toBeInstanceOf(KeyObject);
  });

  it('open and seal what the other end understands, which holds bytes', () => {
    const other = new SrtpSession({ keys: bytes, profile });
    const header = new RtpHeader({ payloadType: 96, sequenceNumber: 7, timestamp: 90_000, ssrc: 0xdeadbeef });
    const payload = randomBytes(1100);
    const sent = Buffer.concat([header.serialize(header.serializeSize), payload]);
    expect(srtp.decrypt(other.encrypt(payload, header))).toEqual(sent);
    expect(other.decrypt(srtp.encrypt(payload, header))).toEqual(sent);
    const otherReports = new SrtcpSession({ keys: bytes, profile });
    expect(srtcp.decrypt(otherReports.encrypt(receiverReport))).toEqual(receiverReport);
    expect(otherReports.decrypt(srtcp.encrypt(receiverReport))).toEqual(receiverReport);
  });

  it('refuse a packet that was changed', () => {
    const other = new SrtpSession({ keys: bytes, profile });
    const header = new RtpHeader({ payloadType: 96, sequenceNumber: 8, timestamp: 90_000, ssrc: 0xdeadbeef });
    const packet = other.encrypt(randomBytes(100), header);
    packet[40]! ^= 1;
    expect(() => srtp.decrypt(packet)).toThrow(/authenticate/i);
  });
});
