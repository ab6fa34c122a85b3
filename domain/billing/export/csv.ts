/**
 * What some spreadsheet takes for the beginning of a formula or of a command: the signs, their wide forms, and both behind blanks and
 * unseen characters, which are dropped as a file is read.
 */
const formula = /^[\s\ufeff\u200b]*[=+\-@|＝＋－＠]|^[\t\r\n]/;

/** Quoted where it must be; text that a spreadsheet would run as a formula is made plain text by an apostrophe. */
function cell(value: string | null): string {
  const text = value ?? '';
  const safe = formula.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as comma-separated values that no spreadsheet takes for formulas. */
export function drawCsv(rows: readonly (readonly (string | null)[])[]): string {
  return rows.map((row) => row.map(cell).join(',')).join('\n');
}
