import type postgres from 'postgres';
import type { PriceBook } from '../../../domain/billing/price-book.ts';
import type { PackageBalance } from '../../../domain/billing/balances.ts';
import type { PriceBookStore } from '../../ports/price-books.ts';

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
    async terms() {
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
    },
    async addTerms({ sdkAppId, fromMonth, bookId, useFreeMinutes, balances, setAt }, setBy) {
      await sql`
        insert into billing_terms (sdk_app_id, from_month, book_id, use_free_minutes, balances, set_at, set_by)
        values (${sdkAppId}, ${fromMonth}, ${bookId}, ${useFreeMinutes},
          ${sql.json(balances as unknown as postgres.JSONValue)}, ${setAt}, ${setBy})`;
    },
  };
}
