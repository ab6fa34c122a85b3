import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../../server/adapters/postgres/store.ts';
import type { BookDesk } from '../../../server/services/book-desk.ts';
import { openTestDatabase } from '../../support/database.ts';
import { finance, openBillingRoom } from '../../support/billing-room.ts';

const applications = Array.from({ length: 6 }, (_, index) => 1_400_000_601 + index);

describe('the account’s free minutes, asked for at the same time', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  const stores: Store[] = [];
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await database.close();
  });

  /** As a server of its own has it: with its own connections, and its own memory of what was set. */
  const openDesk = async (): Promise<BookDesk> => {
    const store = openStore(database.serverUrl);
    stores.push(store);
    const records = applications.map((sdkAppId) => ({
      ...{ sdkAppId, name: 'a', formats: ['mp4' as const], cohort: 'trtc-recording' as const },
    }));
    return (await openBillingRoom(store, records, () => new Date('2026-06-01T00:00:00+08:00'))).desk;
  };
  const ask = (desk: BookDesk, sdkAppId: number, fromMonth: string) =>
    desk.setTerms(finance, {
      ...{ sdkAppId, fromMonth, bookId: null, useFreeMinutes: true, balances: [] },
      idempotencyKey: `${String(sdkAppId)} ${fromMonth}`,
    });
  const holders = (desk: BookDesk, month: string): readonly (number | null)[] =>
    desk
      .terms(finance)
      .filter(({ fromMonth, useFreeMinutes }) => fromMonth === month && useFreeMinutes)
      .map(({ sdkAppId }) => sdkAppId);

  it.each([
    ['one server', 1, '2026-07'],
    ['servers that do not know of each other', applications.length, '2026-06'],
  ])('go to one application through %s, and the others are told whose they are', async (_, count, month) => {
    const desks = await Promise.all(Array.from({ length: count }, openDesk));
    const answers = await Promise.allSettled(
      applications.map((sdkAppId, index) => ask(desks[index % count]!, sdkAppId, month)),
    );
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(applications.length - 1);
    const winner = applications[answers.findIndex(({ status }) => status === 'fulfilled')]!;
    for (const { reason } of refused)
      expect(reason).toMatchObject({
        code: 'BAD_INPUT',
        faults: [
          {
            field: 'input.useFreeMinutes',
            got: `true, while the account's free minutes are application ${String(winner)}'s in ${month}`,
            allowed: 'one application of an account in a month: set that one’s terms without them first',
          },
        ],
      });
    // Whoever was refused knows of the one, and so does a server that starts.
    for (const desk of [...desks, await openDesk()]) expect(holders(desk, month)).toEqual([winner]);
    // What was refused may be asked again once the one has given them up.
    const [free] = desks;
    await free!.setTerms(finance, {
      ...{ sdkAppId: winner, fromMonth: month, bookId: null, useFreeMinutes: false, balances: [] },
      idempotencyKey: `given up ${month}`,
    });
  });
});
