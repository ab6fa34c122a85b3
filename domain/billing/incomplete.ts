import type { CostWarning } from './warning.ts';

/** Each sentence once that says what has no price; none where everything has one. */
export function unpricedOf(
  warnings: readonly { readonly code: string; readonly message: string }[],
): readonly string[] {
  const code: CostWarning['code'] = 'NO_RATE';
  return [...new Set(warnings.filter((warning) => warning.code === code).map(({ message }) => message))];
}

/** What rows have no column for: that a bill is too low, and for lack of which prices. Null where everything has one. */
export function sayIncomplete(unpriced: readonly string[]): string | null {
  if (unpriced.length === 0) return null;
  return [
    'INCOMPLETE: something used has no price.',
    ...unpriced.map((message) => `NO_RATE: ${message}`),
  ].join('\n');
}
