import { describe, expect, it } from 'vitest';
import { parsePublishAddress } from '../../../engine/ingest/rtmp/publish-address.ts';

const query = 'sdkappid=1400000123&userid=rexchang&usersig=eJyr*-_';

describe('publish addresses', () => {
  it.each([
    ['push', `room1?${query}`],
    ['push/', `room1?${query}`],
    [`push?${query}`, 'room1'],
  ])('are read from application %s and key %s', (app, key) => {
    expect(parsePublishAddress(app, key, '127.0.0.1')).toEqual({
      protocol: 'rtmp',
      sdkAppId: 1400000123,
      room: { kind: 'string', value: 'room1' },
      userId: 'rexchang',
      userSig: 'eJyr*-_',
      privateMapKey: '',
      streamType: 'main',
      userDefineRecordId: null,
      streamId: null,
      remoteAddress: '127.0.0.1',
    });
  });

  it('carry our extras', () => {
    const extras = `${query}&privatemapkey=eJx*-_&roomidtype=int&streamtype=aux&userdefinerecordid=1001_rexchang&streamid=stream1001`;
    expect(parsePublishAddress('push', `1001?${extras}`, '')).toMatchObject({
      room: { kind: 'int', value: 1001 },
      privateMapKey: 'eJx*-_',
      streamType: 'aux',
      userDefineRecordId: '1001_rexchang',
      streamId: 'stream1001',
    });
  });

  it('keep the number 123 and the string "123" apart', () => {
    expect(parsePublishAddress('push', `123?${query}`, '')).toMatchObject({
      room: { kind: 'string', value: '123' },
    });
  });

  it.each([
    ['live', `room1?${query}`, 'the application is "live"'],
    ['push', 'room1', 'sdkappid'],
    ['push', `?${query}`, 'the room is ""'],
    ['push', `room1?${query.replace('rexchang', 'a/b')}`, 'userid is "a/b"'],
    ['push', 'room1?sdkappid=1&userid=u', 'usersig is missing'],
    ['push', `0?${query}&roomidtype=int`, 'the room is "0"'],
    ['push', `4294967296?${query}&roomidtype=int`, 'the room is "4294967296"'],
    ['push', `room1?${query}&roomidtype=float`, 'roomidtype is "float"'],
    ['push', `room1?${query}&streamtype=third`, 'streamtype is "third"'],
    ['push', `room1?${query}&streamid=../x`, 'streamid is "../x"'],
  ])('are refused with the field, what came and what is allowed (%s, %s)', (app, key, reason) => {
    expect(parsePublishAddress(app, key, '')).toContain(reason);
  });

  it('are refused in one short line, whatever came', () => {
    const text = 'r\u202e\r\nok"'.concat('방'.repeat(70_000));
    const reason = parsePublishAddress('push', `${encodeURIComponent(text)}?${query}`, '') as string;
    expect(reason.length).toBeLessThan(200);
    expect(reason).toMatch(/^the room is "r[^\p{Cc}\p{Cf}]+; allowed: 1 to 64 [a-z ,]+$/u);
  });
});
