// JSON as people write it: what is wrong with it is said with line and column, which JSON.parse does only sometimes.

export type JsonText =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'syntax_error'; readonly line: number; readonly column: number; readonly found: string };

export function parseJsonText(text: string): JsonText {
  // Editors on Windows put a byte order mark at the start, which is no part of the text.
  const content = text.replace(/^\uFEFF/, '');
  try {
    return { kind: 'value', value: JSON.parse(content) };
  } catch {
    const offset = placeOfError(content);
    const before = content.slice(0, offset).split('\n');
    const found = String.fromCodePoint(content.codePointAt(offset) ?? 0);
    return {
      kind: 'syntax_error',
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
      found: offset >= content.length ? 'the end of the file' : JSON.stringify(found),
    };
  }
}

// The error is at the first character that no continuation can repair: the end of the longest prefix that is merely
// unfinished. A longer prefix never is unfinished when a shorter one is wrong, so halving finds it.
function placeOfError(text: string): number {
  let good = 0;
  let bad = text.length + 1;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (mayGoOn(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

// JSON.parse complains about the end of an unfinished text, and about an earlier place in a wrong one.
function mayGoOn(prefix: string): boolean {
  try {
    JSON.parse(prefix);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (/^(Unexpected end|Unterminated string)/.test(message)) return true;
    return / at position (\d+)/.exec(message)?.[1] === String(prefix.length);
  }
}
