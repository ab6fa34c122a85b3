import { openStore, type Store } from '../../server/adapters/postgres/store.ts';
import type { Principal } from '../../server/services/access/principal.ts';
import { everything } from '../../server/services/access/principal.ts';
import type { ApplicationRecord } from '../../server/services/applications.ts';
import { openApplications } from '../../server/services/applications.ts';
import { openBilling, type Billing } from '../../server/services/billing.ts';
import { openBookDesk, type BookDesk } from '../../server/services/book-desk.ts';
import { openLedger, type Ledger } from '../../server/services/ledger.ts';
import { openPriceBooks, type PriceBooks } from '../../server/services/price-books.ts';
import { openTestDatabase } from './database.ts';

/** Whoever may ask for every cost. */
export const finance: Principal = {
  ...{ id: 'p', kind: 'API_KEY', role: 'finance', keyFingerprint: '', scope: everything, expiresAt: null },
  actions: new Set(['COSTS'] as const),
};

export interface TestStore {
  readonly store: Store;
  close(): Promise<void>;
}

/** The server's store on a database of its own. */
export async function openTestStore(): Promise<TestStore> {
  const database = await openTestDatabase();
  const store = openStore(database.serverUrl);
  return {
    store,
    async close() {
      await store.close();
      await database.close();
    },
  };
}

export interface BillingRoom {
  readonly ledger: Ledger;
  readonly billing: Billing;
  readonly books: PriceBooks;
  readonly desk: BookDesk;
}

/** Ledger, books and bills of some applications, as the composition root makes them. */
export async function openBillingRoom(
  store: Store,
  records: readonly ApplicationRecord[],
  clock: () => Date,
): Promise<BillingRoom> {
  const applications = openApplications(() => records);
  const books = await openPriceBooks(store.priceBooks, clock);
  const ledger = openLedger({ ...store, books, applications, clock });
  const billing = openBilling({ usage: store.usage, ledger, applications, books, clock });
  const desk = openBookDesk({ books, applications, audit: store.audit, idempotency: store.idempotency });
  return { ledger, billing, books, desk };
}
