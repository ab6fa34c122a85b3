import { describe, expect, it } from 'vitest';
import { parseRoomKey, printRoomKey } from '../../domain/room/room-key.ts';

describe('room keys', () => {
  it.each([
    [{ sdkAppId: 1400000123, name: { kind: 'int', value: 123 } }, '1400000123/int/123'],
    [{ sdkAppId: 1400000123, name: { kind: 'string', value: '123' } }, '1400000123/string/123'],
    [{ sdkAppId: 1400000123, name: { kind: 'string', value: 'a/b' } }, '1400000123/string/a/b'],
  ] as const)('prints %j as %s and reads it back', (key, text) => {
    expect(printRoomKey(key)).toBe(text);
    expect(parseRoomKey(text)).toEqual(key);
  });

  it.each(['', '1/int/0', '1/int/4294967296', '1/int/1.5', '1/int/x', '1/float/1', 'x/int/1'])(
    'refuses %j',
    (text) => {
      expect(parseRoomKey(text)).toBeNull();
    },
  );
});
