import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamFact } from '../../../domain/recording/facts.ts';
import type { Store } from '../../../server/adapters/postgres/store.ts';
import { openStore } from '../../../server/adapters/postgres/store.ts';
import { newestFirst } from '../../../server/ports/recording-search.ts';
import { everything } from '../../../server/services/access/principal.ts';
import { openBillingRoom } from '../../support/billing-room.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';

const minuteMs = 60_000;
const began = Date.UTC(2026, 8, 10, 3, 0, 0);
const identity = { room: null, userId: 'u', streamType: 'main', userDefineRecordId: null } as const;

/** Twenty minutes in MP4: paused from 5 to 11, the stream away from 14 to 18. */
function recorded(streamId: string, withHoles: boolean): StreamFact[] {
  const at = (minutes: number): number => began + minutes * minuteMs;
  const size = { width: 1280, height: 720 };
  const push = (sequence: string, from: number, until: number): StreamFact[] => [
    { type: 'push-started', sequence, atMs: at(from), ...size, identity },
    { type: 'push-ended', sequence, startedAtMs: at(from), atMs: at(until), ...size, identity },
  ];
  const pause = { sessionId: streamId, format: 'mp4', mediaMs: null } as const;
  return [
    ...(withHoles
      ? [...push(`${streamId}1`, 0, 14), ...push(`${streamId}2`, 18, 20)]
      : push(`${streamId}1`, 0, 20)),
    { type: 'record-started', sessionId: streamId, format: 'mp4', atMs: at(0) },
    ...(withHoles
      ? [
          { type: 'record-paused', ...pause, atMs: at(5), seq: 2, reason: 'command' } as const,
          { type: 'record-resumed', ...pause, atMs: at(11), seq: 3 } as const,
        ]
      : []),
    { type: 'record-ended', sessionId: streamId, format: 'mp4', atMs: at(20) },
  ];
}

describe('the bill of recordings with gaps', () => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await openTestDatabase();
    store = openStore(database.serverUrl);
  });
  afterAll(async () => {
    await store.close();
    await database.close();
  });

  it('charges neither what was paused nor what was waited', async () => {
    const applications = [1_400_000_301, 1_400_000_302].map((sdkAppId) => ({
      ...{ sdkAppId, name: 'a', formats: ['mp4'] as const, cohort: 'trtc-recording' as const },
    }));
    const clock = (): Date => new Date(began + 3_600_000);
    const { billing } = await openBillingRoom(store, applications, clock);
    const minutes: string[] = [];
    for (const [index, { sdkAppId }] of applications.entries()) {
      const streamId = `paused${index}`;
      await store.facts.take(
        recorded(streamId, index === 1).map((fact) => ({ about: 'stream', sdkAppId, streamId, fact })),
      );
      const [recording] = (
        await store.search.search({ sdkAppId }, newestFirst, everything, { first: 5, after: null, offset: 0 })
      ).rows;
      const { bill } = await billing.recordingCost(
        {
          ...{ id: 'p', kind: 'API_KEY', role: 'finance', keyFingerprint: '', scope: everything },
          ...{ actions: new Set(['COSTS'] as const), expiresAt: null },
        },
        recording!.row,
        'tencent-intl-2023-05-17',
      );
      const lines = bill.lines.filter(({ charge }) => charge === 'RECORDING');
      expect(lines).toHaveLength(1);
      minutes.push(lines[0]!.quantity.toString());
    }
    // Of twenty minutes six were paused and four waited.
    expect(minutes).toEqual(['20', '10']);
  });
});
