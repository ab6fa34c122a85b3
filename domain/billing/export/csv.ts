/** Quoted where it must be; text that a spreadsheet would run as a formula is made plain text by an apostrophe. */
function cell(value: string | null): string {
  const text = value ?? '';
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as comma-separated values that no spreadsheet takes for formulas. */
export function drawCsv(rows: readonly (readonly (string | null)[])[]): string {
  return rows.map((row) => row.map(cell).join(',')).join('\n');
}
