// Columns side by side, no borders: one row a line, so that grep and awk work on it.
import { fit, oneLine, widthOf } from './text.ts';

/** The last column is cut to the terminal's width; where there is none (a pipe), nothing is cut. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number | undefined,
): string {
  // An empty cell would move the next column into its place for awk.
  const cells = rows.map((row) => row.map((cell) => (cell === '' ? '-' : oneLine(cell))));
  const all = [header, ...cells];
  const widths = header.map((_, column) => Math.max(...all.map((row) => widthOf(row[column] ?? ''))));
  return all.map((row) => line(row, widths, columns)).join('\n');
}

function line(row: readonly string[], widths: readonly number[], columns: number | undefined): string {
  const last = row.length - 1;
  let text = '';
  for (const [index, cell] of row.entries()) {
    const room = columns === undefined ? Infinity : Math.max(8, columns - widthOf(text));
    text += index === last ? fit(cell, room) : `${cell}${' '.repeat((widths[index] ?? 0) - widthOf(cell))}  `;
  }
  return text.trimEnd();
}
