import type postgres from 'postgres';
import type { PriceBook } from '../../../domain/billing/price-book.ts';
import type { PackageBalance } from '../../../domain/billing/balances.ts';
import type { BillingTerms } from '../../../domain/billing/terms.ts';
import type { PriceBookStore } from '../../ports/price-books.ts';

/** First key of the advisory lock under which terms are added. */
const termsLock = 0x7465726d;

async function readTerms(sql: postgres.Sql | postgres.TransactionSql): Promise<readonly BillingTerms[]> {
  const rows = await sql<
    {
      sdk_app_id: string | null;
      from_month: string;
      book_id: string | null;
      use_free_minutes: boolean;
      balances: readonly PackageBalance[];
      set_at: Date;
    }[]
  >`
    select sdk_app_id, from_month, book_id, use_free_minutes, balances, set_at
    from billing_terms order by number`;
  return rows.map((row) => ({
    sdkAppId: row.sdk_app_id === null ? null : Number(row.sdk_app_id),
    ...{ fromMonth: row.from_month, bookId: row.book_id, useFreeMinutes: row.use_free_minutes },
    ...{ balances: row.balances, setAt: row.set_at },
  }));
}

export function openPriceBookStore(sql: postgres.Sql): PriceBookStore {
  return {
    async books() {
      const rows = await sql<{ book: PriceBook }[]>`select book from price_books order by number`;
      return rows.map(({ book }) => book);
    },
    async add(book, text, importedAt, importedBy) {
      const { count } = await sql`
        insert into price_books (id, source_text, book, imported_at, imported_by)
        values (${book.id}, ${text}, ${sql.json(book as unknown as postgres.JSONValue)}, ${importedAt}, ${importedBy})
        on conflict (id) do nothing`;
      return count === 1;
    },
    terms: () => readTerms(sql),
    addTerms: (terms, setBy, refuse) =>
      sql.begin(async (transaction) => {
        // Two that look at the same time would each see nothing of the other.
        await transaction`select pg_advisory_xact_lock(${termsLock}, 0)`;
        const before = await readTerms(transaction);
        refuse(before);
        const { sdkAppId, fromMonth, bookId, useFreeMinutes, balances, setAt } = terms;
        await transaction`
          insert into billing_terms (sdk_app_id, from_month, book_id, use_free_minutes, balances, set_at, set_by)
          values (${sdkAppId}, ${fromMonth}, ${bookId}, ${useFreeMinutes},
            ${transaction.json(balances as unknown as postgres.JSONValue)}, ${setAt}, ${setBy})`;
        return [...before, terms];
      }),
  };
}
