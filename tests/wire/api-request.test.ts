import { describe, expect, it } from 'vitest';
import { ApiFault, readApiCall, readDotted } from '../../wire/api-request.ts';

const headers = {
  'x-tc-action': 'SearchMedia',
  'x-tc-version': '2018-07-17',
  'x-tc-timestamp': '1700000000',
};
const read = (over: Partial<Parameters<typeof readApiCall>[0]>): ReturnType<typeof readApiCall> =>
  readApiCall({ method: 'POST', headers, query: new URLSearchParams(), body: '{}', ...over });

describe('reading a call', () => {
  it('takes action and version from the headers', () => {
    expect(read({ body: '{"StreamId":"stream1001"}' })).toEqual({
      action: 'SearchMedia',
      version: '2018-07-17',
      timestamp: 1_700_000_000,
      parameters: { StreamId: 'stream1001' },
    });
  });

  it('takes them from the query, in the literal form of the vendor’s page', () => {
    const query = new URLSearchParams(
      'Action=SearchMedia&StreamId=stream1001&Sort.Field=CreateTime&Sort.Order=Desc',
    );
    query.set('Version', '2018-07-17');
    expect(read({ method: 'GET', headers: { 'x-tc-timestamp': '1700000000' }, query, body: '' })).toEqual({
      action: 'SearchMedia',
      version: '2018-07-17',
      timestamp: 1_700_000_000,
      parameters: { StreamId: 'stream1001', Sort: { Field: 'CreateTime', Order: 'Desc' } },
    });
  });

  it.each([
    ['InvalidParameter', { query: new URLSearchParams('Action=DeleteMedia') }],
    ['InvalidParameter', { query: new URLSearchParams('Version=2019-07-22') }],
    ['MissingParameter', { headers: {} }],
    ['InvalidParameter', { body: '[1]' }],
    ['InvalidParameter', { body: '{' }],
    ['InvalidParameter', { method: 'GET', query: new URLSearchParams('a.b=1&a=2') }],
    ['InvalidParameter', { method: 'GET', query: new URLSearchParams('a=1&a=2') }],
    ['InvalidParameter', { method: 'GET', query: new URLSearchParams('a..b=1') }],
    ['InvalidParameter', { method: 'GET', query: new URLSearchParams('__proto__.x=1') }],
  ])('answers %s (%#)', (code, over) => {
    const fault = read(over);
    expect(fault).toBeInstanceOf(ApiFault);
    expect((fault as ApiFault).code).toBe(code);
  });

  it('takes a body that looks like a refusal as the parameters they are', () => {
    expect(read({ body: '{"code":"InvalidParameter","message":"x"}' })).toMatchObject({
      parameters: { code: 'InvalidParameter' },
    });
  });

  it('rebuilds arrays of structures', () => {
    expect(readDotted(new URLSearchParams('L.0.UserId=a&L.0.Z=1&L.1.UserId=b&M.0=x'))).toEqual({
      L: [{ UserId: 'a', Z: '1' }, { UserId: 'b' }],
      M: ['x'],
    });
  });
});
