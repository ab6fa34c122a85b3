import type { PriceBook } from '../../domain/billing/price-book.ts';
import type { BillingTerms } from '../../domain/billing/terms.ts';

export interface PriceBookStore {
  /** In the order in which they were imported. */
  books(): Promise<readonly PriceBook[]>;
  /** False where there is a book of that id: none is ever changed. */
  add(book: PriceBook, text: string, importedAt: Date, importedBy: string): Promise<boolean>;
  /** In the order in which they were set. */
  terms(): Promise<readonly BillingTerms[]>;
  /**
   * Adds them where `refuse` throws nothing at all that were set before. Nobody else adds any meanwhile, in no process. Answers all,
   * with these.
   */
  addTerms(
    terms: BillingTerms,
    setBy: string,
    refuse: (before: readonly BillingTerms[]) => void,
  ): Promise<readonly BillingTerms[]>;
}
