/** Rows as aligned columns, numbers to the right; the first row is the heading. Null draws a rule. */
export function drawTable(rows: readonly (readonly string[] | null)[]): string {
  const cells = rows.filter((row) => row !== null);
  const columns = Math.max(0, ...cells.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  const rightward = widths.map((_, column) =>
    cells.slice(1).every((row) => /^-?[\d.,]*( [A-Za-z/%]+)?$/.test(row[column] ?? '')),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('──');
  const line = (row: readonly string[]): string =>
    widths
      .map((width, column) =>
        rightward[column] === true ? (row[column] ?? '').padStart(width) : (row[column] ?? '').padEnd(width),
      )
      .join('  ')
      .trimEnd();
  return rows
    .map((row, index) => (row === null ? rule : index === 0 ? `${line(row)}\n${rule}` : line(row)))
    .join('\n');
}
