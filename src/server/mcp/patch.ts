// Takes the part about one file out of a patch as git prints it.
import { AppError } from '../../domain/errors.ts';

/** By the new name of the file, or the old one of a deleted or renamed file. Throws `not_found`. */
export function patchOf(patch: string, path: string): string {
  // Lines of a file begin with a sign in a patch, so that none of them can look like this.
  const parts = patch.split(/^(?=diff --git )/m);
  const found = parts.filter((part) => pathsIn(part).includes(path));
  if (found.length === 0)
    throw new AppError('not_found', `The patch has no change of “${path}”.`, {
      next: 'Use a path as the list of files has it; binary files and those with only a new mode have none.',
      details: { path },
    });
  return found.join('');
}

/** Names as they stand in the head of a part; git quotes unusual ones like C. */
function pathsIn(part: string): readonly string[] {
  const end = part.search(/^@@ /m);
  const head = end === -1 ? part : part.slice(0, end);
  return head.split('\n').flatMap((line) => {
    const named = /^(?:---|\+\+\+|rename from|rename to) (.*?)\t?$/.exec(line)?.[1];
    if (named === undefined || named === '/dev/null') return [];
    const plain = named.startsWith('"') ? unquoted(named) : named;
    return [line.startsWith('rename') ? plain : plain.replace(/^[ab]\//, '')];
  });
}

/** The quoting of git (and C): octal escapes are bytes of UTF-8. */
function unquoted(text: string): string {
  const bytes: number[] = [];
  for (const [token] of text.slice(1, -1).matchAll(/\\[0-7]{3}|\\.|[^\\]+/gs)) {
    if (/^\\[0-7]/.test(token)) bytes.push(Number.parseInt(token.slice(1), 8));
    else bytes.push(...new TextEncoder().encode(token.startsWith('\\') ? escaped(token) : token));
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

function escaped(token: string): string {
  const letters: Readonly<Record<string, string>> = {
    n: '\n',
    t: '\t',
    r: '\r',
    a: '\u0007',
    b: '\b',
    f: '\f',
    v: '\v',
  };
  const letter = token.slice(1);
  return letters[letter] ?? letter;
}
