import { describe, expect, it } from 'vitest';
import { readCssEvent } from '../../../server/webhooks/inbound/read-css.ts';
import type { CssExceptionEvent } from '../../../wire/css-exception.ts';

const event: CssExceptionEvent = {
  ...{ kind: 'record-exception', appId: 1, domain: 'd', path: 'p', streamId: 's', sessionId: 'x' },
  ...{ fileFormat: '', eventTime: 1_770_000_000, level: 'warning', type: -10, occurs: 1, desc: 'apart' },
  mark: null,
};

describe('an abnormal recording', () => {
  it('of the vendor is a mark that happened once, the same for every repetition', () => {
    const read = readCssEvent(1400000123, event);
    expect(read.facts.map(({ fact }) => fact)).toEqual([
      {
        ...{ type: 'quality-mark', sessionId: 'x', level: 'warning', detail: 'apart', code: 'drift' },
        ...{ markId: 'drift/1770000000', phase: 'once', atMs: 1_770_000_000_000, mediaMs: null },
      },
    ]);
    expect(readCssEvent(1400000123, { ...event }).dedupeKey).toBe(read.dedupeKey);
  });

  it('of our engine keeps its two ends apart', () => {
    const mark = { code: 'silence', markId: 'silence-1', phase: 'begin', atMs: 5, mediaMs: 4 } as const;
    const begin = readCssEvent(1400000123, { ...event, mark });
    const end = readCssEvent(1400000123, { ...event, mark: { ...mark, phase: 'end', atMs: 9 } });
    expect(begin.facts[0]?.fact).toMatchObject({ markId: 'silence-1', phase: 'begin', mediaMs: 4 });
    expect(end.dedupeKey).not.toBe(begin.dedupeKey);
  });
});
