// On which line of a JSON text each value stands, so that what is wrong with it can be said where it is.

/** JSON pointers (RFC 6901 without its escapes: `/tasks/0/id`) to lines from 1. The text must be valid JSON. */
export function jsonLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const around: Frame[] = [];
  let line = 1;
  let read = 0;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    line += newlines(text.slice(read, index));
    read = index;
    step(token, line, around, lines);
  }
  return lines;
}

/** The line of the first character that JSON.parse could not read, from its error. */
export function lineOfSyntaxError(text: string, error: unknown): number {
  const message = error instanceof Error ? error.message : '';
  const offset = /at position (\d+)/.exec(message)?.[1];
  return 1 + newlines(offset === undefined ? text.trimEnd() : text.slice(0, Number(offset)));
}

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** An object or a list that is being read. `key` is where the next value belongs: a place, a name, or null while a name is expected. */
interface Frame {
  readonly path: string;
  key: string | number | null;
}

function step(token: string, line: number, around: Frame[], lines: Map<string, number>): void {
  const frame = around.at(-1);
  if (token === '}' || token === ']') {
    around.pop();
    return;
  }
  if (token === ':') return;
  if (token === ',') {
    if (frame !== undefined) frame.key = typeof frame.key === 'number' ? frame.key + 1 : null;
    return;
  }
  if (frame?.key === null) {
    frame.key = String(JSON.parse(token));
    return;
  }
  const path = frame === undefined ? '' : `${frame.path}/${frame.key}`;
  lines.set(path, line);
  if (token === '{') around.push({ path, key: null });
  if (token === '[') around.push({ path, key: 0 });
}

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
