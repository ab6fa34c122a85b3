import { describe, expect, it } from 'vitest';
import { printLegacyStreamId, typeOfLegacyStreamId } from '../../wire/legacy-stream-id.ts';

const owner = { room: '12345', userId: 'userA' } as const;
const id = '8525_8D0261436C375BB0DEA901D86D7D70E8';

describe('the default stream id of old applications', () => {
  it('is the vendor’s', () => {
    expect(printLegacyStreamId(8525, { ...owner, streamType: 'main' })).toBe(id);
  });

  it('tells camera from screen where room and user are known', () => {
    expect(typeOfLegacyStreamId(id, owner)).toBe('main');
    expect(typeOfLegacyStreamId(printLegacyStreamId(8525, { ...owner, streamType: 'aux' }), owner)).toBe(
      'aux',
    );
  });

  it.each([
    ['another user’s', id, { ...owner, userId: 'userB' }],
    ['of lower case, which is not printed', id.toLowerCase(), owner],
    ['chosen by the publisher', 'stream1001', owner],
  ])('is told from one that is %s', (_, streamId, of) => {
    expect(typeOfLegacyStreamId(streamId, of)).toBeNull();
  });
});
