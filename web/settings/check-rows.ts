// The checks of a project as rows of a form, all of them text. A row has a name of its own, so that it stays the same row wherever it
// is moved.
export interface CheckRow {
  readonly id: string;
  readonly name: string;
  readonly command: string;
  readonly seconds: string;
  readonly group: string;
  readonly reports: string;
}

export const emptyCheck: Omit<CheckRow, 'id'> = {
  name: '',
  command: '',
  seconds: '',
  group: '',
  reports: '',
};

/** Of the list as it is configured. */
export function rowsOfChecks(checks: unknown): readonly CheckRow[] {
  const list: readonly unknown[] = Array.isArray(checks) ? checks : [];
  return list.map((one, index) => {
    const { name, command, timeoutMs, group, reports } = one as Readonly<Record<string, unknown>>;
    return {
      id: String(index),
      name: wordOf(name),
      command: wordOf(command),
      seconds: typeof timeoutMs === 'number' ? String(timeoutMs / 1000) : '',
      group: wordOf(group),
      reports: Array.isArray(reports) ? reports.join(', ') : '',
    };
  });
}

/** What was kept as text; none for anything else. */
export function readRows(text: string): readonly CheckRow[] {
  try {
    const rows: unknown = JSON.parse(text);
    return Array.isArray(rows) ? (rows as CheckRow[]).map((row) => ({ ...emptyCheck, ...row })) : [];
  } catch {
    return []; // an empty text is no list yet
  }
}

/** As it is sent. */
export function checksOfRows(rows: readonly CheckRow[]): readonly object[] {
  return rows.map(({ name, command, seconds, group, reports }) => {
    const globs = reports
      .split(/[\n,]/)
      .map((glob) => glob.trim())
      .filter((glob) => glob !== '');
    return {
      name: name.trim(),
      command: command.trim(),
      ...(seconds.trim() !== '' && { timeoutMs: Math.round(Number(seconds) * 1000) }),
      ...(group.trim() !== '' && { group: group.trim() }),
      ...(globs.length > 0 && { reports: globs }),
    };
  });
}

/** With the row one place further up (-1) or down (1), where there is one. */
export function moved(rows: readonly CheckRow[], index: number, by: -1 | 1): readonly CheckRow[] {
  const row = rows[index];
  const other = rows[index + by];
  if (row === undefined || other === undefined) return rows;
  return rows.with(index, other).with(index + by, row);
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
