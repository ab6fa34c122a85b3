import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs, readMonth } from '../../../domain/billing/calendar.ts';
import { Decimal, printDecimal } from '../../../domain/money.ts';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import type { SubjectFact } from '../../../server/ports/inbox.ts';
import type { UsageStore } from '../../../server/ports/usage.ts';
import { openWhatIfs } from '../../../server/services/what-if.ts';
import { openApplications } from '../../../server/services/applications.ts';
import { finance, openBillingRoom } from '../../support/billing-room.ts';
import type { CostApi } from '../../support/cost-api.ts';
import { costApplication as sdkAppId, openCostApi } from '../../support/cost-api.ts';
import { testApiKeys } from '../../support/house.ts';
import { fileIdOf, recordedFacts } from '../../support/recorded-facts.ts';

const clock = (): Date => new Date('2026-07-02T12:00:00+08:00');
const june = readMonth('2026-06')!.fromMs;
/** Minutes of a day of June; days below 1 are of May. */
const at = (day: number, minutes = 600): number => june + (day - 1) * dayMs + minutes * 60_000;
const roomOf = (day: number) => ({ kind: 'string', value: `day ${String(day)}` }) as const;

interface Hint {
  readonly kind: string;
  readonly message: string;
  readonly caveat: string;
  readonly saving: string;
  readonly total: string;
  readonly complete: boolean;
  readonly change: readonly { readonly field: string; readonly value: string }[];
}
interface Compared {
  readonly difference: string;
  readonly after: { readonly total: string; readonly complete: boolean };
}

const hintsQuery = `query($input: MonthHintsInput!) { monthHints(input: $input) {
  kind message caveat saving total complete change { field value } } }`;
const whatIfQuery =
  'query($input: WhatIfInput!) { whatIf(input: $input) { difference after { total complete } } }';

/** As the API spells choices. */
const large = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(large) : typeof value === 'string' ? value.toUpperCase() : value;

