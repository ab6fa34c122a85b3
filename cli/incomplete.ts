/** What rows of comma-separated values and workbooks have no place for: what has no price. Null where everything has one. */
export function sayIncomplete(
  warnings: readonly { readonly code: string; readonly message: string }[],
): string | null {
  const said = new Set(warnings.filter(({ code }) => code === 'NO_RATE').map(({ message }) => message));
  if (said.size === 0) return null;
  return [
    'INCOMPLETE: something used has no price.',
    ...[...said].map((message) => `NO_RATE: ${message}`),
  ].join('\n');
}
