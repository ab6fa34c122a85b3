import type { BudgetTerms, BudgetThreshold } from '../../domain/billing/budget.ts';

/** A month as a budget saw it last. Amounts are decimal text. */
export interface BudgetLook {
  /** `2026-10`. */
  readonly month: string;
  readonly spent: string;
  /** Null where there is too little to tell from. */
  readonly forecast: string | null;
  readonly lookedAt: Date;
}

export interface Crossing extends Pick<BudgetThreshold, 'percent' | 'basis'> {
  readonly month: string;
  readonly crossedAt: Date;
}

export interface BudgetRecord extends BudgetTerms {
  readonly id: string;
  readonly sdkAppId: number;
  readonly setAt: Date;
  readonly look: BudgetLook | null;
  /** Of the month of the last look. */
  readonly crossings: readonly Crossing[];
}

export interface BudgetStore {
  /** Of some applications; null for all. By application and name. */
  list(sdkAppIds: readonly number[] | null): Promise<readonly BudgetRecord[]>;
  /** Puts terms in the place of those of the same name. */
  set(sdkAppId: number, terms: BudgetTerms, by: string, at: Date): Promise<void>;
  /** False where there was none. */
  remove(sdkAppId: number, name: string): Promise<boolean>;
  /** Keeps what was seen, and tells each threshold that no look of that month told before: an event each, in one transaction. */
  look(budget: BudgetRecord, look: BudgetLook, crossed: readonly BudgetThreshold[]): Promise<void>;
}
