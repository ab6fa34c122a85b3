import type { BookDifference } from '../../domain/billing/compare-books.ts';
import type { PriceBook } from '../../domain/billing/price-book.ts';
import type { BillingTerms } from '../../domain/billing/terms.ts';
import type { AuditLog } from '../ports/audit.ts';
import type { IdempotencyStore } from '../ports/commands.ts';
import type { Principal } from './access/principal.ts';
import { requireAction, requireWholeApplication } from './access/principal.ts';
import type { Applications } from './applications.ts';
import { once } from './once.ts';
import type { PriceBooks } from './price-books.ts';

/** Price books and what bills whom, for callers: all of it needs COSTS. */
export interface BookDesk {
  list(principal: Principal): readonly PriceBook[];
  /** Null where there is none. */
  find(principal: Principal, id: string): PriceBook | null;
  compare(principal: Principal, one: string, other: string, day: string | null): readonly BookDifference[];
  import(
    principal: Principal,
    input: { readonly text: string; readonly idempotencyKey: string },
  ): Promise<PriceBook>;
  terms(principal: Principal): readonly BillingTerms[];
  setTerms(
    principal: Principal,
    input: Omit<BillingTerms, 'setAt'> & { readonly idempotencyKey: string },
  ): Promise<readonly BillingTerms[]>;
}

export interface BookDeskDeps {
  readonly books: PriceBooks;
  readonly applications: Pick<Applications, 'choose'>;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly idempotency: IdempotencyStore;
}

/** Books are the account's: who sees a part of it alone changes none. */
export function openBookDesk({ books, applications, audit, idempotency }: BookDeskDeps): BookDesk {
  return {
    list(principal) {
      requireAction(principal, 'COSTS');
      return books.all();
    },
    find(principal, id) {
      requireAction(principal, 'COSTS');
      return books.all().find((book) => book.id === id) ?? null;
    },
    compare(principal, one, other, day) {
      requireAction(principal, 'COSTS');
      return books.compare(one, other, day);
    },
    async import(principal, { text, idempotencyKey: key }) {
      requireAction(principal, 'COSTS');
      requireWholeApplication(principal, null);
      const asked = { principal, key, operation: 'importPriceBook', input: { text } };
      const id = await once(idempotency, asked, async () => {
        const book = await books.import(text, principal.id);
        const { title, pagesDate } = book;
        const detail = { id: book.id, title, pagesDate };
        await audit.append({ action: 'price_book.import', principal, sdkAppId: null, detail });
        return book.id;
      });
      return books.find(id);
    },
    terms(principal) {
      requireAction(principal, 'COSTS');
      requireWholeApplication(principal, null);
      return books.terms();
    },
    async setTerms(principal, { idempotencyKey: key, ...terms }) {
      requireAction(principal, 'COSTS');
      requireWholeApplication(principal, null);
      if (terms.sdkAppId !== null) applications.choose(terms.sdkAppId, principal.scope);
      const asked = { principal, key, operation: 'setBillingTerms', input: terms };
      await once(idempotency, asked, async () => {
        await books.setTerms(terms, principal.id);
        const { sdkAppId, ...detail } = terms;
        await audit.append({ action: 'billing.terms', principal, sdkAppId, detail });
        return true;
      });
      return books.terms();
    },
  };
}
