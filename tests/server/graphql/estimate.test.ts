import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presetNames } from '../../../domain/billing/presets.ts';
import type { Store } from '../../../server/adapters/postgres/store.ts';
import { openStore } from '../../../server/adapters/postgres/store.ts';
import { openClients } from '../../../server/adapters/tencent/clients.ts';
import { openTaskProvider } from '../../../server/adapters/tencent/task-provider.ts';
import { openTencentProvider } from '../../../server/adapters/tencent/provider.ts';
import { openApi } from '../../../server/api.ts';
import type { HttpServer } from '../../../server/http/server.ts';
import { openTestApplications } from '../../support/test-applications.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';
import { testApiKeys } from '../../support/house.ts';
import { openShelfPorts } from '../../support/shelf-ports.ts';

interface Priced {
  readonly book: { readonly id: string };
  readonly bookAgeDays: number;
  readonly total: string;
  readonly complete: boolean;
  readonly subtotals: readonly { readonly charge: string; readonly amount: string }[];
  readonly lines: readonly { readonly item: string; readonly quantity: string; readonly why: string }[];
  readonly warnings: readonly { readonly code: string }[];
  readonly beside: readonly { readonly bookId: string }[];
}
interface Answer {
  readonly data: { readonly estimateCost?: Priced; readonly estimateRecording?: Priced } | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string; readonly faults?: readonly { readonly field: string }[] };
  }[];
}
const fields = `book { id } bookAgeDays total complete subtotals { charge amount } warnings { code }
  lines { item quantity why origin source sharePercent assumptions } beside { bookId total difference }`;

