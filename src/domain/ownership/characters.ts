// Sets of characters as ranges of code points, and which character of a range a person likes to read.

/** Both ends belong to it. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** The last code point of Unicode. */
export const lastCode = 0x10ffff;

export const slash = codeOf('/');
export const dot = codeOf('.');
export const anyCharacter: readonly Range[] = [{ low: 0, high: lastCode }];
/** What a name is made of: everything except the slash. */
export const nameCharacter = complement([only(slash)]);

export function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

export function codesOf(text: string): number[] {
  return Array.from(text, codeOf);
}

export function textOf(codes: readonly number[]): string {
  return codes.map((code) => String.fromCodePoint(code)).join('');
}

export function only(code: number): Range {
  return { low: code, high: code };
}

/** Every character that is in none of the ranges; they may overlap and come in any order. */
export function complement(ranges: readonly Range[]): readonly Range[] {
  const gaps: Range[] = [];
  let low = 0;
  for (const range of ranges.toSorted((a, b) => a.low - b.low)) {
    if (range.low > low) gaps.push({ low, high: range.low - 1 });
    low = Math.max(low, range.high + 1);
  }
  if (low <= lastCode) gaps.push({ low, high: lastCode });
  return gaps;
}

/** Case is folded one character at a time, so that a glob and a path fold alike whatever stands around it. */
export function fold(code: number): number {
  const lower = codesOf(String.fromCodePoint(code).toLowerCase());
  return lower.length === 1 ? (lower[0] ?? code) : code;
}

/** The ranges and what their upper-case characters fold to. */
export function foldRanges(ranges: readonly Range[]): readonly Range[] {
  const has = (code: number) => ranges.some((range) => range.low <= code && code <= range.high);
  return [
    ...ranges,
    ...upperCase()
      .filter(has)
      .map((code) => only(fold(code))),
  ];
}

// Going through Unicode takes some milliseconds: once, and only for those who fold case. No letter above has two cases.
let upperCaseLetters: readonly number[] | undefined;
function upperCase(): readonly number[] {
  upperCaseLetters ??= Array.from({ length: 0x1ffff }, (_, code) => code).filter(
    (code) => fold(code) !== code,
  );
  return upperCaseLetters;
}

// Best first.
const readable: readonly Range[] = ['az', '09', 'AZ', '__', '!~'].map((ends) => ({
  low: codeOf(ends),
  high: codeOf(ends.slice(1)),
}));

/** The smaller, the better the best character of the range reads. */
function readability(range: Range): number {
  const best = readable.findIndex((wanted) => wanted.low <= range.high && range.low <= wanted.high);
  return best === -1 ? readable.length : best;
}

/** Sorts ranges, the most readable first: the search for a path takes the first of equally short ways. */
export function byReadability(a: Range, b: Range): number {
  return readability(a) - readability(b);
}

/** The character of the range that reads best, or null: it has only NUL, halves of surrogate pairs, or capitals to be folded. */
export function pick(range: Range, foldCase: boolean): number | null {
  for (let rank = readability(range); rank <= readable.length; rank += 1) {
    const wanted = readable[rank] ?? range;
    const high = Math.min(wanted.high, range.high);
    for (let code = Math.max(wanted.low, range.low); code <= high; code += 1)
      if (isPossible(code) && (!foldCase || fold(code) === code)) return code;
  }
  return null;
}

function isPossible(code: number): boolean {
  return code !== 0 && (code < 0xd800 || code > 0xdfff);
}