describe('hints of a month that was', { timeout: 120_000 }, () => {
  let api: CostApi;
  beforeAll(async () => {
    api = await openCostApi(clock);
    const stream = (streamId: string, day: number, formats: readonly RecordingFormat[], gb: number) => [
      ...recordedFacts({
        ...{ sdkAppId, streamId, userId: streamId, room: roomOf(day), atMs: at(day), seconds: 1200 },
        ...{ formats, bytes: gb * 1e9 },
      }),
      ...formats.flatMap((format) =>
        (['record-started', 'record-ended'] as const).map((type): SubjectFact => ({
          ...{ about: 'stream', sdkAppId, streamId },
          fact: { type, sessionId: streamId, format, atMs: at(day, type === 'record-started' ? 600 : 620) },
        })),
      ),
    ];
    const all = ['hls', 'mp4', 'flv'] as const;
    const gone: SubjectFact = {
      ...{ about: 'stream', sdkAppId, streamId: 'ada' },
      fact: { type: 'file-deleted', fileId: fileIdOf('ada', 'mp4'), atMs: at(9) },
    };
    await api.store.facts.take([
      ...stream('old', -20, ['mp4'], 3),
      ...stream('ada', 5, all, 2),
      ...stream('bob', 12, all, 2),
      ...stream('mix', 12, all, 4),
      gone,
    ]);
    const mixed = {
      ...{ providerMixId: randomUUID(), sdkAppId, room: roomOf(12), streamId: 'mix', askedBy: 'bob' },
      ...{ intoOwnStream: false, width: 640, height: 360 },
      ...{ beganAt: new Date(at(12)), overAt: new Date(at(12, 620)) },
    };
    const minute = { slotStart: new Date(at(12)), inputs: 2, inputPixels: 2 * 640 * 360, ms: 60_000 };
    expect(await api.store.mixUsage.keep([{ ...mixed, counts: [minute] }])).toHaveLength(1);
    const watched = { fileId: fileIdOf('bob', 'mp4'), slotStart: new Date(at(14)), slotSeconds: 300 };
    await api.store.playbackUsage.keep([{ ...watched, plays: 1, bytes: 5e9 }]);
  });
  afterAll(() => api.close());

  const hintsOf = async (month: string): Promise<readonly Hint[]> =>
    (await api.data(hintsQuery, { input: { month } }))['monthHints'] as readonly Hint[];
  const whatIf = async (month: string, knobs: object): Promise<Compared> =>
    (await api.data(whatIfQuery, { input: { month, knobs } }))['whatIf'] as Compared;
  const kindsOf = (hints: readonly Hint[]): ReadonlySet<string> => new Set(hints.map(({ kind }) => kind));

  it('save what whatIf says of the same knobs, to the last digit, the most first', async () => {
    const hints = await hintsOf('2026-06');
    expect([...kindsOf(hints)].toSorted()).toEqual([
      ...['COLDER_STORAGE', 'FEWER_FORMATS', 'LOWER_BITRATE', 'RECORD_MIXES_ONLY', 'RECORD_STREAMS_ONLY'],
      'SHORTER_RETENTION',
    ]);
    for (const { message, caveat, saving, total, complete, change } of hints) {
      const knobs = Object.fromEntries(
        change.map(({ field, value }) => [field, large(JSON.parse(value) as unknown)]),
      );
      const then = await whatIf('2026-06', knobs);
      expect(then, message).toEqual({
        difference: printDecimal(new Decimal(saving).negated()),
        after: { total, complete },
      });
      expect(new Decimal(saving).greaterThan(0)).toBe(true);
      expect(caveat).not.toBe('');
    }
    const savings = hints.map(({ saving }) => saving);
    expect(savings).toEqual(savings.toSorted((one, other) => new Decimal(other).comparedTo(one)));
    // Fetching out of a colder class has no price, and the month was watched.
    expect(hints.find(({ kind }) => kind === 'COLDER_STORAGE')!.complete).toBe(false);
  });

  it('name nothing that would save nothing', async () => {
    // Of a peak of channels the size is nothing, and 640×360 is of the smallest class of mixes.
    expect((await whatIf('2026-06', { sidePercent: '66.7' })).difference).toBe('0');
    expect(kindsOf(await hintsOf('2026-06'))).not.toContain('SMALLER_PICTURES');
    // No other format was recorded in May, and nothing was mixed: all would be gone then.
    expect((await whatIf('2026-05', { recorded: 'MIXES' })).difference).toMatch(/^-/);
    const may = kindsOf(await hintsOf('2026-05'));
    expect(may).toContain('LOWER_BITRATE');
    for (const kind of ['FEWER_FORMATS', 'RECORD_MIXES_ONLY', 'RECORD_STREAMS_ONLY'])
      expect(may).not.toContain(kind);
  });

  it('are none in a month without use', async () => {
    expect(await hintsOf('2026-03')).toEqual([]);
    expect(await hintsOf('2026-09')).toEqual([]);
  });

  it('are for those who may see costs', async () => {
    const { errors } = await api.ask(hintsQuery, { input: { month: '2026-06' } }, testApiKeys.frontend);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('read the usage of the month as often as one question does', async () => {
    const application = {
      ...{ sdkAppId, name: 'a', formats: ['mp4'] as const, cohort: 'css-live-recording' as const },
    };
    const { billing } = await openBillingRoom(api.store, [application], clock);
    let read: string[] = [];
    const usage = new Proxy(api.store.usage, {
      get(target, name: keyof UsageStore) {
        read.push(name);
        return Reflect.get(target, name) as unknown;
      },
    });
    const applications = openApplications(() => [application]);
    const whatIfs = openWhatIfs({ billing, usage, applications });
    const month = { month: '2026-06', sdkAppId, bookId: null };
    await whatIfs.ask(finance, { ...month, knobs: { formats: ['hls'] } });
    const once = read;
    read = [];
    expect((await whatIfs.hints(finance, month)).length).toBeGreaterThan(5);
    expect(once.length).toBeGreaterThan(30);
    expect(read.toSorted()).toEqual(once.toSorted());
  });
});