describe('estimates over the API', () => {
  let database: TestDatabase;
  let store: Store;
  let server: HttpServer;
  let url: string;
  const clients = openClients({ secretId: 'id', secretKey: 'key', endpoint: '127.0.0.1:1/api', region: 'r' });

  beforeAll(async () => {
    database = await openTestDatabase();
    store = openStore(database.serverUrl);
    const { secretKeyOf, ...own } = await openTestApplications(store, clients, 1_400_000_123);
    const publish = { rtmpUrl: 'rtmp://127.0.0.1/push', rtmpIntRooms: true, whipUrl: null };
    const provider = openTencentProvider({ clients, secretKeyOf, ...publish });
    const taskProvider = openTaskProvider(clients, secretKeyOf);
    server = await openApi(
      { ...store, provider, ...openShelfPorts(store, clients), taskProvider },
      {
        ...{ ...own, apiKeys: testApiKeys, hasDeliveryFolder: false, corsOrigins: [], consoleFolder: null },
        tokenSecret: 'token-secret-of-the-tests-0123456789',
        health: { database: () => Promise.resolve(), provider: () => Promise.resolve() },
        registerCallbacks: () => undefined,
        clock: () => new Date(),
        log: pino({ level: 'silent' }),
      },
    );
    url = `http://127.0.0.1:${String(await server.listen('127.0.0.1', 0))}`;
  });
  afterAll(async () => {
    await server.close();
    clients.close();
    await store.close();
    await database.close();
  });

  async function ask(query: string, input: object, key: string = testApiKeys.finance): Promise<Answer> {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables: { input } }),
    });
    return (await answer.json()) as Answer;
  }
  const askCost = (input: object, key?: string): Promise<Answer> =>
    ask(`query($input: EstimateCostInput!) { estimateCost(input: $input) { ${fields} } }`, input, key);
  const askRecording = (input: object): Promise<Answer> =>
    ask(`query($input: EstimateRecordingInput!) { estimateRecording(input: $input) { ${fields} } }`, input);
  async function priced(input: object): Promise<Priced> {
    const { data, errors } = await askCost(input);
    expect(errors).toBeUndefined();
    return data!.estimateCost!;
  }
  const amountOf = ({ subtotals }: Priced, charge: string): string =>
    subtotals.find((subtotal) => subtotal.charge === charge)!.amount;

  it('give the four examples of the vendor’s page', async () => {
    const oneHour = { book: 'seed-2022', daysPerMonth: 1, retentionDays: 1 };
    const channels = await priced({ book: 'seed-2022', roomsPerDay: 1000, roomsAtOnce: 500 });
    expect(amountOf(channels, 'RECORDING')).toBe('2647.05');
    const mixed = await priced({ ...oneHour, method: 'MIXED', anchorsPerRoom: 2 });
    expect(amountOf(mixed, 'TRANSCODING')).toBe('0.342');
    expect(amountOf(await priced(oneHour), 'STORAGE')).toBe('0.000405');
    const watched = await priced({ ...oneHour, fileGb: '1', viewersPerRoom: '1000' });
    expect(amountOf(watched, 'PLAYBACK')).toBe('79.4');
  });

  it.each([
    [
      { at: '2026-06-10', measures: [{ item: 'RECORDING_CSS_CHANNEL', quantity: '12', days: 6 }] },
      '12.70584',
    ],
    [{ measures: [{ item: 'TRAFFIC_VOD', region: 'mainland', quantity: '550' }] }, '20.9'],
    [
      {
        measures: [
          { item: 'STORAGE_VOD', class: 'standard', region: 'mainland', quantity: '100' },
          { item: 'STORAGE_VOD', class: 'infrequent', region: 'outside', quantity: '50' },
        ],
      },
      '0.09',
    ],
    [
      {
        cohort: 'FROM_2020_07',
        measures: ['audio', 'SD', 'HD'].map((size) => ({
          ...{ item: 'RECORDING_TRTC_FILE', class: size, quantity: '10' },
        })),
      },
      '0.03479',
    ],
    [
      {
        measures: [
          { item: 'TRANSCODING_CSS', class: '720p', codec: 'H264', quantity: '60' },
          { item: 'TRANSCODING_CSS', class: '480p', codec: 'H264', quantity: '30' },
        ],
      },
      '0.426',
    ],
  ])('give the worked examples of the price pages: %j is %s', async (input, expected) => {
    expect((await priced(input)).total).toBe(expected);
  });

  it('take the newest dated book, tell its age, and set the page’s beside it', async () => {
    const answer = await priced({ roomsPerDay: 2 });
    expect(answer.book.id).toBe('tencent-intl-2025-10-23');
    expect(answer.bookAgeDays).toBeGreaterThan(0);
    expect(answer.beside.map(({ bookId }) => bookId)).toEqual(['seed-2022']);
  });

  it('know the six presets', async () => {
    for (const preset of presetNames) {
      const answer = await priced({ preset: preset.toUpperCase().replaceAll('-', '_') });
      expect(answer.complete).toBe(true);
    }
  });

  it('refuse every bad field in one answer, and a caller without ESTIMATE', async () => {
    const bad = await askCost({
      roomsPerDay: -1,
      minutesPerRoom: '99999999',
      at: '2026-02-30',
      packages: ['x'],
    });
    expect(bad.errors![0]!.extensions.code).toBe('BAD_INPUT');
    expect(bad.errors![0]!.extensions.faults!.map(({ field }) => field)).toEqual([
      ...['input.at', 'input.roomsPerDay', 'input.minutesPerRoom'],
    ]);
    const stranger = await askCost({}, testApiKeys.partner);
    expect(stranger.errors![0]!.extensions.code).toBe('FORBIDDEN');
    const noBook = await askCost({ book: 'current' });
    expect(noBook.errors![0]!.message).toContain('there are: tencent-intl-2025-10-23');
  });

  it('price a mixed recording from the input that would start it', async () => {
    const mixed = {
      ...{ room: { name: { text: 'r' } }, recordId: 'r', idempotencyKey: 'k' },
      encode: { width: 640, height: 480 },
    };
    const { data, errors } = await askRecording({ start: { mixed }, plan: { minutesPerRoom: '30' } });
    expect(errors).toBeUndefined();
    const answer = data!.estimateRecording!;
    expect(amountOf(answer, 'TRANSCODING')).toBe('0.084');
    const channels = answer.lines.find(({ item }) => item === 'RECORDING_CSS_CHANNEL')!;
    expect(channels.why).toContain('2 channel-month × 1 of ');
    const odd = await askRecording({ start: { mixed: { ...mixed, encode: { width: 641 } } } });
    expect(odd.errors![0]!.message).toContain('input.start.mixed.encode.width is 641');
  });

  it('compare two plans row by row, and hint at cheaper ones', async () => {
    const plan = {
      at: '2026-06-10',
      cohort: 'FROM_2020_07',
      roomsPerDay: 10,
      daysPerMonth: 30,
      retentionDays: 1,
    };
    const compared = await ask(
      `query($input: CompareCostsInput!) { compareCosts(input: $input) { difference
        before { total } after { total } lines { item kind quantityEffect priceEffect } } }`,
      { before: plan, after: { ...plan, formats: ['HLS', 'MP4'] } },
    );
    expect(compared.errors).toBeUndefined();
    // 30 × 10 × 60 minutes more at 1.99 for a thousand, and 30 × 10 × 0.45 GB more for a day at 0.0009.
    expect(compared.data).toMatchObject({
      compareCosts: {
        difference: '35.9415',
        lines: [
          { item: 'RECORDING_TRTC_FILE', kind: 'CHANGED', quantityEffect: '35.82', priceEffect: '0' },
          { item: 'STORAGE_VOD', kind: 'CHANGED', quantityEffect: '0.1215', priceEffect: '0' },
        ],
      },
    });
    const hinted = await ask(
      'query($input: EstimateCostInput!) { costHints(input: $input) { kind saving caveat change { field value } } }',
      { ...plan, formats: ['HLS', 'MP4'] },
    );
    const { costHints } = hinted.data as unknown as { costHints: readonly object[] };
    expect(costHints).toContainEqual({
      ...{ kind: 'ONE_FORMAT_LESS', saving: '35.9415', change: [{ field: 'formats', value: '["hls"]' }] },
      caveat: 'Without MP4 there is no single file to download.',
    });
    const bad = await ask(
      'query($input: CompareCostsInput!) { compareCosts(input: $input) { difference } }',
      {
        ...{ before: {}, after: { roomsPerDay: -1 } },
      },
    );
    expect(bad.errors![0]!.extensions.faults).toMatchObject([{ field: 'input.after.roomsPerDay' }]);
  });

  it('price no task for an application that is recorded by its settings', async () => {
    const task = { room: { name: { text: 'r' } }.name, formats: ['MP4'], idempotencyKey: 'k' };
    const { errors } = await askRecording({ start: { task } });
    expect(errors![0]!.extensions.code).toBe('UNSUPPORTED');
  });
});
